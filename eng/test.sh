#!/usr/bin/env bash
# Runs built test projects by short name and adds their results up.
set -uo pipefail
cd "$(dirname "$0")/.."
passed=0 failed=0 skipped=0
failures="artifacts/failures.log"
: > "$failures"
for name in "$@"; do
  echo "--- Etrms.$name.Tests"
  log="artifacts/$name.log"
  dotnet "artifacts/bin/Etrms.$name.Tests/release/Etrms.$name.Tests.dll" -noLogo -noColor 2>&1 | tee "$log"
  grep -A 12 -F '[FAIL]' "$log" >> "$failures"
  summary=$(grep -oE 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+' "$log" | tail -n 1)
  if [ -z "$summary" ]; then
    echo "Etrms.$name.Tests ended without a summary" | tee -a "$failures"
    failed=$((failed + 1))
    continue
  fi
  read -r total errors bad omitted < <(grep -oE '[0-9]+' <<<"$summary" | tr '\n' ' ')
  passed=$((passed + total - bad - omitted)) failed=$((failed + bad + errors)) skipped=$((skipped + omitted))
done
# Said again at the end, where a reader of a long log looks first.
cut -c 1-400 "$failures"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
