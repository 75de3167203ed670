#!/bin/sh
# Usage: untracked.sh FOLDER   Refuses a checkout in which git keeps what only builds may write, in whatever letters: they would
# believe it. FOLDER is where the next step writes: nothing may be there either. Runs before anything is installed or built.
# What to say of it goes to FOLDER/reactie.md, and to the log.
set -eu

# A folder outside the checkout cannot be brought by it.
case $1 in
/*) own= ;;
*) own=$1 ;;
esac

found=
for name in .cache .venv .venv-supply public forms/dist forms/node_modules $own; do
    if [ -n "$(git ls-files -- ":(top,icase)$name")" ]; then
        found="$found${found:+, }\`$name\`"
    fi
done
[ -n "$found" ] || exit 0

said="Dit voorstel brengt bestanden mee die alleen het programma zelf maakt, in $found. Een build zou ze geloven. Haal ze uit het voorstel."
# Not in a folder that the checkout brought: it may be a link.
if [ -n "$own" ]; then
    rm -rf "$1"
fi
mkdir -p "$1"
printf '## Niet gecontroleerd\n\n%s\n' "$said" > "$1/reactie.md"
if [ "${GITHUB_ACTIONS:-}" = true ]; then
    printf '::error title=niet-van-u::%s\n' "$said"
else
    printf '%s\n' "$said"
fi
exit 1
