#!/usr/bin/env bash
# Measures the health endpoint under load on private real servers; see --help.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=build/common.sh
. build/common.sh
need_dotnet
ensure_servers postgresql redis-server
ensure_azurite

# As it is published, and what it is compared with in the same way.
out=.local/bench
publish() { dotnet publish "$1" -c Release -p:HealthHost=SelfHost -p:PublishReadyToRun=true --nologo -v quiet -o "$out/$2" </dev/null; }
publish HealthFunction app
publish bench/Load load
LOAD_APP="$PWD/$out/app/HealthFunction.dll" exec dotnet "$out/load/Load.dll" "$@"
