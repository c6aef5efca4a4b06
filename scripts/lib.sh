# shellcheck shell=bash
# Shared by the scripts in this folder; sourced, never run.
#
# Sets ROOT (top of the tree) and changes into it. Messages go to stderr, so
# that a script's stdout is its result.

set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$ROOT"

# ccache wants a home; a bare container may have none.
if [[ -z ${HOME:-} || ! -w ${HOME:-/nonexistent} ]]; then
  export CCACHE_DIR=${CCACHE_DIR:-$ROOT/build/.ccache}
fi

say() { printf '==> %s\n' "$*" >&2; }
warn() { printf 'warning: %s\n' "$*" >&2; }
die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# usage_exit: prints the comment block at the top of the calling script.
usage_exit() {
  sed -n '2,/^$/{/^#/!d;s/^# \{0,1\}//;p}' "$0"
  exit "${1:-0}"
}

have() { command -v "$1" >/dev/null 2>&1; }

# can_be_root: whether as_root will work (it may ask for a password on a
# terminal).
can_be_root() {
  [[ $(id -u) == 0 ]] && return 0
  have sudo || return 1
  sudo -n true 2>/dev/null || [[ -t 0 ]]
}

as_root() {
  if [[ $(id -u) == 0 ]]; then
    "$@"
  else
    sudo "$@"
  fi
}

# missing_packages PACKAGE...: prints those that are not installed.
missing_packages() {
  local package status
  for package in "$@"; do
    status=$(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null || true)
    [[ $status == ii* || $status == hi* ]] || printf '%s\n' "$package"
  done
}

# build_jobs: how many compilers to run: one per core, each with 1 GiB of the
# memory that is free. IMPACTWIRE_JOBS overrides.
build_jobs() {
  if [[ -n ${IMPACTWIRE_JOBS:-} ]]; then
    printf '%s\n' "$IMPACTWIRE_JOBS"
    return
  fi
  local cores memory
  cores=$(nproc)
  memory=$(awk '/^MemAvailable:/ {print int($2 / 1048576)}' /proc/meminfo)
  ((memory >= 1)) || memory=1
  printf '%s\n' $((cores < memory ? cores : memory))
}

# free_port: a TCP port of the loopback interface that is free now. Servers
# that can should rather listen on port 0 and write --port_file.
free_port() {
  python3 -c 'import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])'
}

# wait_until SECONDS COMMAND...: repeats the command until it succeeds.
wait_until() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < deadline)) || return 1
    sleep 0.1
  done
}

# stop_process PID [SECONDS]: SIGTERM, then SIGKILL when it is still there. Only
# for children of this shell.
stop_process() {
  local pid=$1 deadline=$((SECONDS + ${2:-20}))
  kill -TERM "$pid" 2>/dev/null || return 0
  while kill -0 "$pid" 2>/dev/null && ((SECONDS < deadline)); do
    sleep 0.1
  done
  kill -KILL "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
}

# fresh_cache DIR: a build folder that was configured for another source folder
# (a tree that was copied or moved) is configured anew.
fresh_cache() {
  local home
  [[ -f $1/CMakeCache.txt ]] || return 0
  home=$(sed -n 's/^CMAKE_HOME_DIRECTORY:INTERNAL=//p' "$1/CMakeCache.txt")
  if [[ $home != "$ROOT" ]]; then
    say "$1 was configured for ${home:-nothing}: starting anew"
    rm -rf "$1/CMakeCache.txt" "$1/CMakeFiles"
  fi
}

# show_progress NAME: passes a build's output on, its "[done/total]" lines
# thinned to one per tenth. For logs; a terminal gets them as they are.
show_progress() {
  awk -v name="$1" '
    match($0, /^\[[0-9]+\/[0-9]+\]/) {
      split(substr($0, 2, RLENGTH - 2), n, "/")
      tenth = int(n[1] * 10 / n[2])
      if (tenth != last) {
        printf "    %s: %d of %d\n", name, n[1], n[2]
        fflush()
        last = tenth
      }
      next
    }
    { print; fflush() }'
}
