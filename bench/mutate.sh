#!/usr/bin/env bash
# Changes the code of a room, one small change at a time, and counts which changes the room's quick tests notice:
# ./bench/mutate.sh [access] [days] [fleet] [checks]
# Without an argument it does all four. Prints the changes that no test notices and the score, and keeps a report of each room in
# artifacts/mutation. Ends with 1 if a room's score is below 85 %. The tests are those that start no server and no other program.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=build/common.sh
. build/common.sh

out=artifacts/mutation
case ${1:-} in
    -h | --help) sed -n '2,5s/^# //p' "$0"; exit 0 ;;
esac

# Prints the folder of a room and the classes or namespaces of its tests, below HealthFunction.Core and HealthFunction.Tests. Those
# behind a minus are left out, because each of them takes seconds.
room() {
    case $1 in
        access) echo Access Access. ;;
        days) echo History/Days History.Day History.DamagedDay History.ErrorMap History.LatencyHistogram History.MinuteMap History.NumberBytes History.Fleet.PeerMinutes ;;
        fleet) echo History/Fleet History.Fleet. History.RecentFleet History.FleetStates Settings.FleetSettings Telemetry.DocumentedInstruments ;;
        checks) echo Checks Checks. Telemetry.Run Telemetry.DocumentedInstruments Settings.HealthOptionsReader -BlockingTests -MixedRoutesTests.Whatever ;;
        *) die "There is no room \"$1\"; there are access, days, fleet and checks." ;;
    esac
}

mutate() { # room folder tests...
    local name=$1 folder=$2 with= without= test
    shift 2
    for test in "$@"; do
        case $test in
            -*) without="$without&FullyQualifiedName!~${test#-}" ;;
            *) with="$with${with:+|}FullyQualifiedName~HealthFunction.Tests.$test" ;;
        esac
    done
    (
        cd HealthFunction.Tests
        # The build reads RunAnalyzers too: what they say is for ./test.sh. Tests with random cases try 20 instead of 100.
        RunAnalyzers=false HEALTHFUNCTION_FAST=1 CsCheck_Iter=20 FLEET_SCHEDULES=20 dotnet stryker --config-file ../bench/mutate.json --mutate "$folder/*.cs" \
            --test-case-filter "($with)$without" --output "../$out/$name" --skip-version-check </dev/null
    )
}

need_dotnet
need_node
[ $# -gt 0 ] || set -- access days fleet checks
for name in "$@"; do
    room "$name" >/dev/null
done
dotnet tool restore
status=0
for name in "$@"; do
    report=$out/$name/reports/mutation-report.json
    rm -f "$report"
    # shellcheck disable=SC2046 # a list
    mutate "$name" $(room "$name") || status=1
    say "$name"
    # There is none where the run was stopped or could not begin, and then Stryker has said why.
    [ ! -f "$report" ] || node bench/survivors.mjs "$report" || status=1
done
exit "$status"
