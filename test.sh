#!/usr/bin/env bash
# Sets up what is missing and runs the tests: ./test.sh [unit|integration|e2e]. Ends with "N passed, N failed, N skipped".
set -euo pipefail
cd "$(dirname "$0")"
part="${1:-all}"
case "$part" in
  all) projects=(Architecture Domain Exchanges Web Integration EndToEnd) ;;
  unit) projects=(Architecture Domain Exchanges Web) ;;
  integration) projects=(Integration) ;;
  e2e) projects=(EndToEnd) ;;
  *) echo "usage: ./test.sh [unit|integration|e2e]" >&2; exit 2 ;;
esac
case "$part" in unit) eng/setup.sh ;; *) eng/setup.sh --browser ;; esac
case "$part" in all|integration) eng/conformance/install.sh ;; esac
dotnet restore Etrms.sln --locked-mode --verbosity quiet
dotnet build Etrms.sln --configuration Release --no-restore --nologo --verbosity quiet
if [ "$part" = all ]; then dotnet format Etrms.sln --verify-no-changes --no-restore --verbosity quiet; fi
exec eng/test.sh "${projects[@]}"
