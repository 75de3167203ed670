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
branch="pakketten-$(date +%Y-%m)"
git config user.name 'github-actions[bot]'
git config user.email '41898282+github-actions[bot]@users.noreply.github.com'
git switch --quiet --create "$branch"
git commit --quiet --message 'lock: renew the packages' -- 'requirements*.lock'
gh auth setup-git
git push --quiet --force origin "$branch"
if [ -z "$(gh pr list --head "$branch" --state open --json number --jq '.[].number')" ]; then
    gh pr create --head "$branch" --title 'Pakketten vernieuwen' \
        --body 'Gemaakt door make lock ARGS=--upgrade. Voeg samen als de controles groen zijn.'
fi
