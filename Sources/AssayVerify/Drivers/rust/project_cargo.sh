#!/bin/sh
# Builds and runs the tests of a package or workspace as `cargo test` does.
# usage: project_cargo.sh build|run CARGO CRATES
set -u
# Packages come from the machine's own registry, which only reads are possible of; cargo wants to lock what it uses.
if [ -n "$3" ]; then
    mkdir -p "$CARGO_HOME/registry"
    for part in index cache src; do [ -d "$3/$part" ] && ln -sfn "$3/$part" "$CARGO_HOME/registry/$part"; done
fi
case $1 in
build) "$2" test --no-run --offline --message-format=json --quiet ;;
run) "$2" test --offline --no-fail-fast -- -Z unstable-options --format json 2>&1 ;;
esac
