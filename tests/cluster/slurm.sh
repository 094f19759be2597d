#!/usr/bin/env bash
# Studies on a real Slurm: starts one of one node on this machine, runs tests/cluster/slurm_study.py on it, and stops it.
# Usage: bash tests/cluster/slurm.sh [PYTHON]   (root; Debian or Ubuntu, whose packages are installed if they are missing)
# All that it starts lives in a temporary folder, on ports and sockets of its own: a Slurm that is there is left alone.
# ACCOUNTS=1 also starts a database of accounts (MariaDB and slurmdbd), as clusters have that remember finished jobs.
# COMMAND="..." runs something else than the tests.
set -uo pipefail
python=$(command -v "${1:-python3}")
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 2
accounts=${ACCOUNTS:-}
packages=(slurm-wlm slurm-wlm-basic-plugins munge ${accounts:+slurmdbd mariadb-server})

left_out() { echo "Slurm is left out: $1"; exit 0; }

install() {
    export DEBIAN_FRONTEND=noninteractive
    timeout 60 apt-get update -qq && timeout 120 apt-get install -y -qq --no-install-recommends "${packages[@]}"
}

[ "$(id -u)" -eq 0 ] || left_out "its daemons need root"
if ! dpkg -s "${packages[@]}" >/dev/null 2>&1; then
    command -v apt-get >/dev/null || left_out "no apt-get to install it with"
    install >/dev/null 2>&1 </dev/null || left_out "its packages cannot be installed"
fi

work=$(mktemp -d /tmp/slurm.XXXXXX)
export SLURM_CONF=$work/slurm.conf
started=()
finish() {
    local file
    scancel --state=RUNNING --state=PENDING >/dev/null 2>&1
    for file in "$work"/*.pid; do [ -s "$file" ] && started+=("$(cat "$file")"); done
    [ ${#started[@]} -eq 0 ] || kill -TERM "${started[@]}" 2>/dev/null
    for _ in {1..50}; do kill -0 "${started[@]}" 2>/dev/null || break; sleep 0.1; done
    [ ${#started[@]} -eq 0 ] || kill -KILL "${started[@]}" 2>/dev/null
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

configure() { # a node of two processors, whatever the machine has, that nobody reaches from outside
    local host kept=none
    host=$(hostname -s)
    [ -z "$accounts" ] || kept="slurmdbd
AccountingStorageHost=127.0.0.1
AccountingStoragePort=$((first + 2))
AccountingStoragePass=$work/munge/socket"
    cat >"$SLURM_CONF" <<END
ClusterName=onebox
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket,cred_expire=5
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
SlurmctldPort=$first
SlurmdPort=$((first + 1))
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmdParameters=config_overrides
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=sched_interval=2,bf_interval=2
ReturnToService=2
KillWait=2
AccountingStorageType=accounting_storage/$kept
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=main Nodes=$host Default=YES MaxTime=INFINITE State=UP
END
    echo "CgroupAutomount=no" >"$work/cgroup.conf"
}

start_accounts() { # a database, and the daemon that keeps the accounts in it
    local sql=(mariadb --no-defaults --socket="$work/sql/socket")
    chmod 711 "$work"
    mkdir "$work/sql" && chown mysql "$work/sql"
    mariadb-install-db --no-defaults --user=mysql --datadir="$work/sql" \
        --auth-root-authentication-method=normal >"$work/sql.log" 2>&1
    mariadbd --no-defaults --user=mysql --datadir="$work/sql" --socket="$work/sql/socket" \
        --bind-address=127.0.0.1 --port=$((first + 3)) --innodb-lock-wait-timeout=900 >>"$work/sql.log" 2>&1 &
    started+=($!)
    for _ in {1..150}; do "${sql[@]}" -e "select 1" >/dev/null 2>&1 && break; sleep 0.2; done
    "${sql[@]}" -e "create user slurm@localhost identified by 'slurm'; grant all on *.* to slurm@localhost;
        create user slurm@127.0.0.1 identified by 'slurm'; grant all on *.* to slurm@127.0.0.1;"
    cat >"$work/slurmdbd.conf" <<END
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket
DbdHost=localhost
DbdAddr=127.0.0.1
DbdPort=$((first + 2))
SlurmUser=root
PidFile=$work/slurmdbd.pid
LogFile=$work/slurmdbd.log
StorageType=accounting_storage/mysql
StorageHost=127.0.0.1
StoragePort=$((first + 3))
StorageUser=slurm
StoragePass=slurm
StorageLoc=slurm_acct_db
END
    chmod 600 "$work/slurmdbd.conf"
    slurmdbd
    for _ in {1..20}; do sacctmgr -i add cluster onebox >"$work/sacctmgr.log" 2>&1 && return; sleep 0.5; done
    tail -n 20 "$work"/{sql,slurmdbd,sacctmgr}.log
    exit 1
}

mkdir "$work/state" "$work/spool" "$work/munge"
dd if=/dev/urandom of="$work/munge/key" bs=128 count=1 status=none
chmod 700 "$work/munge" && chmod 400 "$work/munge/key"
first=$((20000 + RANDOM % 12000)) # the first of four ports; those that Linux hands out by itself begin at 32768
configure
munged --force --key-file="$work/munge/key" --socket="$work/munge/socket" --pid-file="$work/munged.pid" \
    --log-file="$work/munged.log" --seed-file="$work/munge/seed" 2>>"$work/munged.log"
[ -z "$accounts" ] || start_accounts
slurmctld
slurmd
for _ in {1..150}; do sinfo -h -t idle -o %n 2>/dev/null | grep -q . && break; sleep 0.2; done
sinfo || { tail -n 20 "$work"/*.log; exit 1; }
${COMMAND:-"$python" -m pytest -q -n0 tests/cluster/slurm_study.py}
code=$?
[ $code -eq 0 ] || tail -n 20 "$work"/slurm*.log
exit $code
