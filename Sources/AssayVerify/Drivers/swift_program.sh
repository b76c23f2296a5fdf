#!/bin/sh
# Builds program.swift, one file with code at its top level.
# usage: swift_program.sh TOOLCHAIN_BIN CACHE
set -u
"$1/swiftc" -Onone -swift-version 5 -module-cache-path "$2/modules" -use-ld=lld -o assay-program program.swift \
    -Xfrontend -serialize-diagnostics-path -Xfrontend program.dia
status=$?
if [ -e program.dia ]; then "$2/diagnostics" program.dia; fi
exit $status
