# shellcheck shell=bash
# For run.sh, after common.sh: PostgreSQL, Redis and Azurite on data folders under .local/, in containers if Docker answers
# and as processes otherwise. stop_servers stops everything that is started here, and nothing else.

local_dir=$root/.local
secrets=$local_dir/secrets
log_dir=$local_dir/log
# What the app is served with, for tools/SeedHistory; it is there while the app runs.
running_settings=$local_dir/settings

use_docker=
wanted=
docker_used=
server_pids=

# Makes the folders, and on the first run the passwords. The id keeps containers of different checkouts apart.
prepare_local() {
    mkdir -p "$log_dir"
    if [ ! -s "$secrets" ]; then
        (
            umask 077
            {
                printf 'local_id=%s\n' "$(random_hex 4)"
                printf 'postgres_password=%s\n' "$(random_hex 16)"
                printf 'redis_password=%s\n' "$(random_hex 16)"
                printf 'azurite_key=%s\n' "$(head -c 64 /dev/urandom | base64 | tr -d '\n')"
            } >"$secrets.new"
        )
        mv "$secrets.new" "$secrets"
    fi

    # shellcheck source=/dev/null
    . "$secrets"
}

random_hex() { od -An -N"$1" -tx1 /dev/urandom | tr -d ' \n'; }

wants() { case " $wanted " in *" $1 "*) true ;; *) false ;; esac }

docker_answers() { have docker && docker info >/dev/null 2>&1 && docker compose version >/dev/null 2>&1; }

listening() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Prints the first free port from $1 on.
free_port() {
    local port=$1
    while listening "$port"; do
        port=$((port + 1))
    done
    printf '%s\n' "$port"
}

# Runs a command in the background in a process group of its own, so that the terminal's Ctrl-C does not reach it and servers do
# not end before the app. If setpriv is installed, the process also ends when this shell is killed.
start_process() { # name, signal that ends it, command…
    local log=$log_dir/$1.log signal=$2
    shift 2
    if setpriv --pdeathsig KILL true 2>/dev/null; then
        set -- setpriv --pdeathsig "$signal" -- "$@"
    fi

    set -m
    "$@" >"$log" 2>&1 </dev/null &
    started=$!
    set +m
}

# Starts server $1 at the first free port from $2 on, or at a later one if another process is faster.
start_server() { # name, first port, function that starts it on a port, function that says whether it answers
    local name=$1 port tries=0
    port=$(free_port "$2")
    while :; do
        "$3" "$port"
        server_pids="$server_pids $started"
        until "$4" "$port" >/dev/null 2>&1; do
            if ! kill -0 "$started" 2>/dev/null; then
                if [ "$tries" -ge 5 ] || ! grep -qiE 'address already in use|EADDRINUSE' "$log_dir/$name.log"; then
                    die "$(tail -n 20 "$log_dir/$name.log")
$name did not start; above is the end of its log. If its data is damaged, remove .local/ and run this again."
                fi
                tries=$((tries + 1))
                port=$(free_port $((port + 1)))
                continue 2
            fi
            sleep 0.1
        done
        break
    done
    server_port=$port
}

start_servers() {
    [ -n "$wanted" ] || return 0
    if [ -n "$use_docker" ]; then
        start_containers && return
        say "Docker could not start them; trying the distribution's packages and npm."
        stop_containers
    fi

    start_processes
}

start_containers() {
    docker_used=yes
    export POSTGRES_PASSWORD=$postgres_password REDIS_PASSWORD=$redis_password AZURITE_ACCOUNTS=$account:$azurite_key
    POSTGRES_PORT=$(free_port 5432)
    REDIS_PORT=$(free_port 6379)
    BLOB_PORT=$(free_port 10000)
    QUEUE_PORT=$(free_port $((BLOB_PORT + 1)))
    TABLE_PORT=$(free_port $((QUEUE_PORT + 1)))
    export POSTGRES_PORT REDIS_PORT BLOB_PORT QUEUE_PORT TABLE_PORT
    # shellcheck disable=SC2086 # a list
    interruptible compose up --detach --wait $wanted || return 1
    postgres_port=$POSTGRES_PORT redis_port=$REDIS_PORT blob_port=$BLOB_PORT queue_port=$QUEUE_PORT table_port=$TABLE_PORT
}

compose() { docker compose --file "$root/compose.yaml" --project-name "healthfunction-$local_id" "$@"; }

stop_containers() {
    [ -n "$docker_used" ] || return 0
    docker_used=
    compose down --timeout 5 >/dev/null 2>&1
}

start_processes() {
    local packages=
    ! wants postgres || packages="$packages postgresql"
    ! wants redis || packages="$packages redis-server"
    # shellcheck disable=SC2086 # a list
    ensure_servers $packages
    ! wants azurite || ensure_azurite
    if wants postgres; then
        make_postgres_data
        start_server postgres 5432 start_postgres postgres_answers
        postgres_port=$server_port
    fi
    if wants redis; then
        start_server redis 6379 start_redis redis_answers
        redis_port=$server_port
    fi
    if wants azurite; then
        start_server azurite 10000 start_azurite azurite_answers
    fi
}

# PostgreSQL refuses root, so root runs it as the package's user.
as_postgres() {
    if [ "$(id -u)" -eq 0 ]; then
        setpriv --reuid=postgres --regid="$(id -g postgres)" --init-groups -- "$@"
    else
        "$@"
    fi
}

# Sets postgres_data to the folder of the data. Each version has its own: a newer server cannot read an older one's data.
make_postgres_data() {
    postgres_bin=$(postgres_programs)
    local version home=$local_dir
    version=$("$postgres_bin/postgres" --version | sed -E 's/^[^0-9]*([0-9]+).*/\1/')
    if [ "$(id -u)" -eq 0 ]; then
        getent passwd postgres >/dev/null || die "There is no user 'postgres', and PostgreSQL refuses to run as root. Install the package postgresql, which makes that user, or run this as another user."
        # That user cannot access a checkout in root's home.
        if ! as_postgres test -x "$home"; then
            home=/var/lib/healthfunction-$local_id
            mkdir -p "$home"
            chmod 755 "$home"
        fi
    fi

    local folder=$home/postgres-$version
    postgres_data=$folder/data
    if [ ! -e "$postgres_data/PG_VERSION" ]; then
        rm -rf "$folder"
        mkdir -p "$folder"
        (umask 077 && printf '%s' "$postgres_password" >"$folder/password")
        [ "$(id -u)" -ne 0 ] || chown -R postgres "$folder"
        # Made in another folder and moved, so that an interrupted initdb leaves nothing that looks complete.
        as_postgres "$postgres_bin/initdb" --pgdata "$folder/new" --username health --pwfile "$folder/password" \
            --auth=scram-sha-256 --encoding=UTF8 --locale=C --no-instructions >"$log_dir/initdb.log" 2>&1 ||
            die "$(cat "$log_dir/initdb.log")
initdb failed; above is what it said. When that is mended, run this again."
        rm -f "$folder/password"
        mv "$folder/new" "$postgres_data"
    fi
}

start_postgres() {
    set -- "$postgres_bin/postgres" -D "$postgres_data" -c listen_addresses=127.0.0.1 -c "port=$1" -c unix_socket_directories= \
        -c shared_buffers=32MB
    if [ "$(id -u)" -eq 0 ]; then
        # A change of the user cancels the signal at the parent's end, so the same setpriv sets both.
        set -- --reuid=postgres --regid="$(id -g postgres)" --init-groups --pdeathsig INT -- "$@"
        start_process postgres INT setpriv "$@"
    else
        start_process postgres INT "$@"
    fi
}

postgres_answers() {
    PGPASSWORD=$postgres_password PGCONNECT_TIMEOUT=2 "$postgres_bin/psql" -h 127.0.0.1 -p "$1" -U health -d postgres -qtAc 'SELECT 1'
}

start_redis() {
    local conf=$local_dir/redis.conf
    (
        umask 077
        printf '%s\n' "port $1" "bind 127.0.0.1" "requirepass $redis_password" "dir \"$local_dir\"" 'save ""' "appendonly no" "daemonize no" >"$conf"
    )
    start_process redis TERM redis-server "$conf"
}

redis_answers() { REDISCLI_AUTH=$redis_password redis-cli -h 127.0.0.1 -p "$1" PING | grep PONG; }

start_azurite() {
    blob_port=$1
    queue_port=$(free_port $((blob_port + 1)))
    table_port=$(free_port $((queue_port + 1)))
    mkdir -p "$local_dir/azurite"
    AZURITE_ACCOUNTS=$account:$azurite_key start_process azurite INT node "$root/build/azurite/node_modules/azurite/dist/src/azurite.js" \
        --location "$local_dir/azurite" --skipApiVersionCheck --disableTelemetry \
        --blobHost 127.0.0.1 --blobPort "$blob_port" --queueHost 127.0.0.1 --queuePort "$queue_port" \
        --tableHost 127.0.0.1 --tablePort "$table_port"
}

azurite_answers() { grep -q 'Table service is successfully listening' "$log_dir/azurite.log"; }

# Ends a process group: first with the given signal, then with SIGKILL.
end_group() { # pid, signal
    local waited=0
    kill "-$2" "$1" 2>/dev/null
    while kill -0 "$1" 2>/dev/null && [ "$waited" -lt 100 ]; do
        sleep 0.1
        waited=$((waited + 1))
    done
    kill -KILL -- "-$1" 2>/dev/null
    wait "$1" 2>/dev/null
}

stop_servers() {
    local pid
    for pid in $server_pids; do
        # INT is the only signal on which all three end at once and cleanly.
        kill -INT "$pid" 2>/dev/null
    done
    for pid in $server_pids; do
        end_group "$pid" INT
    done
    server_pids=
    stop_containers
}
