# openapi-python-client generates a client from the contract, and it reads our server.
# shellcheck shell=bash source=tests/foreign/lib.sh
source "$(dirname "$0")/lib.sh"
python_tool
start_server 120

# generate PACKAGE DOCUMENT ARGUMENT...
generate() {
  # It formats what it generates with ruff, which is beside it.
  PATH=$tools/bin:$PATH openapi-python-client generate --path "$2" --meta none --output-path "$work/$1" "${@:3}"
}

check "generates a client" generate pipecat "$contract" --fail-on-warning
check "its client reads pages, filters and a 401" \
  env PYTHONPATH="$work" SERVER="$server/v1" TOKEN="$token" "$tools/bin/python" "$files/read.py"

# Of the others it reads no `$ref` to a callback (document), no schema that is `true` or `false` (schemas) and no anchor (dynamic).
# It leaves out operations with bodies of text, XML and octets, and headers of lists, with a warning.
start_stubs
generate_all() {
  local document
  for document in bodies formats parameters schemas-3-0 security; do
    generate "${document//-/_}" "$root/target/foreign/documents/$document/openapi.json"
  done
}
check "generates clients of what the servers of tests/supported publish" generate_all
check "they send and read what is documented" \
  env PYTHONPATH="$work" STUBS="$stubs" "$tools/bin/python" "$files/stubs.py"
