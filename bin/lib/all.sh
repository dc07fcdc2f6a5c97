# shellcheck shell=bash
# Everything the commands stand on, in the order in which each part needs the one before.
for part in common system python cluster site room messages wire; do
    # shellcheck source=/dev/null
    . "$(dirname "${BASH_SOURCE[0]}")/$part.sh"
done
unset part
