# openapi-typescript makes types of our documents, and a program over openapi-fetch that fits them reads our server.
# shellcheck shell=bash source=tests/foreign/lib.sh
source "$(dirname "$0")/lib.sh"
node_tool
start_server 120
# Node and the compiler look for packages in the folders above.
program=$tools/program

# read_with DOCUMENT
read_with() {
  rm -rf "$program"
  mkdir "$program"
  cp "$files/read.ts" "$files/tsconfig.json" "$program"
  node "$tools/node_modules/openapi-typescript/bin/cli.js" "$1" --output "$program/builds.ts"
  node "$tools/node_modules/typescript/bin/tsc" --project "$program"
  SERVER=$server/v1 TOKEN=$token node "$program/read.js"
}

check "a program over the contract's types reads pages, filters and a 401" read_with "$contract"
check "and over those of the served document" read_with "$server/openapi.json"

# Of the others it fetches what an example has elsewhere (document), and reads no anchor (dynamic).
start_stubs
read_stubs() {
  local document
  rm -rf "$program"
  mkdir "$program"
  for document in bodies formats parameters schemas schemas-3-0 security; do
    node "$tools/node_modules/openapi-typescript/bin/cli.js" "$root/target/foreign/documents/$document/openapi.json" \
      --output "$program/$document.ts"
  done
  cp "$files/stubs.ts" "$program"
  sed 's/"read.ts"/"stubs.ts", "schemas-3-0.ts"/' "$files/tsconfig.json" >"$program/tsconfig.json"
  node "$tools/node_modules/typescript/bin/tsc" --project "$program"
  STUBS=$stubs node "$program/stubs.js"
}
check "a program over the types of what the servers of tests/supported publish" read_stubs
