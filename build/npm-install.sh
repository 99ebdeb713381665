#!/usr/bin/env bash
# Installs the packages that a folder's package-lock.json pins, in that folder, unless they are there: build/npm-install.sh build/azurite
# Used by run.sh, test.sh and the tests' fixtures.
set -euo pipefail
cd "$1"

current() { cmp -s package-lock.json node_modules/.installed; }

current && exit 0

# One at a time; without flock (macOS) only npm's own locks protect this.
exec 9>.lock
if command -v flock >/dev/null 2>&1; then
    flock 9
fi

current && exit 0
echo "Installing $(basename "$PWD") from npm; it may take a minute."
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null
cp package-lock.json node_modules/.installed
