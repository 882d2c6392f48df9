# openapi-python-client generates a client from the contract, and it reads our server.
# shellcheck shell=bash source=tests/foreign/lib.sh
source "$(dirname "$0")/lib.sh"
python_tool
start_server 120

generate() {
  # It formats what it generates with ruff, which is beside it.
  PATH=$tools/bin:$PATH openapi-python-client generate --path "$contract" --meta none \
    --output-path "$work/pipecat" --fail-on-warning
}

check "generates a client" generate
check "its client reads pages, filters and a 401" \
  env PYTHONPATH="$work" SERVER="$server/v1" TOKEN="$token" "$tools/bin/python" "$files/read.py"
