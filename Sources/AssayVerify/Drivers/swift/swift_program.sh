#!/bin/sh
# Builds one program of some files, one of them with code at its top level.
# usage: swift_program.sh TOOLCHAIN_BIN CACHE FILE…
set -u
bin=$1 cache=$2
shift 2
modules=
if [ "$(cat "$cache/place")" = "$cache" ]; then modules="-module-cache-path $cache/modules"; fi
# shellcheck disable=SC2086 # two words
"$bin/swiftc" -Onone -swift-version 5 $modules -use-ld=lld -o assay-program "$@" -wmo \
    -Xfrontend -serialize-diagnostics-path -Xfrontend program.dia
status=$?
if [ -e program.dia ]; then "$cache/diagnostics" program.dia; fi
exit $status
