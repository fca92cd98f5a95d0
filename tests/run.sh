#!/usr/bin/env bash
# Sets up the machine, builds, and runs every test. usage: tests/run.sh [PRESET] (release, debug, asan, clang; default release)
set -euo pipefail
cd "$(dirname "$0")/.."
preset=${1:-release}

tests/setup.sh
# A folder that was configured for another checkout or a broken attempt is configured afresh by CMake itself.
cmake --preset "$preset" > /dev/null
cmake --build --preset "$preset"

log=build/$preset/tests.log
export ASSAY_VALIDATORS=required # the full run skips nothing
if ctest --preset "$preset" -j "$(nproc)" --no-tests=error > "$log" 2>&1; then
  echo "tests/run.sh: PASSED, $(grep -oE 'out of [0-9]+' "$log" | grep -oE '[0-9]+') tests ($preset)"
else
  cat "$log"
  echo "tests/run.sh: FAILED ($preset), the full log is $log"
  exit 1
fi
