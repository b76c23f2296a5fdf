#!/bin/sh
# Builds and runs the tests of a package or workspace as `cargo test` does.
# usage: project_cargo.sh build|run CARGO CRATES FOLDER#NAME…   the members of a workspace, or none for what cargo takes by itself
set -u
# Packages come from the machine's own registry, which only reads are possible of; cargo wants to lock what it uses.
crates=$3
# What was fetched for the project comes before what the machine's user has.
if [ -d .assay/crates ]; then
    crates=$PWD/.assay/crates/registry
    mkdir -p "$CARGO_HOME"
    if [ -d .assay/crates/git ]; then ln -sfn "$PWD/.assay/crates/git" "$CARGO_HOME/git"; fi
    if [ -e .assay/crates/config.toml ]; then cp .assay/crates/config.toml "$CARGO_HOME/config.toml"; fi
fi
if [ -n "$crates" ]; then
    mkdir -p "$CARGO_HOME/registry"
    for part in index cache src; do [ -d "$crates/$part" ] && ln -sfn "$crates/$part" "$CARGO_HOME/registry/$part"; done
fi
mode=$1 cargo=$2
shift 3
for member; do
    shift
    folder=${member%%#*}
    set -- "$@" -p "file://$(pwd)${folder:+/$folder}#${member#*#}"
done
case $mode in
build) "$cargo" test --no-run --offline --message-format=json --quiet "$@" ;;
run) "$cargo" test --offline --no-fail-fast "$@" -- -Z unstable-options --format json 2>&1 ;;
esac
