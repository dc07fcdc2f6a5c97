# shellcheck shell=bash
# The virtual environment and, where the system has none, Node: exactly what the hashed locks name.

VENV=$ROOT/.venv

# What Python compiles is kept, whatever the environment says: a run of the tests starts many processes, and each would
# compile Django, the tests and their assertions again.
unset PYTHONDONTWRITEBYTECODE

# Installs the packages of requirements.txt (or of the lock given) into .venv.
need_python() {
    local lock=${1:-requirements.txt} python hash
    python=$(python_command)
    hash=$(hash_of "$ROOT/$lock" -- "$VENV" "$python" "$("$python" --version)")
    is_fresh "$VENV/.stamp-$lock" "$hash" && return
    is_sound "$python" || make_venv "$python"
    step "Installing the Python packages of $lock (a minute or so the first time)"
    touch "$VENV/.installing"
    quietly pip "$VENV/bin/python" -m pip install --require-hashes --no-input --disable-pip-version-check \
        --no-compile -r "$ROOT/$lock"
    write_file "$VENV/.stamp-$lock" "$hash"
    rm "$VENV/.installing"
}

# Whether .venv can be built upon: it runs, stands where it was made, and no installation in it was cut short.
is_sound() {
    [ ! -e "$VENV/.installing" ] && grep -qsF "$VENV" "$VENV/bin/pip" &&
        [ "$("$VENV/bin/python" --version 2>/dev/null)" = "$("$1" --version)" ]
}

make_venv() {
    step "Making the virtual environment .venv with $("$1" --version)"
    rm -rf "$VENV"
    mkdir "$VENV"
    touch "$VENV/.installing"
    quietly venv "$1" -m venv "$VENV"
}

# Puts a Node of 20 or newer, with npm, on the PATH: the system's, or else the one that PyPI carries.
need_node() {
    has_node && return
    PATH=$VENV/bin:$PATH
    has_node && [ -e "$VENV/.stamp-requirements-node.txt" ] && return
    need_python requirements-node.txt
}

has_node() { have npm && [ "$(node --version 2>/dev/null | sed -E 's/^v([0-9]+).*/\1/')" -ge 20 ] 2>/dev/null; }
