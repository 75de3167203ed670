#!/bin/sh
# Usage: supply.sh sbom|audit|uv   What the program is made of, whether something of it is known to be vulnerable, and
# where the program is that writes the lock files.
# The tools have an environment of their own in .cache, installed from requirements-supply.lock by its hashes.
set -eu
cd "$(dirname "$0")/../.."
home=.cache/supply
python=${PYTHON:-python3}
[ -x .venv/bin/python ] && python=.venv/bin/python

if ! cmp -s requirements-supply.lock "$home/requirements-supply.lock"; then
    rm -rf "$home"
    mkdir -p .cache
    "$python" -m venv "$home"
    "$home/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
        --require-hashes --requirement requirements-supply.lock
    cp requirements-supply.lock "$home/requirements-supply.lock"
fi

case "${1:-}" in
sbom)
    mkdir -p dist
    "$home/bin/cyclonedx-py" requirements --pyproject pyproject.toml --output-reproducible --short-PURLs \
        --output-format JSON --output-file dist/g40site.cdx.json requirements.lock
    printf 'dist/g40site.cdx.json\n'
    ;;
audit)
    # What one lock file brings up hides nothing of the others.
    failed=0
    for lock in requirements.lock requirements-test.lock requirements-supply.lock; do
        printf '%s\n' "$lock"
        "$home/bin/pip-audit" --strict --require-hashes --disable-pip --requirement "$lock" || failed=1
    done
    exit "$failed"
    ;;
uv)
    printf '%s/bin/uv\n' "$home"
    ;;
*)
    printf 'Usage: supply.sh sbom|audit|uv\n' >&2
    exit 2
    ;;
esac
