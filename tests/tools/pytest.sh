#!/bin/sh
# Usage: pytest.sh [OPTION]...   Runs pytest with the browser, the Java and the Node packages that its tests need, on all
# cores; `-n 0` keeps it in one process. Tests stay in files as long as that keeps all busy (they share fixtures).
# What the system lacks is named first, and then installed where that is possible; with INSTALL=no it is only named.
set -eu
cd "$(dirname "$0")/../.."
for tool in java node servers browser; do
    said=$(INSTALL=no sh "tests/tools/$tool.sh" 2>&1 >/dev/null) || missing="${missing:-}$said
"
done
if [ -n "${missing:-}" ]; then
    printf '%s' "$missing" >&2
    if [ "${INSTALL:-}" = no ]; then
        exit 2
    fi
    printf 'These are installed now; make test INSTALL=no only names them.\n' >&2
fi
sh tests/tools/java.sh
sh tests/tools/node.sh
sh tests/tools/servers.sh
CHROMIUM=$(sh tests/tools/browser.sh)
export CHROMIUM
exec sh tests/tools/temporary.sh .venv/bin/python -m pytest -n auto --dist worksteal "$@"
