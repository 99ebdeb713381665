#!/usr/bin/env bash
# Prints what CHANGELOG.md says of a version that is to be released: build/changes.sh 1.2.3
# Refuses a version that the packages do not have, or whose heading is missing, is "unreleased" or has nothing below it.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=build/common.sh
. build/common.sh

[ $# -eq 1 ] || die "Usage: build/changes.sh VERSION"
version=$1
built=$(sed -n 's/.*<VersionPrefix>\(.*\)<\/VersionPrefix>.*/\1/p' Directory.Build.props)
[ "$version" = "$built" ] ||
    die "Version $version is to be released, and Directory.Build.props has $built. Change VersionPrefix there, or tag v$built."

changes=$(awk -v heading="## $version" '
    /^## / { inside = index($0, heading " (") == 1; if (inside && /unreleased/) exit; next }
    inside { print }' CHANGELOG.md)
[ -n "$(printf '%s' "$changes" | tr -d '[:space:]')" ] ||
    die "CHANGELOG.md has no changes of $version. Write them below a heading '## $version (YYYY-MM-DD)', with the date instead of 'unreleased'."
printf '%s\n' "$changes" | sed '/./,$!d'
