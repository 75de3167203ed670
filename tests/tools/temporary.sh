#!/bin/sh
# Usage: temporary.sh COMMAND [WORD]...   Runs a command with a temporary folder of its own, of which nothing stays when all
# went well. The tests write many small files: in memory, where that has room, which is several times as fast.
set -eu
memory=/dev/shm
if [ -d "$memory" ] && [ -w "$memory" ] && [ "$(df -Pk "$memory" | awk 'NR == 2 { print $4 }')" -gt 4000000 ]; then
    TMPDIR=$(mktemp -d "$memory/g40site-XXXXXX")
else
    TMPDIR=$(mktemp -d)
fi
export TMPDIR
# Web servers read their sites there as users of their own.
chmod 711 "$TMPDIR"
if "$@"; then
    rm -rf "$TMPDIR"
else
    end=$?
    printf 'What the tests left stands in %s\n' "$TMPDIR" >&2
    exit "$end"
fi
