# Schemathesis sends our server what its documents allow and what they forbid.
# shellcheck shell=bash source=tests/foreign/lib.sh
source "$(dirname "$0")/lib.sh"
python_tool
start_server 300

# fuzz DOCUMENT ARGUMENT...: as schemathesis.toml says.
fuzz() {
  local document=$1
  shift
  # It leaves files where it runs.
  cd "$work"
  env SERVER="$server" TOKEN="$token" "$tools/bin/schemathesis" --config-file "$files/schemathesis.toml" \
    run "$document" --no-color --checks all "$@" | tee fuzz.txt
  # A run that tested little has proved little.
  local cases
  cases=$(sed -nE 's/^ *([0-9]+) generated, \1 passed.*/\1/p' fuzz.txt)
  [ "${cases:-0}" -ge 1000 ] || { echo "only ${cases:-no} cases passed"; return 1; }
}

check "the served document, every check" fuzz "$server/openapi.json"

# The contract documents the status 200 alone, so the right answer to a wrong request, a 400 or a 401, is a status
# that it does not list. No other check is excluded; for the cases that hooks.py leaves out, see there.
contract() {
  export SCHEMATHESIS_HOOKS=hooks PYTHONPATH=$files
  fuzz "$contract" --exclude-checks status_code_conformance
}
check "the contract, every check but that of the status" contract
