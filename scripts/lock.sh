#!/bin/sh
# Usage: lock.sh [--upgrade] [--upgrade-package NAME] [--exclude-newer DAY]
# Writes the lock files from pyproject.toml. Without --upgrade what can stay, stays. What was published after DAY does not
# count; without it, what is younger than a week: what was just published may be withdrawn again.
# At its end it says, in Dutch, which versions are others now.
# One lock serves every system and every Python from the oldest. The test lock holds the same versions as the other one.
set -eu
cd "$(dirname "$0")/.."
read -r oldest <.python-version

case " $* " in
*" --exclude-newer"*) ;;
*) set -- "$@" --exclude-newer "$(date -u -d '7 days ago' +%F 2>/dev/null || date -u -v-7d +%F)" ;;
esac

# Each line: the lock file, the package, its version.
versions() {
    for lock in requirements.lock requirements-test.lock requirements-supply.lock; do
        sed -nE "s/^([a-z0-9._-]+)(\[[a-z0-9,._-]+\])?==([^ ;]+).*/$lock \1 \3/p" "$lock"
    done
}

# A name that no lock file has would be passed over in silence.
known() {
    name=$(printf '%s' "$1" | sed 's/[^A-Za-z0-9._-].*//' | tr 'A-Z_.' 'a-z--')
    if ! versions | cut -d ' ' -f 2 | grep -qx -- "$name"; then
        printf '%s staat in geen enkel lockbestand; er is niets veranderd. Kijk hoe het pakket heet: grep == requirements*.lock\n' "$1" >&2
        exit 2
    fi
}

before=$(versions)
sums=$(cksum requirements*.lock)
wanted=
for word in "$@"; do
    [ -z "$wanted" ] || known "$word"
    wanted=
    case $word in
    --upgrade-package | -P) wanted=next ;;
    --upgrade-package=*) known "${word#*=}" ;;
    -P?*) known "${word#-P}" ;;
    esac
done
uv=$(sh scripts/supply.sh uv)

compile() {
    "$uv" pip compile --no-config --quiet --universal --python-version "$oldest" --generate-hashes \
        --custom-compile-command 'make lock' "$@"
}

compile "$@" --output-file requirements.lock pyproject.toml
compile "$@" --constraint requirements.lock --group test --output-file requirements-test.lock pyproject.toml
# The tools of the supply chain do not need the program, nor its versions of what both use.
compile "$@" --group supply --output-file requirements-supply.lock

if grep -nE '://|file:|^ *-[^-]|^--' requirements.lock requirements-test.lock requirements-supply.lock; then
    printf 'A lock file names an address or a path (see above): it must work everywhere.\n' >&2
    exit 2
fi

changes() {
    { printf '%s\n' "$before" | sed 's/^/was /' && versions | sed 's/^/is /'; } | awk '
        { row = $2 ": " $3; rows[row] }
        $1 == "was" { was[row] = was[row] " " $4 }
        $1 == "is" { is[row] = is[row] " " $4 }
        END {
            for (row in rows) {
                if (!(row in was)) print row " is nieuw:" is[row]
                else if (!(row in is)) print row " is weg, was" was[row]
                else if (is[row] != was[row]) print row " was" was[row] ", is nu" is[row]
            }
        }' | sort
}
changed=$(changes)
if [ "$sums" = "$(cksum requirements*.lock)" ]; then
    changed='Niets veranderd.'
fi
printf '%s\n' "${changed:-Geen versie veranderd, wel iets anders: kijk met git diff.}"
