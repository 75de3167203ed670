#!/bin/sh
# Makes sure that the npm packages of the tests and of the editing forms are in tests/node_modules and forms/node_modules, as
# the lock file beside each says.
set -eu
cd "$(dirname "$0")/../.."

fail() {
    printf '%s\n' "$1" >&2
    exit 2
}

has_node() {
    command -v node >/dev/null && command -v npm >/dev/null
}

if ! has_node && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    sh tests/tools/apt.sh nodejs npm >&2 || true
fi
has_node || fail 'Node.js 18 or newer with npm is needed for the editing forms and for the readers of calendars and of YAML; install it (Debian, Ubuntu: apt install nodejs npm).'

# Which lock was installed is remembered as a copy of it.
for folder in tests forms; do
    if ! cmp -s "$folder/package-lock.json" "$folder/node_modules/.g40site-lock.json"; then
        npm --prefix "$folder" ci --silent --no-audit --no-fund --ignore-scripts >&2 || fail "npm could not install $folder/package-lock.json; see above."
        cp "$folder/package-lock.json" "$folder/node_modules/.g40site-lock.json"
    fi
done
