#!/bin/sh
# Usage: temporary.sh COMMAND [WORD]...   Runs a command with a temporary folder of its own, of which nothing stays when all
# went well or it was stopped. The tests write many small files: in memory, where that has room and programs may run, which is
# several times as fast. Who sets TMPDIR chooses.
set -eu

in_memory() {
    [ -z "${TMPDIR:-}" ] && [ -w /dev/shm ] && [ "$(df -Pk /dev/shm | awk 'NR == 2 { print $4 }')" -gt 4000000 ]
}

# The many processes of the tests would each compile the program and its templates anew.
unset PYTHONDONTWRITEBYTECODE
folder=
if in_memory; then
    folder=$(mktemp -d /dev/shm/g40site-XXXXXX)
    printf '#!/bin/sh\n' >"$folder/program"
    chmod +x "$folder/program"
    if "$folder/program" 2>/dev/null; then
        rm "$folder/program"
    else
        rm -r "$folder"
        folder=
    fi
fi
[ -n "$folder" ] || folder=$(mktemp -d)
trap 'rm -rf "$folder"; exit 130' HUP INT TERM
# Web servers read their sites there as users of their own.
chmod 711 "$folder"
end=0
TMPDIR=$folder "$@" || end=$?
if [ "$end" = 0 ] || rmdir "$folder" 2>/dev/null; then
    rm -rf "$folder"
else
    printf 'What the tests left stands in %s; remove it when you have seen it.\n' "$folder" >&2
fi
exit "$end"
