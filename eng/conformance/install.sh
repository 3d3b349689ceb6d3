#!/usr/bin/env bash
# Installs the third-party clients of the integration tests, exactly as locked, beside this file.
set -euo pipefail
cd "$(dirname "$0")"
[ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --ignore-scripts --silent
