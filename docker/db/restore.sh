#!/bin/sh
# Puts the cluster back as it was at a moment: from a copy in /archive and the log that was kept there since.
#   restore.sh base-2026-11-30 ['2026-11-30 12:41:00+00']    without a moment: to the end of the log
set -eu

base=/archive/${1:?the copy to begin with: $(cd /archive && echo base-*)}
[ -f "$base/backup_label" ] || { echo "$base is no copy of a database." >&2; exit 1; }
[ ! -e "$PGDATA/postmaster.pid" ] || { echo "The database runs, or was killed: start and stop it first." >&2; exit 1; }
if [ -d "$PGDATA" ]; then
    rm -rf "$PGDATA.before"
    mv "$PGDATA" "$PGDATA.before"
fi
cp -a "$base" "$PGDATA"
touch "$PGDATA/recovery.signal"
how="-c archive_mode=off -c restore_command='cp /archive/%f %p' -c recovery_target_action=promote"
[ -z "${2:-}" ] || how="$how -c recovery_target_time='$2'"
pg_ctl start -s -w -t 86400 -D "$PGDATA" -o "-c listen_addresses='' -k /tmp $how"
until [ "$(psql -XAtq -h /tmp -U postgres template1 -c 'SELECT pg_is_in_recovery()')" = f ]; do
    pg_ctl status -D "$PGDATA" >/dev/null || { echo "It stopped before it was all there: see above." >&2; exit 1; }
    sleep 1
done
pg_ctl stop -s -m fast -D "$PGDATA"
echo "The database is as it was${2:+ at $2}; what was there is in $PGDATA.before."
