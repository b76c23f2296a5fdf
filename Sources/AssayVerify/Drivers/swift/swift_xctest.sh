#!/bin/sh
# Runs the XCTest tests of a test program: all, or those whose names fit one of some patterns.
# usage: swift_xctest.sh PROGRAM [--filter PATTERN]…
set -u
program=$1
shift
if [ $# -eq 0 ]; then exec "$program"; fi
names=$("$program" --list-tests) || exit
# grep takes each pattern behind -e; the names are given with commas between them.
for word; do
    shift
    if [ "$word" = --filter ]; then word=-e; fi
    set -- "$@" "$word"
done
chosen=$(printf '%s\n' "$names" | grep -E "$@")
# 1 is that nothing fits.
[ $? -le 1 ] || exit 2
chosen=$(printf '%s' "$chosen" | paste -s -d , -)
# Without a name of a test all of them would be run.
exec "$program" "${chosen:-none/none}"
