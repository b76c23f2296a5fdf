#!/bin/sh
# Builds, lists and runs the tests of Go modules as `go test` does, with the compiler in one jail and the tests in another.
# usage: project_go.sh build GO MODULES | list | run TEST2JSON | vet GO MODULES | keep PROGRAM ARGUMENT...
set -u
kept=/w/.assay/go

# The build cache stands in the workspace, so that static checks use it again; MODULES is the machine's module cache.
environment() {
    export GOCACHE=/w/.assay/go-cache GOFLAGS= CGO_ENABLED=1
    [ -d "$1" ] && export GOMODCACHE="$1"
    # A module without its own copy of what it needs may have an incomplete go.sum.
    [ -d vendor ] || export GOFLAGS=-mod=mod
    [ -f go.work ] && export GOFLAGS=
    command -v gcc > /dev/null 2>&1 || export CGO_ENABLED=0
}

# The packages of all modules that a workspace lists, or of the one module.
packages() {
    if [ -f go.work ]; then "$1" list -m -f '{{.Dir}}/...'; else echo ./...; fi
}

case $1 in
build)
    environment "$3"
    mkdir -p $kept
    "$2" test -exec "/bin/sh /assay/project_go.sh keep" $(packages "$2")
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
list)
    for place in $kept/* $kept/.; do
        [ -f "$place/program" ] || continue
        folder=$(cat "$place/folder")
        path=${folder#/w}
        path=${path#/}
        package=${path:+$path.}
        (cd "$folder" && "$place/program" -test.list .) | sed -n "s,^\([A-Z][A-Za-z0-9_]*\)\$,{\"name\":\"$package\1\"\,\"path\":\"${path:-.}\"},p"
    done
    ;;
run)
    status=0
    for place in $kept/. $kept/*; do
        [ -f "$place/program" ] || continue
        folder=$(cat "$place/folder")
        path=${folder#/w}
        path=${path#/}
        (cd "$folder" && xargs -d '\n' -a "$place/arguments" "$2" -t -p "${path:-.}" "$place/program" -test.v=true) || status=1
    done
    exit $status
    ;;
vet)
    environment "$3"
    "$2" vet $(packages "$2")
    ;;
esac
