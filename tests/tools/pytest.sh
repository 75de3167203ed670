#!/bin/sh
# Usage: pytest.sh [OPTION]...   Runs pytest with the browser and the Java that its tests need.
set -eu
cd "$(dirname "$0")/../.."
sh tests/tools/java.sh
CHROMIUM=$(sh tests/tools/browser.sh)
export CHROMIUM
exec .venv/bin/python -m pytest "$@"
