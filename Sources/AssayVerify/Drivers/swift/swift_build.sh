#!/bin/sh
# Builds a package's tests by SwiftPM; prints what the compiler said and where the tests are.
# usage: swift_build.sh TOOLCHAIN_BIN CACHE [sources]   builds all but the tests with `sources`
set -u
modules=
tests=--build-tests
if [ "${3:-}" = sources ]; then tests=; fi
if [ "$(cat "$2/place")" = "$2" ]; then modules="-Xswiftc -module-cache-path -Xswiftc $2/modules"; fi
# SwiftPM gives the copy of a folder that folder's owner, which only root may: folders of resources become the run's own. Where
# the user who started this is not root, they are.
if grep -q '\.copy(' Package*.swift; then
    find . -path './.*' -prune -o -type d ! -user "$(id -u)" -print 2>/dev/null | while read -r folder; do
        if [ ! -d "$folder" ] || [ -n "$(find "$folder" -name '*.swift' -print -quit)" ]; then continue; fi
        cp -Rp "$folder" "$folder.assay" && rm -r "$folder" && mv "$folder.assay" "$folder"
    done
fi
# shellcheck disable=SC2086 # several words
"$1/swift-build" $tests --disable-automatic-resolution --skip-update $modules
status=$?
find .build -path '*.build/*.dia' -exec "$2/diagnostics" {} +
for bundle in .build/debug/*.xctest; do
    if [ -e "$bundle" ]; then echo "artifact: /w/$bundle"; fi
done
exit $status
