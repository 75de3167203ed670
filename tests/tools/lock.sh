#!/bin/sh
# Usage: lock.sh [--upgrade]   Writes the lock files from pyproject.toml. Without --upgrade what can stay, stays.
# One lock serves every system and every Python from 3.11. The test lock holds the same versions as the other one.
set -eu
cd "$(dirname "$0")/../.."

uv=$(sh tests/tools/supply.sh uv)

compile() {
    "$uv" pip compile --no-config --quiet --universal --python-version 3.11 --generate-hashes \
        --custom-compile-command 'make lock' "$@" pyproject.toml
}

compile "$@" --output-file requirements.lock
compile "$@" --constraint requirements.lock --group test --output-file requirements-test.lock
# The tools of the supply chain do not need the program, nor its versions of what both use.
compile_only() {
    "$uv" pip compile --no-config --quiet --universal --python-version 3.11 --generate-hashes \
        --custom-compile-command 'make lock' "$@"
}
compile_only "$@" --group supply --output-file requirements-supply.lock

if grep -nE '://|file:|^ *-[^-]|^--' requirements.lock requirements-test.lock requirements-supply.lock; then
    printf 'A lock file names an address or a path (see above): it must work everywhere.\n' >&2
    exit 2
fi
