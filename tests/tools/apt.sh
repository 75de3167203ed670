#!/bin/sh
# Usage: apt.sh PACKAGE...   Installs packages of the system without asking anything. Needs root. With INSTALL=no it fails.
set -eu
if [ "${INSTALL:-}" = no ]; then
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get -qq -o DPkg::Lock::Timeout=300 update </dev/null
apt-get -qq -o DPkg::Lock::Timeout=300 install --yes --no-install-recommends "$@" </dev/null
