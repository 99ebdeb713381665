# shellcheck shell=bash
# For run.sh and test.sh: messages, prerequisites and installation. It has to work with Bash 3.2, for macOS.

# The folder of the checkout.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

say() { printf '%s\n' "$*"; }

die() {
    printf '%s\n' "$*" >&2
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

need_dotnet() {
    have dotnet || die "The .NET 10 SDK is missing: 'dotnet' is not on PATH. Get it from https://dotnet.microsoft.com/download."
    local sdks
    sdks=$(dotnet --list-sdks | cut -d' ' -f1 | tr '\n' ' ')
    case " $sdks" in
        *' '[1-9][0-9].*) ;;
        *) die "The .NET 10 SDK is missing; 'dotnet' has ${sdks:-none}. Get it from https://dotnet.microsoft.com/download." ;;
    esac
}

need_node() {
    { have node && have npm; } ||
        die "Node.js is missing: 'node' and 'npm' have to be on PATH for Azurite. Get it from https://nodejs.org."
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif have sudo; then
        sudo "$@"
    else
        die "This needs root or sudo: $*. Run it as root, install sudo, or do this by hand and run it again."
    fi
}

# Installs packages of the distribution without starting their services: this project runs its own servers.
install_packages() {
    have apt-get || die "Missing: $*. Start Docker, or install them with your package manager and put them on PATH."
    say "Installing $* with apt-get."
    (
        policy=/usr/sbin/policy-rc.d
        if [ ! -e "$policy" ]; then
            trap 'as_root rm -f "$policy"' EXIT
            trap 'exit 130' INT
            trap 'exit 143' TERM
            printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
            as_root chmod 755 "$policy"
        fi

        # The first attempt fails when package lists are missing or out of date.
        apt_install "$@" || { as_root apt-get update -q && apt_install "$@"; }
    ) || die "apt-get could not install: $*. Its lines above say why; install them by hand and run this again."
}

apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=600 "$@" </dev/null
}

# Prints the folder of PostgreSQL's programs. Debian keeps the servers of several versions apart, and not on PATH.
postgres_programs() {
    local folder
    {
        printf '%s\n' /usr/lib/postgresql/*/bin | sort -t/ -k5 -rn
        dirname "$(command -v postgres || echo /none/none)"
        pg_config --bindir 2>/dev/null || true
    } | {
        # Reads to the end: with pipefail, a writer whose pipe is closed early would fail the whole pipeline.
        found=
        while read -r folder; do
            if [ -z "$found" ] && [ -x "$folder/postgres" ] && [ -x "$folder/initdb" ] && [ -x "$folder/psql" ]; then
                found=$folder
            fi
        done
        printf '%s\n' "$found"
    }
}

# Installs the requested ones of postgresql, redis-server, pgbouncer, chromium, nginx, mariadb, rabbitmq and memcached that are missing.
ensure_servers() {
    local server missing=
    for server in "$@"; do
        case $server in
            postgresql) [ -n "$(postgres_programs)" ] || missing="$missing postgresql" ;;
            redis-server) have redis-server || missing="$missing redis-server" ;;
            pgbouncer) { have pgbouncer || [ -x /usr/sbin/pgbouncer ]; } || missing="$missing pgbouncer" ;;
            chromium) have chromium || have chromium-browser || have google-chrome || missing="$missing chromium" ;;
            # Debian has it in a folder that is not on the PATH of users.
            nginx) have nginx || [ -x /usr/sbin/nginx ] || missing="$missing nginx" ;;
            # Without the packages around them, which make a database and start a service. mariadb-install-db needs a program of the client.
            mariadb)
                { have mariadbd || [ -x /usr/sbin/mariadbd ]; } || missing="$missing mariadb-server-core"
                have my_print_defaults || missing="$missing mariadb-client-core"
                ;;
            rabbitmq) [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || missing="$missing rabbitmq-server" ;;
            memcached) have memcached || missing="$missing memcached" ;;
        esac
    done

    # shellcheck disable=SC2086 # a list
    [ -z "$missing" ] || install_packages $missing
}

ensure_azurite() {
    need_node
    bash "$root/build/npm-install.sh" "$root/build/azurite"
}

# For the browser tests.
ensure_axe() {
    need_node
    bash "$root/build/npm-install.sh" "$root/build/axe"
}
