#!/bin/sh
# Makes sure that the servers are there that the tests try out: the web servers nginx, Apache httpd and Caddy, whose
# configuration we write, and sshd with rsync, by which a site is placed on a host.
set -eu
cd "$(dirname "$0")/../.."
PATH="$PATH:/usr/sbin"

missing() {
    for name in nginx apache2 caddy sshd rsync; do
        command -v "$name" >/dev/null || printf '%s ' "$name"
    done
}

# Without its folder sshd does not start for root; a start of the system makes it.
is_ready() {
    [ -z "$(missing)" ] || return 1
    [ "$(id -u)" != 0 ] || mkdir -p /run/sshd
}

is_ready && exit
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    # What is installed for a test need not start by itself.
    RUNLEVEL=1 sh tests/tools/apt.sh nginx-light apache2 caddy openssh-server rsync >&2 && is_ready && exit
fi
printf 'These servers are needed to test how a site is placed and shown: %s\nInstall them (Debian, Ubuntu: apt install nginx-light apache2 caddy openssh-server rsync).\n' "$(missing)" >&2
exit 2
