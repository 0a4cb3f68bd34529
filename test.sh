#!/usr/bin/env bash
# Every test of the repository: the Rust crates with all features, then the Python package, the server and the language
# server in virtual environments of their own, which need Python 3.10 or later and the package index. Words after the
# command go to `cargo test`.
set -euo pipefail
cd "$(dirname "$0")"
cargo test --locked --workspace --all-features "$@"
crates/servanda-python/test.sh
crates/servanda-server/test.sh
crates/servanda-lsp/test.sh
