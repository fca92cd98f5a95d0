#!/usr/bin/env bash
# What assay costs beside other programs on the same files: tests/bench/run.sh CORPORA [options of compare.py]. CORPORA is
# a folder of real sources (tests/bench/corpora.sh brings one). Brings the peers first: Debian packages, and npm packages
# into $PEERS (default /tmp/assay-peers). Needs a release build. Prints a table for the README.
set -euo pipefail
cd "$(dirname "$0")/../.."

peers=${PEERS:-/tmp/assay-peers}
packages=(universal-ctags cloc cppcheck clang-tidy pyflakes3 radon)
missing=()
for package in "${packages[@]}"; do
  [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2> /dev/null) == installed ]] || missing+=("$package")
done
if ((${#missing[@]})); then
  as_root=()
  ((EUID == 0)) || as_root=(sudo)
  "${as_root[@]}" apt-get -qq update
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${missing[@]}" > /dev/null
fi
if [[ ! -e $peers/node_modules/.package-lock.json ]]; then
  mkdir -p "$peers"
  (cd "$peers" && echo '{"private": true}' > package.json &&
    npm install --ignore-scripts --no-audit --no-fund --silent @ast-grep/cli@0.51.1 oxlint@1.94.0 @biomejs/biome@2.6.8)
fi
exec python3 -B tests/bench/peers/compare.py --peers "$peers" "$@"
