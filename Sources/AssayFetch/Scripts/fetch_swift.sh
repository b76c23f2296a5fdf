#!/bin/sh
# Checks out the packages that a Swift package depends on. SwiftPM runs the manifests to know them, here and only here.
# usage: fetch_swift.sh LAYER   (in the folder of the manifests)
set -eu
swift package --disable-sandbox resolve 1>&2
mkdir -p "$1/.build/checkouts"
if [ -d .build/checkouts ]; then cp -a .build/checkouts/. "$1/.build/checkouts"; fi
if [ -e .build/workspace-state.json ]; then cp .build/workspace-state.json "$1/.build/workspace-state.json"; fi
if [ -e Package.resolved ]; then cp Package.resolved "$1/Package.resolved"; fi
echo '{}'
