# shellcheck shell=bash
# What every command in bin/ shares: messages, locks and stamps. Sourced, never run.
#
# A step is skipped when its stamp holds the hash of what it was made from. The stamp is written last, and lives inside
# what it vouches for: a step that was interrupted, or whose result was deleted, has none and is done again.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
STATE=$ROOT/var

say() { printf '%s\n' "$*" >&2; }

step() { say "• $*"; }

die() {
    say "✗ $1"
    shift
    local hint
    for hint in "$@"; do say "  $hint"; done
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

is_root() { [ "$(id -u)" = 0 ]; }

# Makes the private folder for state, which only its owner can read: it holds the secret key and the database.
make_state() {
    (umask 077 && mkdir -p "$STATE/log") 2>/dev/null && [ -w "$STATE" ] && return
    die "The folder $STATE cannot be written by $(id -un)." \
        "Run this command as the owner of the checkout, or clone it again as $(id -un)."
}

declare -A LOCKS=()

# Waits until this process alone holds the lock NAME; it is let go when the process and its children end.
lock() {
    local name=$1 fd
    exec {fd}>"$STATE/$name.lock"
    LOCKS[$name]=$fd
    flock --nonblock "$fd" && return
    step "Waiting: another command is at work in this checkout ($name)"
    flock "$fd"
}

# Lets go of the locks named, or of all.
unlock() {
    local name fd
    [ $# -gt 0 ] || set -- "${!LOCKS[@]}"
    for name in "$@"; do
        fd=${LOCKS[$name]}
        exec {fd}>&-
        unset "LOCKS[$name]"
    done
}

# Runs a command that must not hold the locks on: one that may outlive this process, as a server does.
unlocked() { (unlock && exec "$@"); }

# Runs a command whose output matters only when it fails: it goes to var/log/NAME.log.
quietly() {
    local log=$STATE/log/$1.log
    shift
    "$@" >"$log" 2>&1 </dev/null && return
    tail -n 25 "$log" >&2
    die "This failed: $*" "All it said is in $log" "Run the command again when the cause is gone: it goes on from here."
}

# One hash of files and folders (names and contents) and of words given after --.
hash_of() {
    local paths=()
    while [ $# -gt 0 ] && [ "$1" != -- ]; do
        [ -e "$1" ] && paths+=("$1")
        shift
    done
    {
        [ ${#paths[@]} = 0 ] || find "${paths[@]}" \( -name node_modules -o -name __pycache__ \) -prune -o \
            -type f ! -name '.stamp*' -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum
        printf '%s\n' "$@"
    } | sha256sum | cut -c -64
}

is_fresh() { [ "$(cat "$1" 2>/dev/null)" = "$2" ]; }

# Writes a file in one go: whole, or not at all. write_file PATH TEXT
write_file() {
    printf '%s\n' "$2" >"$1.new.$$"
    mv -f "$1.new.$$" "$1"
}
