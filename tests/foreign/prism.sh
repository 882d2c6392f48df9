# Prism serves the contract, and our client reads its answers.
# shellcheck shell=bash source=tests/foreign/lib.sh
source "$(dirname "$0")/lib.sh"
node_tool

# prism NAME ARGUMENT...: sets $address. With --errors it refuses requests that do not fit the contract.
prism() {
  local log=$1
  shift
  start "$log" node "$tools/node_modules/@stoplight/prism-cli/dist/index.js" \
    mock "$contract" --host 127.0.0.1 --port 0 --errors "$@"
  address=$(await "$log" 'listening on http://127\.0\.0\.1:[0-9]+' | sed 's/.* //')
}

# The examples of the contract, and the first value of what has none.
static_build() {
  local build
  build=$(list "$static" --status success --region us-west --context-hash a1b2c3d4e5f6a7b8 --limit 50 --offset 3)
  echo "$build"
  same "the count of builds" "$(wc -l <<<"$build")" 1
  for member in '"id":"123e4567-e89b-12d3-a456-426614174000"' '"region":"us-west"' '"imageSizeBytes":524288000'; do
    grep -qF "$member" <<<"$build"
  done
}

# read_builds URL COUNT HEADER...
read_builds() { "$bin/examples/read-builds" "$@"; }

undocumented_status() {
  local said status=0
  said=$(read_builds "$static" 1 "prefer: code=404" 2>&1) || status=$?
  echo "$said"
  same "the exit code" "$status" 1
  grep -q "404" <<<"$said"
}

prism static
static=$address
prism dynamic --dynamic --seed 20260301
dynamic=$address

check "the command line reads the examples" static_build
check "the client reads the examples" read_builds "$static" 20
check "the client reads made-up builds" read_builds "$dynamic" 100
check "the client reads them with Prefer: code=200" read_builds "$static" 20 "prefer: code=200"
check "the client reads made-up builds with Prefer: dynamic=true" read_builds "$static" 100 "prefer: dynamic=true"
check "the client tells of an undocumented 404" undocumented_status
