#!/bin/sh
# Usage: venv.sh LOCKFILE...   Makes .venv where it is missing and installs each lock file that is not in it yet.
# What is installed is remembered as a copy of the lock file: only another text installs again, never another mtime.
set -eu
cd "$(dirname "$0")/../.."

fail() {
    printf '%s\n' "$1" >&2
    exit 2
}

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        new_enough "$PYTHON" || fail "PYTHON=$PYTHON is not a working Python 3.11 or newer."
        printf '%s\n' "$PYTHON"
        return
    fi
    for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if new_enough "$name"; then
            printf '%s\n' "$name"
            return
        fi
    done
    fail "Python 3.11 or newer is needed and not found; install it, or name it: make site PYTHON=/path/to/python3"
}

make_venv() {
    python=$(find_python)
    rm -rf .venv
    if ! "$python" -m venv .venv >/dev/null 2>&1; then
        rm -rf .venv
        fail "$python cannot make a virtual environment; install its venv module first (Debian, Ubuntu: apt install python3-venv)."
    fi
}

new_enough .venv/bin/python || make_venv

for lock in "$@"; do
    if cmp -s "$lock" ".venv/$lock"; then
        continue
    fi
    # An environment whose making was cut short has no pip.
    .venv/bin/python -m pip --version >/dev/null 2>&1 || make_venv
    printf 'Installing %s in .venv\n' "$lock"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
        --require-hashes --requirement "$lock" || fail "Installing $lock failed; see above."
    cp "$lock" ".venv/$lock"
done
