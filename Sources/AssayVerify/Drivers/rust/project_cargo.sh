#!/bin/sh
# Builds, lists and runs the tests of a package or workspace as `cargo test` does.
# usage: project_cargo.sh build|list|run CARGO CRATES
set -u
# Packages come from the machine's own registry, which only reads are possible of; cargo wants to lock what it uses.
if [ -n "$3" ]; then
    mkdir -p "$CARGO_HOME/registry"
    for part in index cache src; do [ -d "$3/$part" ] && ln -sfn "$3/$part" "$CARGO_HOME/registry/$part"; done
fi
case $1 in
build) "$2" test --no-run --offline --message-format=json --quiet ;;
list)
    "$2" test --offline --no-fail-fast -- --list 2>&1 | awk '
        /^ *Running / {
            file = $2 == "unittests" ? $3 : $2
            crate = $NF
            sub(/.*\//, "", crate)
            sub(/-[0-9a-f]+\)$/, "", crate)
            label = $2 != "unittests" ? file : file ~ /main\.rs$/ ? crate " (" file ")" : crate
        }
        /^ *Doc-tests / { label = $2 " documentation"; file = "" }
        /^ *(Running|Doc-tests) / { if (++times[label] > 1) label = label " (" times[label] ")" }
        /: test$/ {
            name = label "::" substr($0, 1, length($0) - 6)
            gsub(/["\\]/, "\\\\&", name)
            print "{\"name\":\"" name "\",\"path\":\"" file "\"}"
        }'
    ;;
run) "$2" test --offline --no-fail-fast -- -Z unstable-options --format json 2>&1 ;;
esac
