# FastAPI serves what it says in a document of its own, and a client of that document calls every operation.
# shellcheck shell=bash source=tests/foreign/lib.sh
source "$(dirname "$0")/lib.sh"
python_tool
start fastapi "$tools/bin/python" "$files/app.py" serve
url=http://$(await fastapi '^127\.0\.0\.1:[0-9]+$')

# Made anew: tests/foreign/fastapi/app.py document >tests/foreign/fastapi/openapi.json
current() { "$tools/bin/python" "$files/app.py" document | diff "$files/openapi.json" -; }
formatted() { rustfmt --edition 2024 --check "$files/call.rs"; }

check "the document is what FastAPI says" current
check "the program is formatted" formatted
check "the client calls every operation" "$bin/call-fastapi" "$url"
