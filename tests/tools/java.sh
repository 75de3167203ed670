#!/bin/sh
# Makes sure that there is a Java for the HTML checker. The `java` of some systems only says how to get one.
set -eu
cd "$(dirname "$0")/../.."

works() {
    java -version >/dev/null 2>&1
}

works && exit
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    sh tests/tools/apt.sh default-jre-headless >&2 && works && exit
fi
printf 'Java 11 or newer is needed for the HTML checker; install it (Debian, Ubuntu: apt install default-jre-headless).\n' >&2
exit 2
