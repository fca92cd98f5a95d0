#!/usr/bin/env bash
# Installs a folder's npm packages: exactly what its lock file says, and only when that changed. usage: tests/npm_packages.sh FOLDER
set -euo pipefail
cd "$(dirname "$0")/../$1"
installed=node_modules/.installed-lock.json
cmp -s package-lock.json "$installed" && exit
echo "set-up: npm packages of $1" >&2
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2
cp package-lock.json "$installed"
