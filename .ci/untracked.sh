#!/bin/sh
# Usage: untracked.sh FOLDER   Refuses a checkout in which git keeps what only builds may write: they would believe it. Runs
# before anything of an earlier build is restored. What to say of it goes to FOLDER/reactie.md, and to the log.
set -eu

found=
for name in .cache .venv .venv-supply public; do
    if [ -n "$(git ls-files -- "$name")" ]; then
        found="$found${found:+, }\`$name\`"
    fi
done
[ -n "$found" ] || exit 0

said="Dit voorstel brengt bestanden mee die alleen het programma zelf maakt, in $found. Een build zou ze geloven. Haal ze uit het voorstel."
mkdir -p "$1"
printf '## Niet gecontroleerd\n\n%s\n' "$said" > "$1/reactie.md"
if [ "${GITHUB_ACTIONS:-}" = true ]; then
    printf '::error title=niet-van-u::%s\n' "$said"
else
    printf '%s\n' "$said"
fi
exit 1
