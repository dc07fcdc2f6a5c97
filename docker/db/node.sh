# shellcheck shell=sh
# One of several machines that hold the same database; `entrypoint.sh` reads this where NODES names them.
# NODES: their names, with spaces between; the first makes the cluster. NODE: this one's name. SYNCHRONOUS: on how many
# others a commit must be before it is acknowledged (0: on none).

: "${NODE:?must be set: the name of this one of NODES}"
pass=$(dirname "$PGDATA")/pass
others=$(for one in $NODES; do [ "$one" = "$NODE" ] || echo "$one"; done)
hosts=$(echo "$NODES" | tr ' ' ',')

# One question to another machine, as the role that copies; nothing where it does not answer.
ask() {
    PGPASSFILE=$pass psql -XAtq "host=$1 user=croisee_copy dbname=template1 connect_timeout=2" -c "$2" 2>/dev/null || true
}

# The name of another that is the primary now.
primary() { for one in $others; do [ "$(ask "$one" 'SELECT pg_is_in_recovery()')" != f ] || { echo "$one"; return; }; done; }

# Takes its part: it follows the primary that there is, waits for one, or is the primary.
take_part() {
    (umask 077 && echo "*:*:*:croisee_copy:$POSTGRES_PASSWORD" >"$pass")
    if [ ! -d "$PGDATA" ] && [ "$NODE" = "${NODES%% *}" ] && [ -z "$(primary)" ]; then return; fi
    while [ ! -d "$PGDATA" ] && [ -z "$(primary)" ]; do echo "Waiting for a primary among $others."; sleep 2; done
    if [ ! -d "$PGDATA" ]; then copy_from "$(primary)"; fi
    if [ ! -e "$PGDATA/standby.signal" ] && [ -n "$(primary)" ]; then step_down "$(primary)"; fi
    if [ -e "$PGDATA/standby.signal" ]; then serve_node "$@"; fi
}

# Another was promoted while this one was away: what it has alone was never acknowledged by a replica. It is put aside.
step_down() {
    ours=$(pg_controldata "$PGDATA" | sed -n "s/^Latest checkpoint's TimeLineID: *//p")
    theirs=$(ask "$1" 'SELECT timeline_id FROM pg_control_checkpoint()')
    if [ "${theirs:-0}" -le "$ours" ]; then
        echo "$1 says that it is the primary, and has not been promoted since this one was. Stop it; see docs/scale.md." >&2
        exit 1
    fi
    rm -rf "$PGDATA.before"
    mv "$PGDATA" "$PGDATA.before"
    copy_from "$1"
}

copy_from() {
    echo "Copying the database of $1."
    rm -rf "$PGDATA.new"
    PGPASSFILE=$pass pg_basebackup -D "$PGDATA.new" -X stream -c fast -d "host=$1 user=croisee_copy"
    touch "$PGDATA.new/standby.signal"
    mv "$PGDATA.new" "$PGDATA"
}

# The role that copies, and who may come as it: on the primary, before it serves.
let_copy() {
    allow "host replication,template1 croisee_copy samenet scram-sha-256"
    client template1 <<'SQL'
\getenv password POSTGRES_PASSWORD
SELECT 'CREATE ROLE croisee_copy LOGIN REPLICATION' WHERE to_regrole('croisee_copy') IS NULL \gexec
ALTER ROLE croisee_copy PASSWORD :'password';
SQL
}

# Becomes the server, as primary or as replica; a replica follows whoever is the primary. It gives up one that has
# vanished after some seconds, for the one that was promoted acknowledges nothing until it is followed.
serve_node() {
    set -- "$@" -c primary_conninfo="host=$hosts user=croisee_copy passfile=$pass application_name=$NODE \
target_session_attrs=read-write connect_timeout=2" -c hot_standby_feedback=on -c wal_keep_size=1GB \
        -c wal_receiver_timeout=8s -c wal_sender_timeout=8s -c tcp_user_timeout=5s
    if [ "${SYNCHRONOUS:-1}" != 0 ]; then
        set -- "$@" -c synchronous_standby_names="ANY ${SYNCHRONOUS:-1} ($hosts)"
    fi
    serve "$@"
}
