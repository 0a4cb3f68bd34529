#!/usr/bin/env bash
# The server as others' programs meet it: the official client of the Model Context Protocol drives `servanda mcp`, and
# schemathesis asks the running server everything that its description allows, and more. Needs Python 3.10 or later and
# the package index. Another Python: PYTHON=python3.12. A command that is there: SERVANDA_COMMAND=/path/to/servanda.
set -euo pipefail
cd "$(dirname "$0")/../.."

target="$(realpath -m "${CARGO_TARGET_DIR:-target}")"
export CARGO_TARGET_DIR="$target"
environment="$target/server-env"
[[ -x "$environment/bin/python" ]] || "${PYTHON:-python3}" -m venv "$environment"
"$environment/bin/python" -m pip install --quiet --disable-pip-version-check \
    -r crates/servanda-server/tests/python/requirements.txt

if [[ -z "${SERVANDA_COMMAND:-}" ]]; then
    # The same build as the Python package is compared with: crates/servanda-python/test.sh.
    cargo build --locked --quiet --profile python-test -p servanda-cli -p servanda-python --features servanda-cli/full
    SERVANDA_COMMAND="$target/python-test/servanda"
fi
export SERVANDA_COMMAND

"$environment/bin/python" crates/servanda-server/tests/python/assistant.py

# Everything that the description allows, and more, asked of the server on a port of its own.
log="$(mktemp)"
"$SERVANDA_COMMAND" serve --port 0 --rate 0 2>"$log" &
server=$!
folder="$(mktemp -d)"
trap 'kill "$server" 2>/dev/null || true; rm -rf "$log" "$folder"' EXIT
for _ in $(seq 100); do
    SERVANDA_ADDRESS="$(sed -n 's|^servanda is at \(http://[^/]*\)/.*|\1|p' "$log")"
    [[ -z "$SERVANDA_ADDRESS" ]] || break
    sleep 0.1
done
export SERVANDA_ADDRESS
# The list of all pledges is worked out in the first seconds; until then it is rightly refused for now (503).
curl --silent --show-error --fail --output /dev/null --retry 60 --retry-delay 1 --retry-max-time 120 \
    "$SERVANDA_ADDRESS/api/v1/pledges?limit=1"
python="$PWD/crates/servanda-server/tests/python"
# In a folder of its own: it keeps what it found, and a test begins with nothing.
(
    cd "$folder"
    PYTHONPATH="$python" SCHEMATHESIS_HOOKS=hooks \
        "$environment/bin/schemathesis" --config-file "$python/schemathesis.toml" run "$SERVANDA_ADDRESS/api/v1/openapi.json"
)
# What breaks inside and never reaches the wire is a fault too.
if grep -q panicked "$log"; then
    cat "$log" >&2
    exit 1
fi
