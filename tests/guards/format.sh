#!/usr/bin/env bash
# Are all C and C++ sources formatted as .clang-format says? With --fix they are made so.
set -euo pipefail
cd "$(dirname "$0")/../.."
mode=(--dry-run -Werror)
[[ ${1:-} == --fix ]] && mode=(-i)
git ls-files -z --cached --others --exclude-standard -- 'analyzer/*.h' 'analyzer/*.cpp' 'parsers/*.h' 'parsers/*.c' 'parsers/*.cpp' \
  'rules/*.h' 'rules/*.cpp' 'reports/*.h' 'reports/*.cpp' 'tests/*.h' 'tests/*.cpp' ':!tests/golden' ':!tests/facts' ':!tests/rules' |
  xargs -0 -r -n 20 -P "$(nproc)" clang-format-14 "${mode[@]}"
