# Connexion serves the contract from a few lines; it checks our client's requests, and our client reads its answers.
# shellcheck shell=bash source=tests/foreign/lib.sh
source "$(dirname "$0")/lib.sh"
python_tool
start connexion env TOKEN="$token" "$tools/bin/python" "$files/app.py" "$contract"
url=http://$(await connexion '^127\.0\.0\.1:[0-9]+$')/v1

# ids ARGUMENT...: of the builds that come, on one line.
ids() { list "$url" "$@" | sed -E 's/.*"id":"[^"]*-0*([1-9][0-9]*)".*/\1/' | paste -sd ' '; }

pages() {
  same "a page" "$(ids --limit 3 --offset 2)" "3 4 5"
  same "all pages" "$(ids --all --limit 2)" "1 2 3 4 5 6 7"
}

filters() {
  same "by status" "$(ids --status failed)" "2 4"
  same "by region" "$(ids --region 'eu west/ö&=+%')" "3"
  same "by context hash" "$(ids --context-hash 00ff --status success)" "1 7"
}

oddities() {
  # An offset from UTC; the instant counts.
  same "an instant" "$(list "$url" --limit 1 --offset 6 | grep -o '"startedAt":"[^"]*"')" \
    '"startedAt":"2026-03-02T07:28:54.123456Z"'
  # A property that the contract does not list is no reason to fail.
  same "the newer build" "$(ids --limit 1 --offset 5)" 6
}

wrong_token() {
  local said status=0
  said=$("$bin/builds" list --base-url "$url" --token wrong 2>&1) || status=$?
  echo "$said"
  same "the exit code" "$status" 1
  grep -q "401" <<<"$said"
}

check "the command line reads pages" pages
check "the command line filters" filters
check "the command line reads what is odd" oddities
check "the client reads what was sent" "$bin/examples/read-builds" "$url" 20
check "the command line tells of a wrong token" wrong_token
