#!/bin/sh
# Usage: nightly.sh FOLDER [DAYS]   On a server of your own, from cron: fetch, build, verify, and let FOLDER/actueel lead to
# the new version. FOLDER/uitgaven keeps those of the last DAYS days (14), and always the one before. Says something, and
# ends with 1, only when something is wrong: cron mails what is said. The site that stood there stays until a better one is whole.
set -eu

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

# All in one function: the shell reads a script while it runs, and this one fetches a newer one.
main() {
    folder=$1
    days=${2:-14}
    mkdir -p "$folder/uitgaven"
    folder=$(cd "$folder" && pwd)
    cd "$(dirname "$0")/.."
    exec 9>"$folder/uitgaven/.lock"
    flock -n 9 || fail 'De vorige keer is nog bezig.'
    wrong=0
    # A copy that was cut short, here or by a power failure, and old versions take the room that this night needs.
    new=$folder/uitgaven/.new
    trap 'rm -rf "$new"' EXIT
    rm -rf "$new"
    clean_up

    # Without what is new the agenda still moves with the day.
    quietly 'Ophalen is niet gelukt; de site is gemaakt van wat hier al stond.' git pull --quiet --ff-only || wrong=1
    quietly 'De pakketten zijn niet geïnstalleerd.' sh scripts/venv.sh requirements.lock || exit 1
    # What was built before is still there, and a site without it is better than none.
    if grep -q '^forms:' site.yaml; then
        quietly 'Het programma van de formulieren is niet gemaakt.' sh scripts/forms.sh || wrong=1
    fi
    quietly 'De site is niet gemaakt; de oude blijft staan.' .venv/bin/python build.py build || exit 1

    if ! cmp -s public/MANIFEST "$folder/actueel/MANIFEST"; then
        quietly 'Het kopiëren is niet gelukt (schijf vol?); de oude site blijft staan.' copy_public || exit 1
        quietly 'De kopie is niet heel; de oude site blijft staan.' .venv/bin/python build.py verify "$new" || exit 1
        version=$(date +%Y-%m-%dT%H%M%S)
        # One that was made in this very second has the name: this one would come into its folder, and nobody see it.
        while [ -e "$folder/uitgaven/$version" ]; do
            sleep 1
            version=$(date +%Y-%m-%dT%H%M%S)
        done
        mv -T "$new" "$folder/uitgaven/$version"
        ln -sfn "uitgaven/$version" "$folder/actueel.new"
        mv -T "$folder/actueel.new" "$folder/actueel"
    fi
    clean_up
    exit "$wrong"
}

# Runs a command; what it says is of interest only when it fails.
quietly() {
    told=$1
    shift
    if ! said=$("$@" 2>&1 </dev/null 9>&-); then
        printf '%s\n\n%s\n' "$told" "$said" >&2
        return 1
    fi
}

# On a full disk each file is a line; the first ones say enough.
copy_public() {
    if ! refused=$(cp -R public "$new" 2>&1); then
        printf '%s\n' "$refused" | head -n 20
        return 1
    fi
}

# Old versions, but for the newest two: this one and the one to go back to.
clean_up() {
    oldest=$(date -d "$days days ago" +%F)
    current=$(basename "$(readlink "$folder/actueel")")
    find "$folder/uitgaven" -mindepth 1 -maxdepth 1 -type d -name '[0-9]*T[0-9]*' | sort -r | tail -n +3 |
        while read -r version; do
            name=$(basename "$version")
            if [ "$name" != "$current" ] && expr "$name" '<' "$oldest" >/dev/null; then
                rm -rf "$version"
            fi
        done
}

[ "$#" -ge 1 ] || fail 'Usage: nightly.sh FOLDER [DAYS]'
main "$@"
