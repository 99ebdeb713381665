#!/usr/bin/env bash
# Long runs that look for what a test is too short to find.
#   ./bench/soak.sh [RUNS]                        the leak tests for thousands of runs (default: 3000) under each fault instead of some hundred.
#                                                 Prints the app's resources before and after, and the servers' highest numbers. Faults with
#                                                 a timeout need 0.1 s per run.
#   ./bench/soak.sh --regions [MINUTES] [--seed N]  three regions under load, ticks, drains and faults together (default: 60 minutes). Every answer
#                                                 and run is held against what was done, every minute is counted once more, and what
#                                                 leaked, was late or wrong is printed.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=build/common.sh
. build/common.sh

case ${1:-} in
    -h | --help) sed -n '2,8s/^# //p' "$0"; exit 0 ;;
esac

need_dotnet
ensure_servers postgresql redis-server
ensure_azurite

if [ "${1:-}" = --regions ]; then
    shift
    minutes=60
    case ${1:-} in
        '' | --*) ;;
        *) minutes=$1; shift ;;
    esac
    dotnet build bench/Load --nologo -v quiet </dev/null
    dotnet build HealthFunction.SelfHost --nologo -v quiet </dev/null
    exec dotnet bench/Load/bin/Debug/net10.0/Load.dll --regions "$minutes" "$@" </dev/null
fi

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
