#!/usr/bin/env bash
# Installs what the tests need, builds everything, packs the packages, builds the samples from them, publishes the Functions app, checks the
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
tests=HealthFunction.Tests/bin/$configuration/net10.0/HealthFunction.Tests.dll
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

# NuGet never replaces a version that it has cached, and these packages keep the version of the last release until the next one.
forget_packages() {
    local cache package
    cache=$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: //')
    for package in core worker aspnetcore; do
        rm -rf "${cache%/}/healthfunction.$package"
    done
}

trap say_count EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

need_dotnet
ensure_servers postgresql redis-server pgbouncer chromium nginx
ensure_azurite
ensure_axe

say "Building."
dotnet build HealthFunction.sln --configuration "$configuration" --nologo -v quiet </dev/null
say "Packing, and building the samples from the packages."
rm -rf artifacts
dotnet pack HealthFunction.sln --configuration "$configuration" --no-build --output artifacts/packages --nologo -v quiet </dev/null
forget_packages
dotnet build samples/WebApp --configuration "$configuration" --nologo -v quiet </dev/null
dotnet build samples/FunctionsApp --configuration "$configuration" --nologo -v quiet </dev/null
say "Publishing the Functions app."
dotnet publish HealthFunction --configuration Release --output artifacts/app --nologo -v quiet </dev/null
export HEALTHFUNCTION_APP=$PWD/artifacts/app
say "Checking the format."
dotnet format HealthFunction.sln --verify-no-changes --no-restore </dev/null

say "Calling each benchmark once."
dotnet bench/Micro/bin/$configuration/net10.0/Micro.dll --short </dev/null

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
