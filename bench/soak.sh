#!/usr/bin/env bash
# Runs the leak tests for thousands of runs under each fault instead of some hundred: ./bench/soak.sh [RUNS]
# Prints the app's resources before and after, and the servers' highest numbers. Faults with a timeout need 0.1 s per run.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=build/common.sh
. build/common.sh

case ${1:-} in
    -h | --help) sed -n '2,3s/^# //p' "$0"; exit 0 ;;
esac

need_dotnet
ensure_servers postgresql redis-server
ensure_azurite
dotnet build HealthFunction.Tests --nologo -v quiet </dev/null

figures=TestResults/leaks.md
rm -f "$figures"
status=0
SOAK_RUNS=${1:-3000} dotnet HealthFunction.Tests/bin/Debug/net10.0/HealthFunction.Tests.dll -noColor \
    -class HealthFunction.Tests.Reliability.LeakTests </dev/null || status=$?
echo "| fault | runs | sockets | threads | resident memory | max PostgreSQL connections | max Redis connections |"
echo "|---|---|---|---|---|---|---|"
[ ! -f "$figures" ] || cat "$figures"
exit "$status"
