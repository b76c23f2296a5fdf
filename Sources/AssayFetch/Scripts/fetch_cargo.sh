#!/bin/sh
# Fetches the crates of a package or workspace; nothing is compiled.
# usage: fetch_cargo.sh LAYER   (in the folder of the manifests)
set -eu
mkdir -p "$1"
export CARGO_HOME="$1"
if [ -e .assay-config.toml ]; then cp .assay-config.toml "$1/config.toml"; fi
if [ -e Cargo.lock ]; then cargo fetch --quiet --locked 1>&2; else cargo fetch --quiet 1>&2; fi
rm -f "$1/.package-cache" "$1/.package-cache-mutate" "$1/.global-cache"
if [ -e Cargo.lock ]; then echo '{}'; fi
