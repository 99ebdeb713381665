#!/usr/bin/env bash
# Drains a region while something is deployed to it. Needs curl and jq.
#
#   drain.sh around SOURCE REASON COMMAND...   drains, runs the command, waits until the checks are up, and ends the drain, also when
#                                              the command fails
#   drain.sh begin SOURCE REASON               drains, and prints the plan's id
#   drain.sh ready                             waits until every critical check is up, though the region is drained
#   drain.sh end ID                            ends the drain
#
#   HEALTH_URL      the routes of the region, such as https://app.azurewebsites.net/api
#   HEALTH_KEY      the key
#   DRAIN_SETTLE    how long traffic needs to go elsewhere, in seconds (90)
#   DRAIN_LENGTH    when the drain ends by itself, should this script be killed (02:00:00)
#   READY_TIMEOUT   how long to wait for the checks, in seconds (600)
set -euo pipefail

# The key is passed in a file descriptor, because everybody on the machine can read arguments.
ask() {
  curl -sS --max-time 30 --config <(printf 'header = "x-functions-key: %s"\n' "$HEALTH_KEY") "$@"
}

begin() {
  local body
  body=$(jq -nc --arg source "$1" --arg reason "$2" --arg length "${DRAIN_LENGTH:-02:00:00}" \
    '{kind: "drain", source: $source, reason: $reason, length: $length}')
  # The same key for each attempt, so that there is one drain however often it is sent.
  ask -f --retry 5 --retry-connrefused -H "Idempotency-Key: $(uuid)" -H 'Content-Type: application/json' -d "$body" "$HEALTH_URL/plans" | jq -er .id
}

uuid() {
  od -An -N16 -tx1 /dev/urandom | tr -d ' \n'
}

ready() {
  local until=$((SECONDS + ${READY_TIMEOUT:-600})) answer
  while true; do
    answer=$(ask "$HEALTH_URL/health/ready" || true)
    if jq -e '.checks | del(.drain) | all(. == "UP")' <<< "$answer" > /dev/null 2>&1; then
      return
    fi
    if ((SECONDS >= until)); then
      echo "The checks are not up: $answer" >&2
      return 1
    fi
    sleep 2
  done
}

end() {
  ask -f --retry 5 --retry-connrefused -X DELETE -H "Idempotency-Key: end $1" -o /dev/null "$HEALTH_URL/plans/$1"
}

around() {
  local id
  id=$(begin "$1" "$2")
  trap 'end "'"$id"'"' EXIT
  sleep "${DRAIN_SETTLE:-90}"
  "${@:3}"
  ready
}

"$@"
