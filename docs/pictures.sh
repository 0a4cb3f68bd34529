#!/usr/bin/env bash
# Draws the pictures of the documents from what the program prints now.
#   docs/pictures.sh           writes them
#   docs/pictures.sh --check   writes nothing and fails when one is out of date
set -euo pipefail
cd "$(dirname "$0")/.."

draw() { # FILE COMMAND...
    local file="docs/src/images/$1"
    shift
    local fresh
    fresh="$(mktemp)"
    "$@" > "$fresh"
    if [[ "$mode" == --check ]]; then
        if ! cmp --silent "$fresh" "$file"; then
            rm "$fresh"
            echo "$file is out of date: run docs/pictures.sh and look at the result" >&2
            exit 1
        fi
        rm "$fresh"
    else
        mkdir -p "$(dirname "$file")"
        chmod 644 "$fresh"
        mv "$fresh" "$file"
    fi
}

answer() { # QUESTION [SECTION LEFT OUT]...
    cargo run --quiet -p servanda --example picture -- "$@"
}

servanda() {
    cargo run --quiet -p servanda-cli -- "$@"
}

mode="${1:-write}"
draw timeline-cst.svg servanda timeline CST -f svg
draw cascade-1914.svg servanda ask "attack on Russia by Germany on 1914-08-01" --follow -f svg
draw ask-tajikistan.svg answer "attack on Tajikistan on 2002-05-14" "MAY" "MUST NOT" "SOURCES"
