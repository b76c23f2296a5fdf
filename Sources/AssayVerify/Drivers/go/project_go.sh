#!/bin/sh
# Builds and runs the tests of Go modules as `go test` does, with the compiler in one jail and the tests in another.
# usage: project_go.sh build GO [PACKAGES…] | run TEST2JSON | keep PROGRAM ARGUMENT...
set -u
kept=/w/.assay/go

environment() {
    export GOFLAGS=
    # A module without its own copy of what it needs may have an incomplete go.sum.
    [ -d vendor ] || export GOFLAGS=-mod=mod
    [ -f go.work ] && export GOFLAGS=
    # What was fetched for the project comes before what the machine's user has.
    [ -d /w/.assay/modules ] && export GOMODCACHE=/w/.assay/modules GOSUMDB=off
    # The prepared standard library is one without C, which most projects do not need.
    grep -rqs --include='*.go' '^import "C"' . && export CGO_ENABLED=1
    return 0
}

# The packages of all modules that a workspace lists, or of the one module.
packages() {
    if [ -f go.work ]; then "$1" list -m -f '{{.Dir}}/...'; else echo ./...; fi
}

case $1 in
build)
    environment
    mkdir -p $kept
    go=$2
    shift 2
    [ $# -gt 0 ] || set -- $(packages "$go")
    "$go" test -exec "/bin/sh /assay/project_go.sh keep" "$@"
    ;;
keep)
    # Called by `go test` in the folder of a package, with its test program and the arguments that it would be given.
    place=$kept/$(pwd | sed -e 's,^/w/*,,' -e 's,/,%,g' -e 's,^$,.,')
    mkdir -p "$place" || exit 1
    cp "$2" "$place/program" || exit 1
    pwd > "$place/folder"
    shift 2
    for word; do printf '%s\n' "$word"; done > "$place/arguments"
    ;;
run)
    status=0
    for place in $kept/. $kept/*; do
        [ -f "$place/program" ] || continue
        folder=$(cat "$place/folder")
        path=${folder#/w}
        path=${path#/}
        (cd "$folder" && xargs -d '\n' -a "$place/arguments" "$2" -t -p "${path:-.}" "$place/program" -test.v=true "-test.testlogfile=$place/log") || status=1
        # Go writes this log when all tests have ended. A program that ends before, with status 0, has run none or not all, whatever
        # it printed; a TestMain of the project's may end as it likes.
        if [ "$(head -c 10 "$place/log" 2>/dev/null)" != "# test log" ] && ! grep -qs '^func TestMain(' "$folder"/*_test.go; then
            echo "the test program of ${path:-.} ended before its tests did" >&2
            status=1
        fi
    done
    exit $status
    ;;
esac
