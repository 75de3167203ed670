#!/bin/sh
# Prints the path of a Chromium that works, and installs one where there is none, and with it the library that
# Playwright itself needs. All other output goes to stderr.
set -eu
cd "$(dirname "$0")/../.."

# The same engine without windows, which Debian has as a package of its own, takes half the time.
# Some systems ship a `chromium` that only says how to get a real one: only what can start counts.
starts() {
    "$1" --version </dev/null >/dev/null 2>&1
}

find_browser() {
    for name in chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable; do
        path=$(command -v "$name") || continue
        if starts "$path"; then
            printf '%s\n' "$path"
            return 0
        fi
    done
    path=$(.venv/bin/python tests/tools/playwright_path.py)
    starts "$path" && printf '%s\n' "$path"
}

fail() {
    printf '%s\n' "$1" >&2
    exit 2
}

can_apt() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null
}

playwright() {
    .venv/bin/python -m playwright "$@" >&2
}

if ! playwright --version 2>/dev/null; then
    can_apt && sh tests/tools/apt.sh libatomic1 >&2 || true
    playwright --version || fail 'Playwright does not start (see above); on Debian and Ubuntu: apt install libatomic1'
fi

if [ -n "${CHROMIUM:-}" ]; then
    starts "$CHROMIUM" || fail "CHROMIUM=$CHROMIUM does not start."
    printf '%s\n' "$CHROMIUM"
    exit
fi

find_browser && exit
if [ "${INSTALL:-}" = no ]; then
    fail 'A Chromium is needed for the tests of pages; install it (Debian: apt install chromium-headless-shell fonts-dejavu-core), or name it: CHROMIUM=/path/to/chromium'
fi
if can_apt; then
    for package in chromium-headless-shell chromium; do
        sh tests/tools/apt.sh "$package" fonts-dejavu-core >&2 && find_browser && exit
    done
    playwright install --with-deps chromium && find_browser && exit
else
    playwright install chromium && find_browser && exit
fi
fail 'No Chromium found and none could be installed; install it, or name it: make test CHROMIUM=/path/to/chromium'
