#!/bin/sh
# Usage: apt.sh PACKAGE...   Installs packages of the system without asking anything. Needs root.
set -eu
export DEBIAN_FRONTEND=noninteractive
apt-get -qq -o DPkg::Lock::Timeout=300 update </dev/null
apt-get -qq -o DPkg::Lock::Timeout=300 install --yes --no-install-recommends "$@" </dev/null
