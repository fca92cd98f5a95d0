#!/usr/bin/env bash
# Builds assay beside its sources, unless it is there already. For action.yml; needs Debian 12 or a like system.
set -euo pipefail
cd "$(dirname "$0")/.."
[[ -x build/release/assay ]] && exit 0
tests/setup.sh
cmake --preset release -DASSAY_TESTS=OFF > /dev/null
cmake --build --preset release --target assay
