#!/usr/bin/env bash
# Opens every page of the server in a real browser (see browser.mjs). Needs Node 20 or later with npm, and Debian's
# chromium or another that CHROMIUM names; installs Debian's where it may. Words after the command go to browser.mjs.
set -euo pipefail
cd "$(dirname "$0")"

if [[ -z "${CHROMIUM:-}" ]] && ! command -v chromium > /dev/null; then
    root=""
    [[ "$(id -u)" == 0 ]] || root=sudo
    $root apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $root apt-get install -y -qq --no-install-recommends chromium > /dev/null
fi
npm ci --no-audit --no-fund --silent

# The types of the modules that pages load, as their comments say them.
npx --no-install tsc -p tsconfig.json
echo "types of the modules: fine"

(cd ../../.. && cargo build --locked --quiet -p servanda-cli --features full)
target="${CARGO_TARGET_DIR:-../../../target}"
log="$(mktemp)"
"$target/debug/servanda" serve --port 0 --rate 0 2> "$log" &
server=$!
trap 'kill "$server" 2> /dev/null || true; rm -f "$log"' EXIT
address=""
for _ in $(seq 100); do
    address="$(grep -o 'http://[0-9.:]*' "$log" || true)"
    [[ -n "$address" ]] && break
    sleep 0.1
done
if [[ -z "$address" ]]; then
    echo "the server did not begin:" >&2
    cat "$log" >&2
    exit 1
fi
# What is worked out after the start is there before the pages are looked at.
for _ in $(seq 120); do
    [[ "$(curl -s -o /dev/null -w '%{http_code}' "$address/world?on=2002-05-14" || true)" == 200 ]] && break
    sleep 1
done
node browser.mjs "$address" "$@"
