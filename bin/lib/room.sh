# shellcheck shell=bash
# A workshop without internet: this machine serves the telephones that are on its own network, and nobody else.

# Listens beyond this machine for as long as it runs; the site then answers to the address of the network alone.
serve_the_room() {
    local address
    ROOM_FILE=$1
    [ -z "$ROOM_FILE" ] || [ -r "$ROOM_FILE" ] || die "The file $ROOM_FILE cannot be read."
    address=$(network_address)
    HOST=0.0.0.0
    export ROOM_URL=http://$address:$PORT ALLOWED_HOSTS=localhost,127.0.0.1,$address HTTPS=false
}

# The address of this machine on the network that it shares with the telephones: ROOM_ADDRESS, or the first private one.
network_address() {
    local found=${ROOM_ADDRESS:-}
    [ -n "$found" ] || found=$(own_addresses | grep -Em1 '^(192\.168|10|172\.(1[6-9]|2[0-9]|3[01]))\.') || true
    [ -n "$found" ] || die "This machine is on no network of its own that telephones could join." \
        "Open a wifi on it (a hotspot), or join the one of the room, then try again;" \
        "or say which address telephones reach it by: ROOM_ADDRESS=192.168.1.20 bin/serve --room"
    echo "$found"
}

own_addresses() { hostname -I 2>/dev/null | tr -s ' ' '\n'; }

# The workshop of a file, opened here under its own code.
carry_the_room() {
    [ -n "${ROOM_FILE:-}" ] || return 0
    step "Opening the workshop of $ROOM_FILE"
    "${MANAGE[@]}" carry_workshop "$ROOM_FILE" >&2
}
