#!/bin/sh
# Usage: all.sh [TEST]...   Checks everything, a group at a time, and says which group fails; with tests named, only these.
set -eu
cd "$(dirname "$0")/../.."

group() {
    name=$1
    shift
    printf '== %s\n' "$name"
    "$@" || {
        printf '%s: failed, so what comes after it was not run.\n' "$name" >&2
        exit 1
    }
}

if [ $# = 0 ]; then
    python=.venv/bin/python
    group 'Form of the code' "$python" -m ruff format --check .
    group 'Style of the code' "$python" -m ruff check .
    scripts='.ci/comment.py .ci/preview.py .ci/proposal.py scripts/dates.py scripts/place.py'
    # shellcheck disable=SC2086 # each is a word of its own
    group 'Types of the program and its scripts' "$python" -m mypy g40site $scripts
    group 'Content of the site' "$python" build.py check --strict
fi
printf '== Tests\n'
exec sh tests/tools/pytest.sh "$@"
