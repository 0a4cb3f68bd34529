#!/usr/bin/env bash
# The Python package as its users get it: `pip install .` into an environment of its own in the target
# folder, its tests, then the notebooks of docs/. No input, no terminal. Another Python: PYTHON=python3.12.
set -euo pipefail
cd "$(dirname "$0")/../.."

target="$(realpath -m "${CARGO_TARGET_DIR:-target}")"
export CARGO_TARGET_DIR="$target"
# A cheap profile, see Cargo.toml: the package for users is built with `release`.
export MATURIN_PEP517_ARGS="--profile python-test"
environment="$target/python-env"
[[ -x "$environment/bin/python" ]] || "${PYTHON:-python3}" -m venv "$environment"
export PATH="$environment/bin:$PATH"

python -m pip install --quiet --disable-pip-version-check '.[test,spark]'
# The command that the package is compared with, from the same build.
cargo build --locked --quiet --profile python-test -p servanda-cli -p servanda-python --features servanda-cli/full
export SERVANDA_COMMAND="$target/python-test/servanda"

python -m pytest --quiet -rs

for notebook in docs/notebooks/*.ipynb; do
    echo "$notebook"
    SERVANDA_DATA="${SERVANDA_DATA:-$PWD/../shared/data}" python crates/servanda-python/tests/notebook.py "$notebook"
done
