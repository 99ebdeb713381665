#!/usr/bin/env bash
# Makes the screenshot of the status page in the README, docs/status.png, with seeded history.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=build/common.sh
. build/common.sh

need_dotnet
ensure_servers postgresql redis-server chromium
ensure_azurite
ensure_axe
mkdir -p docs
dotnet build HealthFunction.Tests --nologo -v quiet </dev/null
STATUS_SCREENSHOTS=docs dotnet HealthFunction.Tests/bin/Debug/net10.0/HealthFunction.Tests.dll -noColor \
    -method HealthFunction.Tests.Browser.RegionsPageTests.The_screenshot_of_the_README_shows_three_regions_and_is_small_enough_to_ship </dev/null
ls -l docs/status.png
