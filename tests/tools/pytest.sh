#!/bin/sh
# Usage: pytest.sh [OPTION]...   Runs pytest with the browser, the Java and the Node packages that its tests need, on all
# cores; `-n 0` keeps it in one process. Tests stay in files as long as that keeps all busy (they share fixtures).
set -eu
# The many processes of the tests would each compile the program anew.
unset PYTHONDONTWRITEBYTECODE
cd "$(dirname "$0")/../.."
sh tests/tools/java.sh
sh tests/tools/node.sh
sh tests/tools/servers.sh
CHROMIUM=$(sh tests/tools/browser.sh)
export CHROMIUM
exec .venv/bin/python -m pytest -n auto --dist worksteal "$@"
