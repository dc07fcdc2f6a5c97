# shellcheck shell=bash
# The site itself: its secret, the browser bundle, the database's content and the static files.

MANAGE=("$VENV/bin/python" "$ROOT/manage.py")

# A secret key of this checkout's own, made once: who is signed in stays so when the site is started again.
need_secret() {
    local file=$STATE/secret-key
    [ -z "${SECRET_KEY:-}" ] || return 0
    [ -s "$file" ] || (umask 077 && write_file "$file" "$(random_text)")
    SECRET_KEY=$(cat "$file")
    export SECRET_KEY
}

random_text() { "$VENV/bin/python" -c 'import secrets; print(secrets.token_urlsafe(50))'; }

# The packages of package-lock.json, in node_modules. `npm ci` empties the folder first: nothing stale remains.
need_node_packages() {
    local hash
    need_node
    hash=$(hash_of "$ROOT/package-lock.json" -- "$(node --version)" "$(uname -m)")
    is_fresh "$ROOT/node_modules/.stamp" "$hash" && return
    step "Installing the browser packages"
    rm -f "$ROOT/node_modules/.stamp"
    quietly npm in_root npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
    write_file "$ROOT/node_modules/.stamp" "$hash"
}

# The scripts and styles of the pages, bundled into frontend/static.
need_bundle() {
    local hash
    need_node_packages
    hash=$(bundle_hash)
    is_fresh "$ROOT/frontend/static/.stamp" "$hash" && return
    step "Building the browser bundle"
    rm -f "$ROOT/frontend/static/.stamp"
    quietly bundle in_root npm run --silent build
    write_file "$ROOT/frontend/static/.stamp" "$hash"
}

bundle_hash() {
    hash_of "$ROOT"/frontend/{build.mjs,images,src,styles} "$ROOT"/{package,package-lock,tsconfig}.json
}

in_root() { (cd "$ROOT" && "$@"); }

# The tables, and the territory's data: what was edited since the last loading stays as it was edited.
need_content() {
    step "Bringing the database up to date"
    quietly migrate "${MANAGE[@]}" migrate --no-input
    step "Loading the territories' data (edits are kept)"
    quietly load "${MANAGE[@]}" load_territory
}

# Static files, named by their content and compressed once, as WhiteNoise serves them.
need_static() {
    local target=${STATIC_ROOT:-$STATE/static} hash
    hash=$(hash_of "$ROOT"/{api,frontend,network,places}/static "$ROOT/requirements.txt" "$ROOT/config/settings.py")
    # Beside it: what is inside is served.
    [ -d "$target" ] && is_fresh "$target.stamp" "$hash" && return
    step "Collecting and compressing the static files"
    rm -rf "$target.new"
    STATIC_ROOT=$target.new quietly static "${MANAGE[@]}" collectstatic --no-input
    rm -rf "$target" "$target.stamp"
    mv "$target.new" "$target"
    write_file "$target.stamp" "$hash"
}

# Sends mails for as long as the process PID serves the site, and comes back if it dies before.
run_worker() {
    local pid=$1
    while kill -0 "$pid" 2>/dev/null; do
        "${MANAGE[@]}" work --beside "$pid" || true
        sleep 5
    done
}

# Tells open pages what moved for as long as the process PID serves the site, and comes back if it dies before.
run_live() {
    local pid=$1
    while kill -0 "$pid" 2>/dev/null; do
        in_root "$VENV/bin/python" -m config.live --beside "$pid" || true
        sleep 1
    done
}

# Where that process takes connections over; a Unix socket's path has at most 107 bytes.
need_live_socket() {
    export LIVE_SOCKET=${LIVE_SOCKET:-$STATE/live}
    [ "$(printf %s "$LIVE_SOCKET" | wc -c)" -le 90 ] || LIVE_SOCKET=/tmp/croisee-live-$(id -u)-$CHECKOUT_ID
}
