#!/bin/sh
# Usage: long.sh FILE   Runs the tests that take long. Their end goes to the log and, with what to do, to FILE; on GitHub
# `uitkomst` says whether they failed. Ends well either way: these tests tell, and stop nothing.
set -u
log=${1%.md}.txt
uitkomst=0
make test-long >"$log" 2>&1 || uitkomst=$?
tail -n 60 "$log"
{
    printf 'De lange tests van %s slagen niet. Doe `make test-long` in een kopie van de repository om te zien welke, en waarom.\n\n' "$(date +%F)"
    printf 'De laatste regels:\n\n'
    tail -n 40 "$log" | sed 's/^/    /'
} >"$1"
if [ -n "${GITHUB_OUTPUT:-}" ]; then
    printf 'uitkomst=%s\n' "$uitkomst" >>"$GITHUB_OUTPUT"
fi
