#!/bin/sh
# Makes this replica the primary: for the person who has seen that the primary is gone. Refuses while it still answers,
# where another replica has more, and where another than the primary is away, which may have more: unless told `anyway`.
set -eu

. node.sh
here() { psql -XAtq -h /tmp -U postgres template1 -c "$1"; }
[ "$(here 'SELECT pg_is_in_recovery()')" = t ] || { echo "$NODE is the primary."; exit; }
there=$(primary)
[ -z "$there" ] || { echo "$there is the primary, and answers: stop it first." >&2; exit 1; }
has="SELECT greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) - '0/0'"
ours=$(here "$has")
away=
for one in $others; do
    theirs=$(ask "$one" "$has")
    [ -n "$theirs" ] || away="$away $one"
    if [ -n "$theirs" ] && [ "$theirs" -gt "$ours" ]; then echo "$one has more: promote it." >&2; exit 1; fi
done
if [ "$(echo "$away" | wc -w)" -gt 1 ] && [ "${1:-}" != anyway ]; then
    echo "Of$away, one may have more. To promote this one all the same: promote.sh anyway" >&2
    exit 1
fi
pg_ctl promote -s -w -D "$PGDATA"
# From here on it says by itself that it was promoted, to one that was the primary before and comes back.
here CHECKPOINT
echo "$NODE is the primary."
