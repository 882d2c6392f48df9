# Random requests of every parameter style and media type: what our client writes is read by others, and what they write
# by our server, to the same values.
#
#     SEED=7 COUNT=300 tests/foreign/run differential
#
# tries other values than those of every run, and so many of them for each operation. What is read otherwise is told with
# the value, the request and the other value; the shortest of each operation.
# shellcheck shell=bash source=tests/foreign/lib.sh
source "$(dirname "$0")/lib.sh"
seed=${SEED:-1} count=${COUNT:-40}
folder=$tools
tools=$folder/python python_tool
tools=$folder/node node_tool
# Node looks for packages in the folders above.
scripts=$folder/node/scripts
rm -rf "$scripts" && mkdir "$scripts"
cp "$files"/*.mjs "$scripts"

# The document, its crate and a program over it, in a workspace of their own with the versions of ours.
workspace=$root/target/differential
document=$workspace/differential.json
build() {
  local program=$workspace/program
  mkdir -p "$program/src"
  python3 "$files/document.py" "$document" "$work/cells.rs"
  cargo run --quiet --package spectrait -- generate "$document" --deny-warnings \
    --output "$workspace/differential" --runtime-path "$root/crates/spectrait-runtime"
  # What has not changed is not compiled again.
  cp --preserve=timestamps "$files"/program/*.rs "$program/src"
  cmp --quiet "$work/cells.rs" "$program/src/cells.rs" || cp "$work/cells.rs" "$program/src"
  cat >"$workspace/Cargo.toml" <<END
[workspace]
members = ["differential", "program"]
resolver = "3"

[profile.dev]
debug = "line-tables-only"
END
  cat >"$program/Cargo.toml" <<END
[package]
name = "differential-program"
edition = "2024"

[dependencies]
axum = { version = "0.8", default-features = false }
differential = { path = "../differential" }
http = "1"
serde_json = "1"
spectrait-runtime = { path = "$root/crates/spectrait-runtime" }
tokio = { version = "1", features = ["macros", "rt"] }
tower = { version = "0.5", features = ["util"] }
END
  cp "$root/Cargo.lock" "$workspace"
  CARGO_TARGET_DIR=${bin%/debug} cargo build --quiet --manifest-path "$workspace/Cargo.toml"
}

python_reads() { "$folder/python/bin/python" -W ignore "$files/read.py" "$document" "$work/compared" <"$work/lines"; }
node_reads() { node "$scripts/read.mjs" "$document" "$work/compared" <"$work/lines"; }
we_read() {
  node "$scripts/write.mjs" "$document" <"$work/lines" >"$work/others"
  "$bin/differential-program" read <"$work/others"
}

build
"$bin/differential-program" emit "$seed" "$count" >"$work/lines"
check "openapi-core, werkzeug and connexion read our client's requests of seed $seed" python_reads
check "uri-templates, qs and cookie do, RFC 6570 expands the same, and nothing else is refused" node_reads
check "our server reads those of swagger-client, url-template, qs, cookie and fetch" we_read
