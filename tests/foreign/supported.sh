# Schemathesis sends servers of the documents in tests/supported what these allow and what they forbid, and a script proves that
# this showed every row of docs/supported.md that traffic can show.
# shellcheck shell=bash source=tests/foreign/lib.sh
source "$(dirname "$0")/lib.sh"
python_tool schemathesis
start_stubs

export SCHEMATHESIS_HOOKS=hooks PYTHONPATH=$files
fuzz() {
  # It leaves files where it runs.
  cd "$work"
  fetch "$stubs/$1/openapi.json" >"$1.openapi.json"
  "$tools/bin/schemathesis" --config-file "$files/schemathesis.toml" run "$1.openapi.json" --url "$stubs/$1" \
    --no-color --warnings off --report har --report-har-path "$work/$1.har.json"
}
fetch() { "$tools/bin/python" -c 'import sys, requests; print(requests.get(sys.argv[1]).text)' "$1"; }

# Schemathesis finds no anchor from within a part of a document: curl.sh asks for that of dynamic.yaml.
for document in $(grep -vx dynamic <<<"$documents"); do
  check "every check on $document" fuzz "$document"
done
check "no server had an error of its own" same "what they said" "$(cat "$work/stubs.err")" ""
check "every row of docs/supported.md was on the wire" \
  env -C "$root" "$tools/bin/python" "$files/coverage.py" "$work"
