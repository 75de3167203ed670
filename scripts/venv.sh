#!/bin/sh
# Usage: venv.sh LOCKFILE...   Makes .venv where it is missing or broken, and installs each lock file that is not in it yet.
# What is installed is remembered as a copy of the lock file: only another text installs again, never another mtime.
set -eu
cd "$(dirname "$0")/.."
read -r oldest <.python-version

fail() {
    printf '%s\n' "$1" >&2
    exit 2
}

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info[:2] < tuple(map(int, sys.argv[1].split("."))))' "$oldest" 2>/dev/null
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        new_enough "$PYTHON" || fail "PYTHON=$PYTHON is not a working Python $oldest or newer."
        printf '%s\n' "$PYTHON"
        return
    fi
    for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if new_enough "$name"; then
            printf '%s\n' "$name"
            return
        fi
    done
    fail "Python $oldest or newer is needed and not found; install it, or name it: make site PYTHON=/path/to/python3"
}

make_venv() {
    python=$(find_python)
    rm -rf .venv
    # A pip of its own takes longer to make than all packages to install; only where that Python has none (Debian).
    if ! { { "$python" -m venv --without-pip .venv && pip --version; } || "$python" -m venv .venv; } >/dev/null 2>&1; then
        rm -rf .venv
        fail "$python cannot make a virtual environment; install its venv module first (Debian, Ubuntu: apt install python3-venv)."
    fi
}

# Its own pip, or that of the Python that it was made from.
pip() {
    if [ -e .venv/bin/pip ]; then
        .venv/bin/python -m pip "$@"
    else
        "$(.venv/bin/python -c 'import sys; print(sys._base_executable)')" -m pip --python .venv/bin/python "$@"
    fi
}

# The system's Python can be gone, or another one than the packages were installed for: those stand in a folder with its number.
has_its_packages() {
    .venv/bin/python -c 'import os, sysconfig; os.stat(sysconfig.get_path("purelib"))' 2>/dev/null
}

# What a proposal brings is no environment of this machine.
[ -z "$(git ls-files .venv 2>/dev/null)" ] || fail '.venv is in the repository, and would be run: git rm -r --cached .venv, and remove the folder.'

{ new_enough .venv/bin/python && has_its_packages; } || make_venv

for lock in "$@"; do
    if cmp -s "$lock" ".venv/$lock"; then
        continue
    fi
    # None where the making of the environment was cut short, or where the system lost what it had.
    pip --version >/dev/null 2>&1 || make_venv
    printf 'Installing %s in .venv\n' "$lock"
    pip install --quiet --no-compile --disable-pip-version-check --no-input \
        --require-hashes --requirement "$lock" || fail "Installing $lock failed; see above."
    cp "$lock" ".venv/$lock"
done

# The command of the documentation: the program of this checkout, so that it is as new as the checkout is.
if [ ! -x .venv/bin/g40site ]; then
    # shellcheck disable=SC2016
    printf '#!/bin/sh\nexec "$(dirname "$0")/python" "$(dirname "$0")/../../build.py" "$@"\n' >.venv/bin/g40site
    chmod +x .venv/bin/g40site
fi
