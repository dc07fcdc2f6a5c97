# shellcheck shell=bash
# The private PostGIS cluster, used when DATABASE_URL is unset: one per checkout, on a Unix socket that only its owner
# and root can reach. No port is opened and no other cluster is touched.
#
# PostgreSQL refuses to run as root: for root it runs as the system user "postgres", in /var/lib/croisee, since that
# user may not be able to enter the checkout. For anyone else it runs as themselves, in var/postgres.

CHECKOUT_ID=$(printf %s "$ROOT" | sha256sum | cut -c -12)

if is_root; then
    CLUSTER=/var/lib/croisee/$CHECKOUT_ID CLUSTER_USER=postgres
else
    CLUSTER=$STATE/postgres CLUSTER_USER=$(id -un)
fi

DATA=$CLUSTER/data
SOCKET=$CLUSTER/run
# A Unix socket's path has at most 107 bytes.
[ "$(printf %s "$SOCKET" | wc -c)" -le 85 ] || SOCKET=/tmp/croisee-$(id -u)-$CHECKOUT_ID

as_cluster_user() {
    if is_root; then
        (cd / && exec runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

# Sets DATABASE_URL, unless it is set, to the private cluster's, which is made and started if need be.
need_database() {
    [ -z "${DATABASE_URL:-}" ] || return 0
    make_cluster_folders
    PG_BIN=$(cluster_bindir)
    [ -d "$DATA" ] || make_cluster
    start_cluster
    make_database
    DATABASE_URL=$(cluster_url)
    export DATABASE_URL
}

cluster_url() { echo "postgis://croisee@/$(python_quote "$SOCKET")/croisee"; }

python_quote() { "$VENV/bin/python" -c 'import sys, urllib.parse as u; print(u.quote(sys.argv[1]))' "$1"; }

make_cluster_folders() {
    local dir
    if is_root; then install -d -m 755 /var/lib/croisee; fi
    for dir in "$CLUSTER" "$SOCKET"; do
        [ -d "$dir" ] || install -d -m 700 "$dir"
        [ ! -L "$dir" ] && [ -O "$dir" ] || is_root || die "$dir belongs to someone else."
        if is_root; then chown postgres: "$dir"; fi
    done
    if is_root; then write_file "$CLUSTER/checkout" "$ROOT"; fi
}

# The programs of the version that made the data: another version cannot read it.
cluster_bindir() {
    local version dir
    version=$(cat "$DATA/PG_VERSION" 2>/dev/null) || { postgres_bindir && return; }
    while read -r dir; do
        [[ $("$dir/postgres" --version) == *" $version."* ]] && has_extension "$dir" && echo "$dir" && return
    done < <(postgres_candidates)
    die "The private database was made by PostgreSQL $version, which is no longer installed with PostGIS." \
        "Install postgresql-$version and postgresql-$version-postgis-3 again, dump it (bin/database dump) and start anew."
}

# Makes the whole cluster under another name, then puts it in place: it is there complete, or not at all.
make_cluster() {
    local new=$DATA.new locale=C.UTF-8
    step "Making a private PostGIS cluster in $CLUSTER"
    locale -a 2>/dev/null | grep -qiE '^c\.utf-?8$' || locale=C
    as_cluster_user "$PG_BIN/pg_ctl" stop --silent -m immediate -D "$new" 2>/dev/null || true
    as_cluster_user rm -rf "$new"
    quietly initdb as_cluster_user "$PG_BIN/initdb" -D "$new" -U postgres --encoding=UTF8 --locale="$locale" \
        --data-checksums --auth=reject
    write_as_cluster_user "$new/pg_hba.conf" "local all all peer map=owner"
    write_as_cluster_user "$new/pg_ident.conf" "$(cluster_names)"
    write_as_cluster_user "$new/postgresql.conf" "include 'croisee.conf'"
    write_as_cluster_user "$new/croisee.conf" "$(cluster_settings)"
    fill_cluster "$new"
    as_cluster_user mv "$new" "$DATA"
}

write_as_cluster_user() { as_cluster_user tee "$1" <<<"$2" >/dev/null; }

# Makes the extensions and the role, in a server that is stopped again.
fill_cluster() {
    local client=(as_cluster_user "$PG_BIN/psql" -X -q -v ON_ERROR_STOP=1 -h "$SOCKET" -U postgres template1)
    unlocked_pg_ctl start --wait -D "$1" -l "$CLUSTER/log"
    quietly make-cluster "${client[@]}" -c "$(cluster_sql)"
    quietly make-cluster as_cluster_user "$PG_BIN/pg_ctl" stop --silent -m fast -D "$1"
}

# A server outlives this command: it must not hold the locks, nor the terminal.
unlocked_pg_ctl() { (unlock && as_cluster_user "$PG_BIN/pg_ctl" --silent "$@" >/dev/null 2>&1 </dev/null); }

# The owner of the checkout may be the site (croisee) and the administrator (postgres); nobody else is anyone.
cluster_names() {
    local name
    for name in $(printf '%s\n' "$CLUSTER_USER" "$(id -un)" | sort -u); do
        echo "owner \"$name\" croisee"
        echo "owner \"$name\" postgres"
    done
}

# Fit for a small machine with an SSD; written before each start, so that a change here reaches the clusters that exist.
cluster_settings() {
    cat <<CONF
listen_addresses = ''
unix_socket_directories = '${SOCKET//\'/\'\'}'
unix_socket_permissions = 0700
timezone = 'UTC'
log_timezone = 'UTC'
shared_buffers = '256MB'
effective_cache_size = '1GB'
work_mem = '16MB'
maintenance_work_mem = '128MB'
random_page_cost = 1.1
jit = off
wal_level = minimal
max_wal_senders = 0
CONF
}

# The extensions go into template1, so that the databases of the tests have them though the site's role is no
# superuser and could not create PostGIS.
cluster_sql() {
    printf 'CREATE EXTENSION %s; ' postgis btree_gist pg_trgm unaccent
    echo 'CREATE ROLE croisee LOGIN CREATEDB;'
}

is_running() { as_cluster_user "$PG_BIN/pg_ctl" status -D "$DATA" >/dev/null 2>&1; }

is_ready() { as_cluster_user "$PG_BIN/pg_isready" -q -h "$SOCKET"; }

start_cluster() {
    is_ready && return
    clear_stale_pid
    step "Starting the private database"
    write_as_cluster_user "$DATA/croisee.conf" "$(cluster_settings)"
    local try
    for try in 1 2 3 4 5; do
        launch_cluster && return
        # Processes of a killed server take a moment to notice, and bar a new one until then.
        sleep "$try"
    done
    as_cluster_user tail -n 20 "$CLUSTER/log" >&2
    die "The private database did not start." "Its log is $CLUSTER/log"
}

launch_cluster() {
    is_running || unlocked_pg_ctl start --no-wait -D "$DATA" -l "$CLUSTER/log" || return 1
    local _
    for _ in $(seq 600); do
        is_ready && return
        is_running || return 1
        sleep 0.1
    done
    return 1
}

# After a crash or a restart of the machine, the number in postmaster.pid may be another program's by now, and
# PostgreSQL would take that for a running server. A real one has the data folder as its working folder.
clear_stale_pid() {
    local pid folder
    pid=$(as_cluster_user head -n 1 "$DATA/postmaster.pid" 2>/dev/null) || return 0
    folder=$(as_cluster_user readlink "/proc/$pid/cwd") || return 0
    [ "$folder" != "$(as_cluster_user readlink -f "$DATA")" ] || return 0
    as_cluster_user rm -f "$DATA/postmaster.pid" "$SOCKET"/.s.PGSQL.5432.lock
}

make_database() {
    local exists
    exists=$(as_administrator -tAc "SELECT 1 FROM pg_database WHERE datname = 'croisee'")
    [ "$exists" = 1 ] || as_administrator -qc "CREATE DATABASE croisee OWNER croisee"
}

as_administrator() { as_cluster_user "$PG_BIN/psql" -X -v ON_ERROR_STOP=1 -h "$SOCKET" -U postgres "$@"; }

stop_cluster() {
    [ -d "$DATA" ] || return 0
    PG_BIN=$(cluster_bindir)
    is_running || return 0
    as_cluster_user "$PG_BIN/pg_ctl" stop --silent -m fast -D "$DATA"
}

# Brings the private database back whenever it has died, for as long as the process PID lives. One that was stopped on
# purpose has taken its postmaster.pid away, and is left alone; what was killed has not.
watch_cluster() {
    local pid=$1
    while sleep 1 && kill -0 "$pid" 2>/dev/null; do
        ! has_died || revive_cluster || true
    done
}

has_died() {
    local server
    { read -r server <"$DATA/postmaster.pid" && ! kill -0 "$server"; } 2>/dev/null
}

# In a shell of its own: a start that fails ends that shell, and is tried again.
revive_cluster() (
    say "The private database has died."
    lock setup
    start_cluster
)
