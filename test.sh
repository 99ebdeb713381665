#!/usr/bin/env bash
# ./test.sh [ARGUMENTS]         installs what the tests need, builds everything, packs the packages, builds the samples from them,
#                               publishes the Functions app, checks the format, calls each benchmark once and runs all tests
# ./test.sh --fast [ARGUMENTS]  builds the tests and runs those that start no server and no other program, for the time between two edits
# Arguments go to the test runner: ./test.sh --fast -class "*.HealthRunnerTests"
# What each part took is printed at the end. The last line is the count: "N passed, N failed", and how many were skipped if any were.
set -euo pipefail
cd "$(dirname "$0")"
# shellcheck source=build/common.sh
. build/common.sh

fast=
case ${1:-} in
    -h | --help) sed -n '2,6s/^# //p' "$0"; exit 0 ;;
    --fast) fast=yes; shift ;;
esac

configuration=Debug
tests=HealthFunction.Tests/bin/$configuration/net10.0/HealthFunction.Tests.dll
results=TestResults/tests.xml
passed=0 failed=0 skipped=0
parts= part= part_start=$SECONDS

# Ends one part and begins the next.
begin() { # what the next part does
    [ -z "$part" ] || parts="$parts$(printf '%6s s  %s' $((SECONDS - part_start)) "$part")
"
    part=$1 part_start=$SECONDS
    [ -z "$part" ] || say "$part."
}

# shellcheck disable=SC2317 # called by the trap
say_count() {
    local status=$?
    begin ""
    [ -z "$parts" ] || printf '%s%6s s  in all\n' "$parts" "$SECONDS"
    if [ -n "$fast" ] && [ "$skipped" -gt 0 ]; then
        say "$skipped tests of servers and programs were left out; ./test.sh runs them too."
        skipped=0
    fi
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

# Prints the classes whose fixtures start something before a test can be left out; the other tests leave themselves out.
classes_with_fixtures() {
    grep -rlE 'IClassFixture<|\[Collection\(|IAsyncLifetime|: ProbeContract<' HealthFunction.Tests --include='*Tests.cs' |
        sed 's|.*/\(.*\)\.cs|*.\1|'
}

test_everything() {
    begin "Installing what is missing"
    ensure_servers postgresql redis-server pgbouncer chromium nginx mariadb rabbitmq memcached
    ensure_azurite
    ensure_axe

    begin "Building"
    dotnet build HealthFunction.sln --configuration "$configuration" --nologo -v quiet </dev/null
    begin "Packing, and building the samples from the packages"
    rm -rf artifacts
    dotnet pack HealthFunction.sln --configuration "$configuration" --no-build --output artifacts/packages --nologo -v quiet </dev/null
    forget_packages
    dotnet build samples/WebApp --configuration "$configuration" --nologo -v quiet </dev/null
    dotnet build samples/FunctionsApp --configuration "$configuration" --nologo -v quiet </dev/null
    dotnet build samples/Recipes --configuration "$configuration" --nologo -v quiet </dev/null
    begin "Publishing the Functions app"
    dotnet publish HealthFunction --configuration Release --output artifacts/app --nologo -v quiet </dev/null
    export HEALTHFUNCTION_APP=$PWD/artifacts/app
    begin "Checking the format"
    dotnet format HealthFunction.sln --verify-no-changes --no-restore </dev/null
    begin "Calling each benchmark once"
    dotnet bench/Micro/bin/$configuration/net10.0/Micro.dll --short </dev/null
    begin "Testing"
    run_tests "$@"
}

test_fast() {
    local class
    begin "Building"
    dotnet build HealthFunction.Tests --configuration "$configuration" --nologo -v quiet </dev/null
    begin "Testing"
    export HEALTHFUNCTION_FAST=1
    for class in $(classes_with_fixtures); do
        set -- "$@" -class- "$class"
    done
    run_tests "$@"
}

run_tests() {
    mkdir -p TestResults
    rm -f "$results"
    local status=0
    dotnet "$tests" -noColor -result-xml "$results" "$@" </dev/null || status=$?
    if [ -s "$results" ]; then
        passed=$(count passed)
        failed=$(($(count failed) + $(count errors)))
        skipped=$(count skipped)
    fi

    if [ $((passed + failed)) -eq 0 ]; then
        say "No test ran: none matches the arguments. A class is named in full, or with * at an end: -class '*.DeadlineTests'." >&2
        exit 1
    fi
    [ "$failed" -eq 0 ] || exit 1
    exit "$status"
}

trap say_count EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

need_dotnet
if [ -n "$fast" ]; then test_fast "$@"; else test_everything "$@"; fi
