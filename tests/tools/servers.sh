#!/bin/sh
# Makes sure that the web servers are there whose configuration the tests try out: nginx, Apache httpd and Caddy.
set -eu
cd "$(dirname "$0")/../.."
PATH="$PATH:/usr/sbin"

missing() {
    for name in nginx apache2 caddy; do
        command -v "$name" >/dev/null || printf '%s ' "$name"
    done
}

[ -z "$(missing)" ] && exit
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    # What is installed for a test need not start by itself.
    RUNLEVEL=1 sh tests/tools/apt.sh nginx-light apache2 caddy >&2 && [ -z "$(missing)" ] && exit
fi
printf 'These web servers are needed to test the configuration for hosts: %s\nInstall them (Debian, Ubuntu: apt install nginx-light apache2 caddy).\n' "$(missing)" >&2
exit 2
