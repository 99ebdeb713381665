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
Usage: ./run.sh [--port N]

Starts PostgreSQL, Redis and Azurite on private data under .local/, builds the app, and serves its health endpoint at
http://127.0.0.1:7071/api/health until Ctrl-C, which stops only what this script started.

  -p, --port N   the port to listen on (default: 7071)
  -h, --help     this text

The servers run in containers where Docker answers, and otherwise as processes of the distribution's packages and of npm,
which are installed when missing (as root or with sudo). A dependency that you have configured yourself, as an environment
variable or in local.settings.json (Health__Databases__…, Health__Caches__…, Health__Tables__…, AzureWebJobsStorage), is not started.
TEXT
}

port=7071
while [ $# -gt 0 ]; do
    case $1 in
        -p | --port) [ $# -gt 1 ] || die "$1 needs a port."; port=$2; shift 2 ;;
        --port=*) port=${1#*=}; shift ;;
        -h | --help) usage; exit 0 ;;
        *) usage >&2; die "Unknown argument: $1" ;;
    esac
done

case $port in
    '' | *[!0-9]* | ??????*) die "--port is '$port'. It accepts a port from 1 to 65535." ;;
esac
{ [ "$port" -ge 1 ] && [ "$port" -le 65535 ]; } || die "--port is '$port'. It accepts a port from 1 to 65535."

account=devstoreaccount1
app_pid=
job_pid=
holds_pidfile=
pidfile=$local_dir/run.pid

stop_all() {
    local status=$?
    trap '' INT TERM HUP
    set +e
    [ -z "$job_pid" ] || end_group "$job_pid" TERM
    if [ -n "$app_pid" ]; then
        end_group "$app_pid" TERM
    fi
    stop_servers
    [ -z "$holds_pidfile" ] || rm -f "$pidfile"
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
    { is_set Health__Tables__ && has_own_storage; } || wanted="$wanted azurite"
    wanted=${wanted# }
}

export_settings() {
    local storage
    if wants postgres; then
        export Health__Databases__default="Host=127.0.0.1;Port=$postgres_port;Username=health;Password=$postgres_password;Database=postgres"
    fi
    if wants redis; then
        export Health__Caches__default="127.0.0.1:$redis_port,password=$redis_password"
    fi
    if wants azurite; then
        storage="DefaultEndpointsProtocol=http;AccountName=$account;AccountKey=$azurite_key"
        storage="$storage;TableEndpoint=http://127.0.0.1:$table_port/$account"
        is_set Health__Tables__ || export Health__Tables__default="$storage"
        has_own_storage || export AzureWebJobsStorage="$storage;BlobEndpoint=http://127.0.0.1:$blob_port/$account;QueueEndpoint=http://127.0.0.1:$queue_port/$account"
    fi
    is_set HistorySchedule || export HistorySchedule="0 * * * * *"
}

build_app() {
    say "Building."
    if have func; then
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
        *) $pdeath dotnet HealthFunction.SelfHost/bin/Debug/net10.0/HealthFunction.SelfHost.dll --port "$port" </dev/null & ;;
    esac
    app_pid=$!
    set +m
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
    say "Its answer now: $(printf '%s\n' "$answer" | grep '^{' || printf '%s\n' "$answer" | head -n 1)"
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
export_settings
start_app
say_where
wait "$app_pid"
