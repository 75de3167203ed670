#!/bin/sh
# Usage: supply.sh sbom|audit|uv   What the program and the editing forms are made of, whether something of it is known to be vulnerable, and
# where the program is that writes the lock files.
# The tools have an environment of their own, installed from requirements-supply.lock by its hashes: not in .cache, where
# nothing is run from.
set -eu
cd "$(dirname "$0")/.."
home=.venv-supply
python=${PYTHON:-python3}
.venv/bin/python -c '' 2>/dev/null && python=.venv/bin/python

if [ -n "$(git ls-files "$home" 2>/dev/null)" ]; then
    printf '%s is in the repository, and would be run: git rm -r --cached %s, and remove the folder.\n' "$home" "$home" >&2
    exit 2
fi

# The system's Python can be gone, or another one than the tools were installed for.
has_its_packages() {
    "$home/bin/python" -c 'import os, sysconfig; os.stat(sysconfig.get_path("purelib"))' 2>/dev/null
}

if ! { cmp -s requirements-supply.lock "$home/requirements-supply.lock" && has_its_packages; }; then
    rm -rf "$home"
    "$python" -m venv "$home"
    "$home/bin/python" -m pip install --quiet --no-compile --disable-pip-version-check --no-input \
        --require-hashes --requirement requirements-supply.lock
    cp requirements-supply.lock "$home/requirements-supply.lock"
fi

case "${1:-}" in
sbom)
    mkdir -p dist
    "$home/bin/cyclonedx-py" requirements --pyproject pyproject.toml --output-reproducible --short-PURLs \
        --output-format JSON --output-file dist/g40site.cdx.json requirements.lock
    # npm writes the moment and a number of its own into the list: without them the same lock gives the same bytes.
    (cd forms && npm sbom --package-lock-only --sbom-format cyclonedx) | "$home/bin/python" -c 'import json, sys
bom = json.load(sys.stdin)
del bom["serialNumber"], bom["metadata"]["timestamp"]
json.dump(bom, sys.stdout, indent=2)' >dist/forms.cdx.json
    printf 'dist/g40site.cdx.json\ndist/forms.cdx.json\n'
    ;;
audit)
    # What one lock file brings up hides nothing of the others.
    failed=0
    for lock in requirements.lock requirements-test.lock requirements-supply.lock; do
        printf '%s\n' "$lock"
        "$home/bin/pip-audit" --strict --require-hashes --disable-pip --requirement "$lock" || failed=1
    done
    printf 'forms/package-lock.json\n'
    (cd forms && npm audit --package-lock-only) || failed=1
    if [ "$failed" = 1 ]; then
        printf 'Is a package "not found on PyPI", or does "audit endpoint" fail? Then a mirror answered: run this where PyPI and npm themselves can be reached.\n' >&2
    fi
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
