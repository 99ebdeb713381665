#!/usr/bin/env bash
# Measures the health endpoint under load on private real servers; see --help.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=build/common.sh
. build/common.sh
need_dotnet
ensure_servers postgresql redis-server
ensure_azurite

# The published programs, both the app and those that it is compared with.
out=artifacts/bench
publish() { dotnet publish "$1" -c Release -r linux-x64 --self-contained false -p:PublishReadyToRun=true --nologo -v quiet -o "$out/$2" </dev/null; }
publish HealthFunction functions
publish HealthFunction.SelfHost selfhost
publish bench/EmptyFunctions empty-functions
publish bench/StockFunctions stock-functions
publish bench/Load load
HEALTHFUNCTION_APP="$PWD/$out/functions" HEALTHFUNCTION_SELFHOST="$PWD/$out/selfhost" exec dotnet "$out/load/Load.dll" "$@"
