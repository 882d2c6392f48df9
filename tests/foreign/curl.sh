# curl asks our servers for what clients seldom do.
# shellcheck shell=bash source=tests/foreign/lib.sh
source "$(dirname "$0")/lib.sh"
curl --version >/dev/null 2>&1 || skip "there is no curl"
start_server 30
start_stubs

# ask EXPECTED ARGUMENT...: the status, with `; NAME: VALUE` for each header that is expected, in the order of the expectation.
ask() {
  local expected=$1 head actual name
  shift
  curl --silent --show-error --max-time 20 --output "$work/body" --dump-header "$work/head" "$@"
  # The last head counts: a 100 may come before it.
  head=$(tr -d '\r' <"$work/head" | awk 'BEGIN { RS = "" } { last = $0 } END { print last }')
  actual=$(sed -nE '1s|^HTTP/[0-9.]+ ([0-9]+).*|\1|p' <<<"$head")
  while read -r name; do
    actual+="; $name: $(sed -nE "s|^$name: ?||Ip" <<<"$head" | paste -sd '|')"
  done < <(grep -oE '; [a-z-]+:' <<<"$expected" | tr -d '; :')
  same "the answer to curl $*" "$actual" "$expected"
}
builds() { ask "$1" --header "authorization: Bearer $token" "${@:3}" "$server/v1/builds$2"; }
problem="content-type: application/problem+json"
json=(--header "content-type: application/json")

methods() {
  builds "200; content-type: application/json" ""
  builds "200; content-type: application/json" "" --head
  builds "204; allow: GET, HEAD, OPTIONS" "" --request OPTIONS
  for method in POST PUT DELETE PATCH TRACE QUERY; do
    builds "405; allow: GET, HEAD, OPTIONS; $problem" "" --request $method
  done
  ask "204; allow: " --request OPTIONS "$stubs/document/things/a"
  ask "204; content-type: " --request TRACE "$stubs/document/things/a"
  ask "200; content-length: 0" --head "$stubs/document/things/a"
}

refused() {
  builds "400; $problem" "?limit=0"
  builds "400; $problem" "?limit=1&limit=2"
  builds "400; $problem" "?region=%ff"
  ask "401; www-authenticate: Bearer realm=\"BearerAuth\"; $problem" "$server/v1/builds"
  ask "404; $problem" "$server/v1/nothing"
  ask "404; $problem" --path-as-is "$stubs/document/things/.."
  ask "406; $problem" "${json[@]}" --header "accept: image/png" --data '{}' "$stubs/bodies/several"
  ask "415; accept: application/json; $problem" --header "content-type: text/plain" --data x "$stubs/bodies/json"
  ask "400; $problem" "${json[@]}" --data '{"name": 1}' "$stubs/bodies/json"
  ask "400; $problem" "${json[@]}" --data '{' "$stubs/bodies/json"
}

bodies() {
  ask "200; content-type: application/json" "${json[@]}" --header "accept: application/json" --data '{"name":"ü"}' \
    "$stubs/bodies/several"
  same "the body" "$(cat "$work/body")" '{"name":"ü"}'
  ask "200" "${json[@]}" --header "accept: text/csv" --data '{}' "$stubs/bodies/several"
  grep -qi '^content-type: text/csv' "$work/head"
  ask "204" --form "file=@$work/small;type=image/png" --form 'meta={"name":"a"};type=application/json' "$stubs/bodies/multipart"
  ask "400; $problem" --form "meta={};type=application/json" "$stubs/bodies/multipart"
  ask "204" --data-urlencode "name=a&b" --data "tags=a,b&color[R]=1" --globoff "$stubs/bodies/form"
  ask "200; content-type: text/event-stream" --no-buffer "$stubs/bodies/events"
  grep -q '^data: {' "$work/body"
}

dynamic() {
  ask "200; content-type: application/json" "${json[@]}" --data '{"children":[{"label":"a"}]}' "$stubs/dynamic/trees"
  same "the body" "$(cat "$work/body")" '{"children":[{"label":"a"}]}'
  ask "400; $problem" "${json[@]}" --data '{"children":[{"label":1}]}' "$stubs/dynamic/trees"
}

transfer() {
  local chunked=(--header "transfer-encoding: chunked")
  ask "200" "${json[@]}" "${chunked[@]}" --data '{}' "$stubs/bodies/several"
  ask "200" "${json[@]}" --http1.0 --data '{}' "$stubs/bodies/several"
  ask "200" "${json[@]}" --header "expect: 100-continue" --data '{}' "$stubs/bodies/several"
  grep -q "^HTTP/1.1 100 " "$work/head"
  # Refused before it is asked for.
  ask "413; $problem" --header "expect: 100-continue" --header "content-type: text/plain" --data-binary "@$work/large" "$stubs/bodies/text"
  ask "413; $problem" "${chunked[@]}" --header "content-type: text/plain" --data-binary "@$work/large" "$stubs/bodies/text"
  # Two on one connection.
  curl --silent --max-time 20 --write-out '%{http_code} %{num_connects}\n' --output /dev/null "$stubs/bodies/lines" \
    --next --silent --write-out '%{http_code} %{num_connects}\n' --output /dev/null "$stubs/bodies/events" >"$work/two"
  same "two requests" "$(paste -sd ' ' "$work/two")" "200 1 200 0"
}

# What is no HTTP is refused or dropped, and the server goes on. curl sends bytes as they are over its telnet.
garbage() {
  local address=${stubs#http://} text
  for text in '\0\0\0' 'GET\r\n\r\n' 'GET / HTTP/9.9\r\n\r\n' 'GET /bodies/lines HTTP/1.1\r\nhost: a\r\n\r\nnonsense\r\n\r\n' \
    'POST /bodies/json HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}' \
    'POST /bodies/json HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'; do
    # shellcheck disable=SC2059
    printf "$text" | timeout 5 curl --silent "telnet://$address" >"$work/answer" || true
    ! grep -q " 5[0-9][0-9] " "$work/answer"
    grep -q "^HTTP/1.1 400 " "$work/answer" || [ ! -s "$work/answer" ]
  done
  ask "200" "$stubs/bodies/lines"
}

credentials() {
  ask "204" --header "authorization: Bearer secret" "$stubs/security/bearer"
  ask "401; www-authenticate: Bearer realm=\"bearer\", error=\"invalid_token\"" --header "authorization: Bearer wrong" "$stubs/security/bearer"
  ask "204" --user somebody:secret "$stubs/security/optional"
  ask "204" "$stubs/security/optional"
  ask "401; www-authenticate: Basic realm=\"basic\", charset=\"UTF-8\"" --user somebody:wrong "$stubs/security/optional"
  ask "204" --cookie "key=secret" "$stubs/security/either"
  ask "204" "$stubs/security/either?key=secret"
  ask "204" --header "x-key: secret" --user somebody:secret "$stubs/security/both"
  ask "401" --header "x-key: secret" "$stubs/security/both"
  ask "204" --header "authorization: Digest secret" "$stubs/security/digest"
  ask "204" "$stubs/security/mutual"
}

printf 'small' >"$work/small"
head -c 3000000 /dev/zero | tr '\0' a >"$work/large"
check "methods" methods
check "what is refused" refused
check "bodies" bodies
check "references to names of schemas" dynamic
check "how bodies are sent" transfer
check "what is no HTTP" garbage
check "credentials" credentials
check "no server had an error of its own" same "what they said" "$(cat "$work/stubs.err" "$work/server.err")" ""
