#!/usr/bin/env bash
# Measures the health endpoint under load on private real servers; see --help.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=build/common.sh
. build/common.sh
need_dotnet
ensure_servers postgresql redis-server
ensure_azurite
exec dotnet run -c Release --project bench/Load -- "$@"
