#!/usr/bin/env bash
# Starts PostgreSQL, Redis and Azurite where they are missing, builds the app and serves it.
set -euo pipefail
cd "$(dirname "$0")"
# shellcheck source=build/common.sh
. build/common.sh
# shellcheck source=build/servers.sh
. build/servers.sh

usage() {
    cat <<'TEXT'
Usage: ./run.sh [--demo] [--port N]

Starts PostgreSQL, Redis and Azurite on private data under .local/, builds the app, and serves its health endpoint at
http://127.0.0.1:7071/api/health until Ctrl-C, which stops only what this script started.

  --demo         three regions with a year of made-up history, notes and maintenance, on this port and the next free ones. It is
                 kept in a table of its own on private storage: your own history is untouched, and without --demo it is there again
  -p, --port N   the port to listen on (default: 7071)
  -h, --help     this text

The servers run in containers where Docker answers, and otherwise as processes of the distribution's packages and of npm,
which are installed when missing (as root or with sudo). A dependency that you have configured yourself, as an environment
variable or in local.settings.json (Health__Databases__…, Health__Caches__…, Health__Tables__…, AzureWebJobsStorage), is not started.
TEXT
}

port=7071
demo=
while [ $# -gt 0 ]; do
    case $1 in
        --demo) demo=yes; shift ;;
        -p | --port) [ $# -gt 1 ] || die "$1 needs a port, such as ./run.sh --port 8080."; port=$2; shift 2 ;;
        --port=*) port=${1#*=}; shift ;;
        -h | --help) usage; exit 0 ;;
        *) usage >&2; die "Unknown argument: $1. The text above has all there are." ;;
    esac
done

case $port in
    '' | *[!0-9]* | ??????*) die "--port is '$port'. It accepts a port from 1 to 65535." ;;
esac
{ [ "$port" -ge 1 ] && [ "$port" -le 65535 ]; } || die "--port is '$port'. It accepts a port from 1 to 65535."

account=devstoreaccount1
app_pid=
region_pids=
job_pid=
holds_pidfile=
pidfile=$local_dir/run.pid

stop_all() {
    local status=$?
    trap '' INT TERM HUP
    set +e
    [ -z "$job_pid" ] || end_group "$job_pid" TERM
    local pid
    for pid in $region_pids; do
        kill -TERM "$pid" 2>/dev/null
    done
    for pid in $app_pid $region_pids; do
        end_group "$pid" TERM
    done
    stop_servers
    [ -z "$holds_pidfile" ] || rm -f "$pidfile" "$running_settings"
    exit "$status"
}

# Runs in the background and is waited for, so that this shell handles a signal at once and not when the command ends.
interruptible() {
    local result=0
    set -m
    "$@" </dev/null &
    job_pid=$!
    set +m
    wait "$job_pid" || result=$?
    job_pid=
    return "$result"
}

command_of() { tr '\0' ' ' <"/proc/$1/cmdline" 2>/dev/null || ps -p "$1" -o args=; }

hold_pidfile() {
    mkdir -p "$local_dir"
    local other
    if ! (set -C; echo $$ >"$pidfile") 2>/dev/null; then
        other=$(cat "$pidfile" 2>/dev/null || true)
        if [ -n "$other" ] && kill -0 "$other" 2>/dev/null && command_of "$other" | grep 'run\.sh' >/dev/null; then
            die "./run.sh is running already in this folder (process $other). Stop it first."
        fi
        echo $$ >"$pidfile"
    fi
    holds_pidfile=yes
}

# Whether the user has set a variable whose name begins with $1, in the environment or in local.settings.json.
is_set() {
    env | grep -i "^$1" >/dev/null || { [ -f local.settings.json ] && grep -qiE "\"$(printf '%s' "$1" | sed 's/__/(__|:)/g')" local.settings.json; }
}

has_own_storage() {
    env | grep '^AzureWebJobsStorage' >/dev/null ||
        { [ -f local.settings.json ] && grep -E '"AzureWebJobsStorage' local.settings.json | grep -vE '"(UseDevelopmentStorage=true)?" *,? *$' >/dev/null; }
}

choose_servers() {
    is_set Health__Databases__ || wanted="$wanted postgres"
    is_set Health__Caches__ || wanted="$wanted redis"
    # A demo never writes into storage of yours.
    { is_set Health__Tables__ && has_own_storage && [ -z "$demo" ]; } || wanted="$wanted azurite"
    wanted=${wanted# }
}

# Exports a setting, and notes it for tools/SeedHistory.
give() {
    export "$1=$2"
    printf '%s=%s\n' "$1" "$2" >>"$running_settings"
}

give_settings() {
    local storage
    (umask 077 && : >"$running_settings")
    if wants postgres; then
        give Health__Databases__default "Host=127.0.0.1;Port=$postgres_port;Username=health;Password=$postgres_password;Database=postgres"
    fi
    if wants redis; then
        give Health__Caches__default "127.0.0.1:$redis_port,password=$redis_password"
    fi
    if wants azurite; then
        storage="DefaultEndpointsProtocol=http;AccountName=$account;AccountKey=$azurite_key"
        storage="$storage;TableEndpoint=http://127.0.0.1:$table_port/$account"
        is_set Health__Tables__ || give Health__Tables__default "$storage"
        has_own_storage || give AzureWebJobsStorage "$storage;BlobEndpoint=http://127.0.0.1:$blob_port/$account;QueueEndpoint=http://127.0.0.1:$queue_port/$account"
        [ -z "$demo" ] || give Health__History__ConnectionString "$storage"
    fi
    [ -z "$demo" ] || give Health__History__Table HealthHistoryDemo
    is_set HistorySchedule || give HistorySchedule "0 * * * * *"
}

# The regions of the demo and their ports.
choose_regions() {
    east_port=$(free_port $((port + 1)))
    north_port=$(free_port $((east_port + 1)))
}

# Prints the settings of a region of the demo, which names the two others.
region_settings() { # its name
    local name others_port
    printf 'Health__History__Source=%s\n' "$1"
    for name in west east north; do
        case $name in west) others_port=$port ;; east) others_port=$east_port ;; *) others_port=$north_port ;; esac
        [ "$name" = "$1" ] || printf 'Health__Fleet__%s__Url=http://127.0.0.1:%s/api/health/live\n' "$name" "$others_port"
    done
}

seed_demo() {
    say "Writing a year of made-up history for three regions."
    interruptible dotnet tools/SeedHistory/bin/Debug/net10.0/SeedHistory.dll --source west,east,north --days 365 --run-days 3 \
        --maintenance 120 --plans --replace >/dev/null
}

build_app() {
    say "Building."
    if [ -n "$demo" ]; then
        interruptible dotnet build HealthFunction.SelfHost --nologo -v quiet
        interruptible dotnet build tools/SeedHistory --nologo -v quiet
        host="the self-host" reason="the demo needs one process for each region"
    elif have func; then
        interruptible dotnet build HealthFunction --nologo -v quiet
        host="Azure Functions Core Tools (func)" reason="func is on PATH"
    else
        interruptible dotnet build HealthFunction.SelfHost --nologo -v quiet
        host="the self-host" reason="func (Azure Functions Core Tools) is not on PATH"
    fi
}

start_app() {
    local pdeath=
    ! setpriv --pdeathsig KILL true 2>/dev/null || pdeath="setpriv --pdeathsig TERM --"
    set -m
    # shellcheck disable=SC2086 # empty, or a command with its options
    case $host in
        *func*) (cd HealthFunction && exec $pdeath func start --port "$port") </dev/null & ;;
        *) start_self_host "$port" ;;
    esac
    app_pid=$!
    set +m
}

start_self_host() { # port, its own settings…
    local on=$1
    shift
    # shellcheck disable=SC2086 # empty, or a command with its options
    env "$@" $pdeath dotnet HealthFunction.SelfHost/bin/Debug/net10.0/HealthFunction.SelfHost.dll --port "$on" </dev/null &
}

start_regions() {
    local pdeath='' name on settings
    ! setpriv --pdeathsig KILL true 2>/dev/null || pdeath="setpriv --pdeathsig TERM --"
    for name in east north west; do
        case $name in west) on=$port ;; east) on=$east_port ;; *) on=$north_port ;; esac
        settings=$(region_settings "$name")
        set -m
        # shellcheck disable=SC2086 # lines without spaces
        start_self_host "$on" $settings
        set +m
        if [ "$name" = west ]; then app_pid=$!; else region_pids="$region_pids $!"; fi
    done
}

# Prints the answer to a GET; fails when there is none.
get() {
    (
        exec 3<>"/dev/tcp/127.0.0.1/$port"
        printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n' "$1" "$port" >&3
        cat <&3
    ) 2>/dev/null
}

say_where() {
    local answer deadline=
    # On a busy machine the first probes of a cold process can miss their deadline, so a bad first answer is requested again.
    while :; do
        if answer=$(get /api/health) && [ -n "$answer" ]; then
            [ -n "$deadline" ] || deadline=$((SECONDS + 10))
            case $answer in *'"status":"UP"'*) break ;; esac
            [ "$SECONDS" -lt "$deadline" ] || break
        fi
        kill -0 "$app_pid" 2>/dev/null || return 0
        sleep 0.2
    done
    say ""
    say "Running on $host, because $reason."
    ! wants postgres || say "  PostgreSQL   127.0.0.1:$postgres_port"
    ! wants redis || say "  Redis        127.0.0.1:$redis_port"
    ! wants azurite || say "  Azurite      127.0.0.1:$table_port (table), $blob_port (blob), $queue_port (queue)"
    say "Open:"
    say "  http://127.0.0.1:$port/api/status"
    say "  http://127.0.0.1:$port/api/health"
    say "  http://127.0.0.1:$port/api/health/live"
    say "  http://127.0.0.1:$port/api/health/ready"
    if [ -n "$demo" ]; then
        say "  http://127.0.0.1:$port/api/fleet"
        say "  http://127.0.0.1:$east_port/api/status and http://127.0.0.1:$north_port/api/status, the regions east and north"
    else
        say "./run.sh --demo shows it with a year of made-up history."
    fi
    say "Its answer now: $(printf '%s\n' "$answer" | grep '^{' || printf '%s\n' "$answer" | head -n 1)"
    [ -z "$demo" ] || say "All history before now is made up. It is in the table HealthHistoryDemo of private storage below .local/, and begins anew with each demo."
    say "Ctrl-C stops the app and the servers that were started for it."
}

! listening "$port" || die "Port $port is in use. Stop the program that listens there, or choose another: ./run.sh --port N"
need_dotnet
trap stop_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP
hold_pidfile
prepare_local
choose_servers
! docker_answers || use_docker=yes
{ [ -n "$use_docker" ] || ! wants azurite; } || need_node
[ -z "$wanted" ] || say "Starting $wanted ($([ -n "$use_docker" ] && echo 'Docker Compose' || echo 'as processes'))."
start_servers
build_app
give_settings
if [ -n "$demo" ]; then
    choose_regions
    seed_demo
    start_regions
else
    start_app
fi
say_where
wait "$app_pid"
