#!/usr/bin/env bash
# Builds the host and its services in Release, when a source changed since the last time.
set -euo pipefail
cd "$(dirname "$0")/.."
stamp=artifacts/.built
if [ -f "$stamp" ] && [ -f artifacts/bin/Etrms.AppHost/release/Etrms.AppHost.dll ] \
  && [ -z "$(find . \( -name artifacts -o -name .git -o -name node_modules -o -name dist -o -name tests -o -name docs \) -prune -o -type f -newer "$stamp" -print -quit)" ]; then
  exit 0
fi
echo "ETRMS: building"
# Style and analyzers are the tests' business; a run wants to start.
dotnet build Etrms.AppHost --configuration Release --nologo --verbosity quiet -p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false
touch "$stamp"
