#!/usr/bin/env bash
# Installs what the tests need, builds the app for both hosts (for Azure Functions where the package feed has its worker), checks the
# format and runs the tests. Arguments go to the test runner: ./test.sh -class HealthFunction.Tests.Checks.HealthRunnerTests
# The last line is the count: "N passed, N failed", and how many were skipped if any were.
set -euo pipefail
cd "$(dirname "$0")"
# shellcheck source=build/common.sh
. build/common.sh

case ${1:-} in
    -h | --help) sed -n '2,4s/^# //p' "$0"; exit 0 ;;
esac

configuration=Debug
tests=HealthFunction.Tests/bin/selfhost/$configuration/net10.0/HealthFunction.Tests.dll
results=TestResults/tests.xml
passed=0 failed=0 skipped=0

# shellcheck disable=SC2317 # called by the trap
say_count() {
    local status=$?
    if [ "$skipped" -gt 0 ]; then
        say "$passed passed, $failed failed, $skipped skipped"
    else
        say "$passed passed, $failed failed"
    fi
    exit "$status"
}

# Sums an attribute over the assemblies of the runner's report.
count() {
    grep -oE '<assembly [^>]*>' "$results" | grep -oE " $1=\"[0-9]+\"" | grep -oE '[0-9]+' | awk '{ sum += $1 } END { print sum + 0 }'
}

trap say_count EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

need_dotnet
ensure_servers postgresql redis-server chromium
ensure_azurite
ensure_axe

say "Building the app."
dotnet build HealthFunction --configuration "$configuration" --nologo -v quiet </dev/null
say "Built for the $(picked HealthHost) host, because $(picked HealthHostReason)."
say "Building the self-host and the tests."
export HealthHost=SelfHost
dotnet build HealthFunction.sln --configuration "$configuration" --nologo -v quiet </dev/null
say "Checking the format."
dotnet format HealthFunction.sln --verify-no-changes --no-restore </dev/null

say "Calling each benchmark once."
dotnet HealthFunction.Benchmarks/bin/selfhost/$configuration/net10.0/HealthFunction.Benchmarks.dll --short </dev/null

say "Testing."
mkdir -p TestResults
rm -f "$results"
status=0
dotnet "$tests" -noColor -result-xml "$results" "$@" </dev/null || status=$?
if [ -s "$results" ]; then
    passed=$(count passed)
    failed=$(($(count failed) + $(count errors)))
    skipped=$(count skipped)
fi

if [ $((passed + failed)) -eq 0 ]; then
    say "No test ran." >&2
    exit 1
fi
[ "$failed" -eq 0 ] || exit 1
exit "$status"
