#!/bin/sh
# Usage: forms.sh [FOLDER]   Makes the bundle of the editing forms from forms/, in FOLDER or else in forms/dist. Needs Node.js
# 18 or newer; the build of the site needs only what stands in that folder. The same lock file gives the same bytes.
set -eu
forms=$(dirname "$0")/../forms

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    printf 'Node.js 18 or newer with npm is needed for the editing forms; install it (Debian, Ubuntu: apt install nodejs npm).\n' >&2
    exit 2
fi
if [ -n "$(cd "$forms" && git ls-files node_modules dist 2>/dev/null)" ]; then
    printf 'forms/node_modules or forms/dist is in the repository, and would be run or published: git rm -r --cached them.\n' >&2
    exit 2
fi
# Which lock was installed is remembered as a copy of it.
if ! cmp -s "$forms/package-lock.json" "$forms/node_modules/.g40site-lock.json"; then
    (cd "$forms" && npm ci --silent --no-audit --no-fund --ignore-scripts >&2)
    cp "$forms/package-lock.json" "$forms/node_modules/.g40site-lock.json"
fi
node "$forms/build.mjs" "$@"
