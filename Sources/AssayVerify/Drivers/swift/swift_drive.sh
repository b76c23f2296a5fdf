#!/bin/sh
# Builds a package's tests without SwiftPM: one frontend per module, then one linker for each suite.
# usage: swift_drive.sh TOOLCHAIN_BIN MODULE... -- TEST_MODULE... -- SUITE...
# .assay/MODULE.arguments holds a module's own flags and files, .assay/SUITE.objects a suite's objects.
# Modules that were compiled before from the very same files lie in /built, by their names.
# Test modules that were compiled before against the very same modules lie in /kept, by the digest of those and of
# .assay/TEST_MODULE.digest, which says what it is made of.
# ends with 1 when a module does not compile, with 3 when something else stops it.
set -u
bin=$1

# The compiler's words, as the reader of diagnostics prints them.
told() {
    if [ -s ".assay/$1.text" ]; then
        cat ".assay/$1.text" >&2
        /cache/diagnostics ".assay/$1.dia"
    fi
}

compile() {
    "$bin/swift-frontend" @/cache/flags @".assay/$1.arguments" -I .assay -module-name "$1" \
        -serialize-diagnostics-path ".assay/$1.dia" -o ".assay/$1.o" 2> ".assay/$1.text"
    status=$?
    told "$1" > ".assay/$1.said" || exit 3
    cat ".assay/$1.said"
    # 1 is an error in the code; anything else is the compiler's own end. The runner is our code.
    case $1:$status in
    *:0) ;;
    AssayRunner:*) exit 3 ;;
    *:1) exit 1 ;;
    *) exit 3 ;;
    esac
}

shift
interfaces=
while [ "$1" != -- ]; do
    if [ -e "/built/$1.swiftmodule" ]; then
        cp "/built/$1.o" "/built/$1.swiftmodule" .assay/
        cat "/built/$1.said"
    else
        compile "$1"
    fi
    interfaces="$interfaces .assay/$1.swiftmodule"
    shift
done
shift
while [ "$1" != -- ]; do
    # shellcheck disable=SC2086 # names of modules have no blanks
    kept=/kept/$(cat $interfaces ".assay/$1.digest" | sha256sum | cut -d ' ' -f 1)
    if [ -e "$kept/$1.o" ]; then
        cp "$kept/$1".* .assay/
        cat "$kept/$1.said"
    else
        compile "$1"
    fi
    if [ -e ".assay/$1.swiftmodule" ]; then interfaces="$interfaces .assay/$1.swiftmodule"; fi
    shift
done
shift
for suite; do
    "$bin/ld.lld" @/cache/link.head @".assay/$suite.objects" @/cache/link.tail -o ".assay/$suite" || exit 3
done
