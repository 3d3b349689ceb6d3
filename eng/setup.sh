#!/usr/bin/env bash
# Installs what ETRMS needs and this machine lacks: PostgreSQL and Redis, with --browser also Chromium for the browser tests.
set -euo pipefail

fail() { echo "ETRMS set-up: $*" >&2; exit 1; }

command -v dotnet >/dev/null || fail "the .NET 10 SDK is missing. Install it from https://dotnet.microsoft.com/download, then start again."
case "$(cd "$(dirname "$0")/.." && dotnet --version 2>/dev/null)" in
  10.*) ;;
  *) fail "the .NET 10 SDK (10.0.400 or a later 10.0) is needed, found: $(dotnet --list-sdks | tr '\n' ' ')" ;;
esac
command -v node >/dev/null && command -v npm >/dev/null || fail "Node.js 20 or later with npm is missing. It builds the portal's scripts."
[ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || fail "Node.js 20 or later is needed, found $(node --version)."

packages=()
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null || packages+=(postgresql)
command -v redis-server >/dev/null || command -v valkey-server >/dev/null || packages+=(redis-server)
if [ "${1:-}" = "--browser" ] && [ -z "${ETRMS_CHROMIUM:-}" ]; then
  command -v chromium >/dev/null || command -v chromium-browser >/dev/null || packages+=(chromium fonts-dejavu-core)
fi
[ "${#packages[@]}" -gt 0 ] || exit 0

# A server given by connection string needs no package of its own.
command -v apt-get >/dev/null || fail "please install: ${packages[*]} (macOS: brew install postgresql@17 redis chromium)."
root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || fail "please install as root: apt-get install ${packages[*]}"
  root=(sudo)
fi
echo "ETRMS set-up: installing ${packages[*]}"
"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq
# ETRMS runs servers of its own from a private folder; the packages need not start theirs.
"${root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
