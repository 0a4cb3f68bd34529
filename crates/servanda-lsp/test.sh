#!/usr/bin/env bash
# The language server as another program's client meets it: pygls drives `servanda lsp` over pipes. Needs Python 3.10 or
# later and the package index. Another Python: PYTHON=python3.12. A command that is there: SERVANDA_COMMAND=/path/to/servanda.
set -euo pipefail
cd "$(dirname "$0")/../.."

target="$(realpath -m "${CARGO_TARGET_DIR:-target}")"
export CARGO_TARGET_DIR="$target"
environment="$target/lsp-env"
[[ -x "$environment/bin/python" ]] || "${PYTHON:-python3}" -m venv "$environment"
"$environment/bin/python" -m pip install --quiet --disable-pip-version-check \
    -r crates/servanda-lsp/tests/python/requirements.txt

if [[ -z "${SERVANDA_COMMAND:-}" ]]; then
    # The light program: the language server is part of it.
    cargo build --locked --quiet -p servanda-cli
    SERVANDA_COMMAND="$target/debug/servanda"
fi
export SERVANDA_COMMAND
"$environment/bin/python" crates/servanda-lsp/tests/python/editor.py
