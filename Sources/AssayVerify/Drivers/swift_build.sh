#!/bin/sh
# Builds a package's tests by SwiftPM; prints what the compiler said and where the tests are.
# usage: swift_build.sh TOOLCHAIN_BIN READER
set -u
"$1/swift-build" --build-tests --disable-automatic-resolution
status=$?
find .build -path '*.build/*.dia' -exec "$2" {} +
for bundle in .build/debug/*.xctest; do
    if [ -e "$bundle" ]; then echo "artifact: /w/$bundle"; fi
done
exit $status
