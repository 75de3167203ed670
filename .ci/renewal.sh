#!/bin/sh
# Usage: renewal.sh FOLDER   Proposes the lock files in FOLDER as a pull request, once a month; nothing when they are the same.
# Nothing of FOLDER is run, and only the lock files that are here already are taken from it. Needs GH_TOKEN.
set -eu
cd "$(dirname "$0")/.."

for lock in requirements*.lock; do
    cp "$1/$lock" "$lock"
done
if git diff --quiet -- 'requirements*.lock'; then
    printf 'Er zijn geen nieuwere versies.\n'
    exit
fi

# What changed, as a table of names and numbers: other text in a lock file does not get through.
changes() {
    git diff --unified=0 -- 'requirements*.lock' | awk '
        $1 == "+++" { file = substr($2, 3) }
        $1 ~ /^[-+][a-z0-9._-]+(\[[a-z,]+\])?==[A-Za-z0-9.+!_-]+$/ {
            split(substr($1, 2), part, "==")
            sub(/\[.*/, "", part[1])
            row = file " | " part[1]
            if ($1 ~ /^-/) was[row] = was[row] " " part[2]; else is[row] = is[row] " " part[2]
            rows[row]
        }
        END {
            for (row in rows) {
                old = row in was ? was[row] : " nieuw"
                new = row in is ? is[row] : " weg"
                if (old != new) print "| " row " |" old " |" new " |"
            }
        }' | sort
}
body=$(
    printf 'Gemaakt door make lock ARGS=--upgrade: wat minstens een week oud is. Bekijk wat verandert, en voeg samen als de controles groen zijn.\n\n'
    printf '| bestand | pakket | was | wordt |\n| --- | --- | --- | --- |\n'
    changes
)

branch="pakketten-$(date +%Y-%m)"
git config user.name 'github-actions[bot]'
git config user.email '41898282+github-actions[bot]@users.noreply.github.com'
git switch --quiet --create "$branch"
git commit --quiet --message 'lock: renew the packages' -- 'requirements*.lock'
gh auth setup-git
git push --quiet --force origin "$branch"
number=$(gh pr list --head "$branch" --state open --json number --jq '.[].number')
if [ -z "$number" ]; then
    gh pr create --head "$branch" --title 'Pakketten vernieuwen' --body "$body"
else
    gh pr edit "$number" --body "$body"
fi
