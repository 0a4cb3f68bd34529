#!/usr/bin/env bash
# What is too long for every change: the naive evaluator on a million worlds, every fuzz target, the conformance
# pack against the program, and mutants of the engine. docs/src/assurance.md says what each is for.
#
#   bench/nightly.sh                       30 minutes for each target, then every mutant (hours)
#   MINUTES=5 SHARD=0/12 bench/nightly.sh  5 minutes each, one mutant in twelve
#
# Needs a nightly toolchain, cargo-fuzz and cargo-mutants (`cargo install cargo-fuzz cargo-mutants`). Logs go to
# nightly-logs/ of the target folder. Stops at the first thing that is not as it must be.
set -euo pipefail
cd "$(dirname "$0")/.."

WORLDS="${WORLDS:-1000000}"
MINUTES="${MINUTES:-30}"
SHARD="${SHARD:-0/1}"
target="${CARGO_TARGET_DIR:-$PWD/target}"
logs="$target/nightly-logs"
mkdir -p "$logs"
step() { printf '\n== %s (%d s)\n' "$*" "$SECONDS"; }

step "the engine and the naive evaluator on $WORLDS invented worlds"
SERVANDA_CASES="$WORLDS" cargo test --locked --release -p servanda --test laws the_engine_and -- --nocapture |
    tee "$logs/naive.log"

step "the conformance pack, with the program"
cargo build --locked --quiet --release -p servanda-cli
"$target/release/servanda" test --export "$logs/pack.json"
python3 scenarios/conformance.py "$logs/pack.json" "$target/release/servanda"

# Target, dictionary, longest input. Without a sanitizer: the crates forbid unsafe code.
while read -r name words longest; do
    step "fuzz $name, $MINUTES min"
    mkdir -p "fuzz/corpus/$name"
    cargo +nightly fuzz run -s none "$name" "fuzz/corpus/$name" "fuzz/seeds/$name" -- -dict="fuzz/$words.dict" \
        -max_len="$longest" -max_total_time=$((MINUTES * 60)) -rss_limit_mb=2048 -timeout=60 \
        -print_final_stats=1 < /dev/null > "$logs/fuzz-$name.log" 2>&1
    tail -n 7 "$logs/fuzz-$name.log"
done <<'TARGETS'
parse       language 2048
format      language 2048
phrase      phrase   160
json_form   json     4096
import_atop table    2048
import_cow  table    1024
summit      summit   4096
TARGETS

step "mutants of the engine and the world, shard $SHARD"
# Status 2 is a mutant that lived: the list is for a person to read.
SERVANDA_CASES=1500 SERVANDA_SHRINK=0 cargo mutants --sharding round-robin --shard "$SHARD" --colors never \
    -o "$logs" > "$logs/mutants.log" 2>&1 || [[ $? == 2 ]]
tail -n 1 "$logs/mutants.log"
cat "$logs/mutants.out/missed.txt"
echo "done in $SECONDS s; logs in $logs"
