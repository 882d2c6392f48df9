# What the scripts of this folder share; each sources it first.
#
# It sets: $name of the tool, its $files here, its $tools folder, a $work folder that goes away at the end, the
# $contract, the $bin folder with our programs, and the $token that every server here takes.
# shellcheck shell=bash disable=SC2034
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
name=$(basename "$0" .sh)
files=$here/$name
tools=$root/target/tools/foreign/$name
contract=$root/specs/builds.yaml
bin=${CARGO_TARGET_DIR:-$root/target}/debug
token=secret
work=$(mktemp -d)

# What the machine at hand is set to must not decide.
unset PIPECAT_API_KEY BUILDS_BASE_URL
export NO_PROXY=127.0.0.1 no_proxy=127.0.0.1
# Nor must files be left beside the scripts.
export PYTHONDONTWRITEBYTECODE=1

started=()
finish() {
  [ ${#started[@]} -eq 0 ] || kill "${started[@]}" 2>/dev/null || true
  wait
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

result() { echo "$1 $name" >>"$FOREIGN_RESULTS"; }

# skip REASON: ends the script.
skip() {
  if [ "${CI:-}" = true ]; then
    echo "FAILED $name: must not be skipped: $1"
    result failed
  else
    echo "skipped $name: $1"
    result skipped
  fi
  exit 0
}

# check TITLE COMMAND...: one line of result; what the command said is shown if it fails.
check() {
  local title=$1 begin=$SECONDS status=0
  shift
  # Not after `if`: the shell would go on after an error in the command.
  set +e
  (set -e && "$@") >"$work/check.log" 2>&1 </dev/null
  status=$?
  set -e
  if [ "$status" -eq 0 ]; then
    echo "ok $name: $title ($((SECONDS - begin)) s)"
    result passed
  else
    echo "FAILED $name: $title ($((SECONDS - begin)) s)"
    tail -n 200 "$work/check.log" | sed 's/^/    /'
    result failed
  fi
}

# same TITLE ACTUAL EXPECTED
same() {
  [ "$2" = "$3" ] && return
  printf '%s is\n%s\nand not\n%s\n' "$1" "$2" "$3"
  return 1
}

# install FILE COMMAND...: once for each state of the file that lists the versions.
install() {
  local file=$1 stamp
  shift
  stamp=$(cat "$file" <("$1" --version) | cksum)
  [ "$(cat "$tools/stamp" 2>/dev/null)" = "$stamp" ] && return
  rm -rf "$tools" && mkdir -p "$tools"
  "$@" >"$work/install.log" 2>&1 || {
    sed 's/^/    /' "$work/install.log"
    skip "cannot install it"
  }
  echo "$stamp" >"$tools/stamp"
}

# python_tool [NAME]: what requirements.txt lists, into $tools/bin; of the script NAME, if it has the same tool. The file's first
# line says how to make it anew.
python_tool() {
  if [ -n "${1:-}" ]; then tools=$root/target/tools/foreign/$1; fi
  python3 -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
    skip "there is no Python 3.11 or later with venv"
  local requirements=$here/${1:-$name}/requirements.txt
  # shellcheck disable=SC2016
  install "$requirements" python3 -c '
import subprocess, sys, venv
venv.create(sys.argv[1], with_pip=True)
pip = [sys.argv[1] + "/bin/python", "-m", "pip", "--disable-pip-version-check"]
subprocess.run([*pip, "install", "--quiet", "--require-hashes", "-r", sys.argv[2]], check=True)
' "$tools" "$requirements"
}

# The Node tools of package.json, into $tools/node_modules. `npm install --package-lock-only` makes the lock anew.
node_tool() {
  local is_old='process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)'
  if ! node -e "$is_old" 2>/dev/null || ! npm --version >/dev/null 2>&1; then
    skip "there is no Node 20 or later with npm"
  fi
  install "$files/package-lock.json" npm_ci
}
npm_ci() {
  if [ "${1:-}" = --version ]; then node --version && return; fi
  cp "$files/package.json" "$files/package-lock.json" "$tools"
  # None of the packages needs a script to be run.
  (cd "$tools" && npm ci --ignore-scripts --no-audit --no-fund)
}

# start NAME COMMAND...: in the background; what it says is in $work/NAME.out and NAME.err.
start() {
  local output=$work/$1
  shift
  "$@" >"$output.out" 2>"$output.err" </dev/null &
  started+=($!)
}

# await NAME REGEX: what the started program says of the kind, within half a minute.
await() {
  for _ in $(seq 300); do
    if grep -oEm1 "$2" "$work/$1.out"; then return; fi
    sleep 0.1
  done
  cat "$work/$1.out" "$work/$1.err" >&2
  return 1
}

# start_server COUNT: our server with so many builds; its address goes to $server.
start_server() {
  export RUST_LOG=warn
  start server "$bin/builds-server" --listen 127.0.0.1:0 --database "$work/builds.sqlite" --token "$token" --seed "$1"
  server=http://$(await server '^127\.0\.0\.1:[0-9]+$')
}

# start_stubs: the servers of the documents in tests/supported; their address goes to $stubs, their names to $documents.
start_stubs() {
  start stubs "$bin/stubs"
  stubs=http://$(await stubs '^127\.0\.0\.1:[0-9]+$')
  documents=$(sed '$d' "$work/stubs.out")
}

# list BASE_URL ARGUMENT...: our command-line client.
list() {
  local url=$1
  shift
  "$bin/builds" list --base-url "$url" --token "$token" --output json "$@"
}
