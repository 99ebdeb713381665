#!/usr/bin/env bash
# Installs the axe-core that package-lock.json pins, beside it, unless it is there. Used by test.sh.
set -euo pipefail
cd "$(dirname "$0")"

current() { cmp -s package-lock.json node_modules/.installed; }

current && exit 0

# One at a time; without flock (macOS) npm's own care has to do.
exec 9>.lock
if command -v flock >/dev/null 2>&1; then
    flock 9
fi

current && exit 0
echo "Installing axe-core from npm."
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null
cp package-lock.json node_modules/.installed
