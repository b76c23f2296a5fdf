#!/bin/sh
# Builds program.swift, one file with code at its top level.
# usage: swift_program.sh TOOLCHAIN_BIN CACHE
set -u
modules=
if [ "$(cat "$2/place")" = "$2" ]; then modules="-module-cache-path $2/modules"; fi
# shellcheck disable=SC2086 # two words
"$1/swiftc" -Onone -swift-version 5 $modules -use-ld=lld -o assay-program program.swift \
    -Xfrontend -serialize-diagnostics-path -Xfrontend program.dia
status=$?
if [ -e program.dia ]; then "$2/diagnostics" program.dia; fi
exit $status
