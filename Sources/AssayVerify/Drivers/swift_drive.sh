#!/bin/sh
# Builds a package's tests without SwiftPM: one frontend per module, then one linker for each suite.
# usage: swift_drive.sh TOOLCHAIN_BIN MODULE... -- SUITE...
# .assay/MODULE.arguments holds a module's own flags and files, .assay/SUITE.objects a suite's objects.
# ends with 1 when a module does not compile, with 3 when something else stops it.
set -u
bin=$1
shift
while [ $# -gt 0 ] && [ "$1" != -- ]; do
    "$bin/swift-frontend" @/cache/flags @".assay/$1.arguments" -I .assay -module-name "$1" \
        -serialize-diagnostics-path ".assay/$1.dia" -o ".assay/$1.o" 2> ".assay/$1.text"
    status=$?
    if [ -s ".assay/$1.text" ]; then
        /cache/diagnostics ".assay/$1.dia" || status=3
        cat ".assay/$1.text" >&2
    fi
    # 1 is an error in the code; anything else is the compiler's own end. The runner is our code.
    case $1:$status in
    *:0) ;;
    AssayRunner:*) exit 3 ;;
    *:1) exit 1 ;;
    *) exit 3 ;;
    esac
    shift
done
shift
for suite; do
    "$bin/ld.lld" @/cache/link.head @".assay/$suite.objects" @/cache/link.tail -o ".assay/$suite" || exit 3
done
