#!/usr/bin/env bash
# What a step of GitHub Actions does: annotations on standard output, a job summary, a SARIF file, outputs, and the status.
# Needs no token. Reads ASSAY_PROGRAM, _PATH, _BASE, _BASE_REPORT, _CONFIG, _BASELINE, _FAIL_ON and _CATEGORY, all of which
# may be empty. Where the checkout lacks the base, it says what to do and reports on the whole repository.
set -uo pipefail
assay=${ASSAY_PROGRAM:-$(dirname "$0")/../build/release/assay}
folder=$(mktemp -d "${RUNNER_TEMP:-/tmp}/assay.XXXXXX")
path=${ASSAY_PATH:-.}

arguments=(-f "github=-,markdown=$folder/summary.md,sarif=$folder/assay.sarif" --category "${ASSAY_CATEGORY:-assay}" --color never)
[[ -n ${ASSAY_CONFIG:-} ]] && arguments+=(--config "$ASSAY_CONFIG")
[[ -n ${ASSAY_BASELINE:-} ]] && arguments+=(--baseline "$ASSAY_BASELINE")
gates=()
[[ -n ${ASSAY_FAIL_ON:-} ]] && gates=(--fail-on "$ASSAY_FAIL_ON")

compared=no status=3
if [[ -n ${ASSAY_BASE_REPORT:-} ]]; then
  "$assay" diff --base-report "$ASSAY_BASE_REPORT" "$path" "${arguments[@]}" -f "json=$folder/diff.json" "${gates[@]}" 2> "$folder/errors"
  status=$? compared=yes
elif [[ -n ${ASSAY_BASE:-} ]]; then
  "$assay" diff "$ASSAY_BASE" "$path" "${arguments[@]}" -f "json=$folder/diff.json" "${gates[@]}" 2> "$folder/errors"
  status=$? compared=yes
fi
if ((status == 3)); then
  if [[ $compared == yes ]]; then
    # The runner takes a line that begins with :: for a command; ours is one, and what stands in it of others is escaped.
    message=$(grep '^assay: ' "$folder/errors" | tail -n 1 | sed -e 's/^assay: //' -e 's/%/%25/g' -e 's/##\[/## [/g')
    echo "::warning title=assay compares nothing::$message"
  fi
  # Without something to compare with there is nothing new.
  whole=()
  [[ -n ${ASSAY_FAIL_ON:-} && $ASSAY_FAIL_ON != *new* && $ASSAY_FAIL_ON != *verdict-change* ]] && whole=(--fail-on "$ASSAY_FAIL_ON")
  "$assay" scan "$path" "${arguments[@]}" "${whole[@]}" 2> "$folder/errors"
  status=$? compared=no
fi
sed -e 's/^::/: :/' -e 's/##\[/## [/g' "$folder/errors" >&2

[[ -n ${GITHUB_STEP_SUMMARY:-} && -s $folder/summary.md ]] && cat "$folder/summary.md" >> "$GITHUB_STEP_SUMMARY"
if [[ -n ${GITHUB_OUTPUT:-} ]]; then
  {
    [[ -s $folder/assay.sarif ]] && echo "sarif-file=$folder/assay.sarif"
    [[ -s $folder/summary.md ]] && echo "summary-file=$folder/summary.md"
    if [[ $compared == yes && -s $folder/diff.json ]]; then
      echo "new-findings=$(sed -n 's/^  "counts": {"new": \([0-9]*\),.*/\1/p' "$folder/diff.json")"
      echo "verdict-changes=$(awk '/^      "from": /{from = $2} /^      "to": /{if ($2 != from) n++} END {print n + 0}' "$folder/diff.json")"
    fi
  } >> "$GITHUB_OUTPUT"
fi
exit "$status"
