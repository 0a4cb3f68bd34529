#!/usr/bin/env bash
# How fast the server is, with the load generator beside it on the same machine: the Ask page at a fixed rate, the
# membership table as JSON against Datasette serving the same table from SQLite, in one run, and the memory after it.
# Usage: bench/serve.sh [COMMAND]; without a command, target/release/servanda with the feature `full`. Needs wrk.
set -euo pipefail
cd "$(dirname "$0")/.."

target="$(realpath -m "${CARGO_TARGET_DIR:-target}")"
command="${1:-$target/release/servanda}"
environment="$target/serve-bench-env"
[[ -x "$environment/bin/python" ]] || "${PYTHON:-python3}" -m venv "$environment"
"$environment/bin/python" -m pip install --quiet --disable-pip-version-check datasette==0.65.5 uvloop==0.23.0
exec "$environment/bin/python" bench/serve.py "$command" "$environment/bin/datasette"
