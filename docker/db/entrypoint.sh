#!/bin/sh
# Makes the cluster once, gives the site's role the password of the environment, then becomes the server.
set -eu

: "${POSTGRES_PASSWORD:?must be set: the password of the site for its database}"
case $POSTGRES_PASSWORD in
    *[!A-Za-z0-9._~-]*)
        echo "POSTGRES_PASSWORD may hold letters, digits and . _ ~ - only: it stands in an address." >&2
        exit 1
        ;;
esac

sockets=/tmp

client() { psql -X -q -v ON_ERROR_STOP=1 -h "$sockets" -U postgres "$@"; }

# Lets someone in who was not foreseen when the cluster was made.
allow() { grep -qxF "$1" "$PGDATA/pg_hba.conf" || echo "$1" >>"$PGDATA/pg_hba.conf"; }

serve() {
    unset POSTGRES_PASSWORD
    exec postgres -D "$PGDATA" -c listen_addresses='*' -k "$sockets" -c timezone=UTC -c log_timezone=UTC -c jit=off \
        -c shared_buffers=256MB -c effective_cache_size=1GB -c work_mem=16MB -c maintenance_work_mem=128MB \
        -c random_page_cost=1.1 "$@"
}

# Makes everything under another name, then puts it in place: it is there complete, or not at all.
make_cluster() {
    rm -rf "$PGDATA.new"
    initdb -D "$PGDATA.new" -U postgres --encoding=UTF8 --locale=C.UTF-8 --data-checksums --auth=reject >/dev/null
    printf '%s\n' "local all postgres peer" "host all croisee samenet scram-sha-256" >"$PGDATA.new/pg_hba.conf"
    pg_ctl start -s -w -D "$PGDATA.new" -o "-c listen_addresses='' -k $sockets"
    for extension in postgis btree_gist pg_trgm unaccent; do client -c "CREATE EXTENSION $extension" template1; done
    client -c "CREATE ROLE croisee LOGIN" -c "CREATE DATABASE croisee OWNER croisee" template1
    pg_ctl stop -s -m fast -D "$PGDATA.new"
    mv "$PGDATA.new" "$PGDATA"
}

# One of several machines: docs/scale.md.
if [ -n "${NODES:-}" ]; then . node.sh; fi

# The number in it is of a container that is gone, and could be any process of this one.
rm -f "$PGDATA/postmaster.pid"
if [ -n "${NODES:-}" ]; then take_part "$@"; fi
[ -d "$PGDATA" ] || make_cluster
allow "local replication postgres peer"
pg_ctl start -s -w -t 600 -D "$PGDATA" -o "-c listen_addresses='' -k $sockets"
client template1 <<'SQL'
\getenv password POSTGRES_PASSWORD
ALTER ROLE croisee PASSWORD :'password';
SQL
if [ -n "${NODES:-}" ]; then let_copy; fi
pg_ctl stop -s -m fast -D "$PGDATA"

if [ -n "${NODES:-}" ]; then serve_node "$@"; fi
serve "$@"
