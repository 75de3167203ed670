#!/bin/sh
# Usage: lock.sh [--upgrade] [--upgrade-package NAME] [--exclude-newer DAY]
# Writes the lock files from pyproject.toml. Without --upgrade what can stay, stays. What was published after DAY does not
# count; without it, what is younger than a week: what was just published may be withdrawn again.
# One lock serves every system and every Python from the oldest. The test lock holds the same versions as the other one.
set -eu
cd "$(dirname "$0")/.."
read -r oldest <.python-version

case " $* " in
*" --exclude-newer"*) ;;
*) set -- "$@" --exclude-newer "$(date -u -d '7 days ago' +%F 2>/dev/null || date -u -v-7d +%F)" ;;
esac
uv=$(sh scripts/supply.sh uv)

compile() {
    "$uv" pip compile --no-config --quiet --universal --python-version "$oldest" --generate-hashes \
        --custom-compile-command 'make lock' "$@"
}

compile "$@" --output-file requirements.lock pyproject.toml
compile "$@" --constraint requirements.lock --group test --output-file requirements-test.lock pyproject.toml
# The tools of the supply chain do not need the program, nor its versions of what both use.
compile "$@" --group supply --output-file requirements-supply.lock

if grep -nE '://|file:|^ *-[^-]|^--' requirements.lock requirements-test.lock requirements-supply.lock; then
    printf 'A lock file names an address or a path (see above): it must work everywhere.\n' >&2
    exit 2
fi
