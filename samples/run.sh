#!/usr/bin/env bash
# The first look: sets up the machine, builds assay, and scans a sample repository. usage: samples/run.sh [SAMPLE [OPTION…]]
set -euo pipefail
here=$(dirname "$(realpath "$0")")
sample=${1:-webshop}
shift || true
if [[ ! -d $here/$sample ]]; then
  echo "samples/run.sh: no sample \`$sample\`; there are: $(cd "$here" && printf '%s ' */)" >&2
  exit 2
fi

cd "$here/.."
tests/setup.sh
{
  cmake --preset release
  cmake --build --preset release
} >&2
exec build/release/assay scan "samples/$sample" "$@"
