#!/usr/bin/env bash
# Sets up what is missing, builds what changed, and starts ETRMS with the paper venue. Stop it with Ctrl+C.
#   ETRMS_MARKET_DATA=/folder   replay real candles from this folder instead of the market model
#   ETRMS_ADMIN_PASSWORD=…      set up without a browser      ETRMS_DEMO=true   add the demo account
#   ETRMS_STATE=/folder         where data and credentials are kept
set -euo pipefail
cd "$(dirname "$0")"
eng/setup.sh
eng/build.sh
exec dotnet artifacts/bin/Etrms.AppHost/release/Etrms.AppHost.dll "$@"
