#!/bin/sh
# Makes in CACHE what every Swift package needs: the compiler's flags and its module cache, the runner
# of Swift Testing, the linker's command and a reader of serialized diagnostics.
# usage: swift_prepare.sh TOOLCHAIN_BIN CACHE DRIVERS
set -eu
bin=$1 cache=$2 drivers=$3
root=$(dirname "$bin")
libraries=$root/lib/swift/linux

# The compiler takes its module cache only where it was made.
echo "$cache" > "$cache"/place

cat > "$cache"/flags <<EOF
-frontend -c -Onone -enable-testing -parse-as-library -disable-objc-interop -no-color-diagnostics
-module-cache-path $cache/modules -empty-abi-descriptor -Xcc -fPIC -Xcc -fno-color-diagnostics
-plugin-path $root/lib/swift/host/plugins
-in-process-plugin-server-path $root/lib/swift/host/libSwiftInProcPluginServer.so
EOF

for module in Foundation FoundationEssentials FoundationNetworking FoundationXML Dispatch Synchronization \
    Observation RegexBuilder Distributed Glibc XCTest Testing; do
    if [ -e "$libraries/$module.swiftmodule" ]; then echo "import $module"; fi
done > warm.swift
for version in 5 6; do
    "$bin/swift-frontend" @"$cache"/flags -swift-version $version -enable-cross-import-overlays \
        -module-name Warm -o warm.o warm.swift
done

# SwiftPM's own flags make other entries of the same cache.
mkdir -p package/Sources/Warm package/Tests/WarmTests
cp warm.swift package/Tests/WarmTests/
echo 'import Foundation' > package/Sources/Warm/warm.swift
cat > package/Package.swift <<'EOF'
// swift-tools-version: 6.0
import PackageDescription
let package = Package(
    name: "Warm", targets: [.target(name: "Warm"), .testTarget(name: "WarmTests", dependencies: ["Warm"])])
EOF
"$bin/swift-build" --package-path package --build-tests -Xswiftc -module-cache-path -Xswiftc "$cache/modules" >&2

cat > runner.swift <<'EOF'
import Testing
@main struct Runner {
    static func main() async { await Testing.__swiftPMEntryPoint() as Never }
}
EOF
"$bin/swift-frontend" @"$cache"/flags -swift-version 6 -module-name AssayRunner -o "$cache/runner.o" runner.swift

# The C driver knows where the system keeps its start files; asking it once spares asking it each time.
# Only the old kind of run path also serves libraries that have none of their own, such as XCTest's.
: > object.o
"$bin/clang" '-###' -fuse-ld=lld -pie -L "$libraries" -Wl,--disable-new-dtags,-rpath,"$libraries" object.o 2> driver
line=$(tail -n 1 driver)
eval "set -- $line"
shift
part="head"
for word; do
    case $word in
    object.o)
        part="tail"
        echo "\"$libraries/$(uname -m)/swiftrt.o\"" >> "$cache"/link.head
        # The libraries that a module was built with are named in its objects, where finding them takes
        # longer than letting the linker keep those that are used.
        echo --as-needed > "$cache"/link.tail
        for library in "$libraries"/*.so; do echo "\"-l:$(basename "$library")\""; done >> "$cache"/link.tail
        # What the C library's own module asks for.
        printf '%s\n' -lm -lpthread -lutil -ldl >> "$cache"/link.tail
        ;;
    *) echo "\"$word\"" >> "$cache"/link.$part ;;
    esac
done

"$bin/clang" -O1 -Wall -Wextra -Werror -o "$cache/diagnostics" "$drivers/diagnostics.c" \
    -L "$root/lib" -lclang -Wl,-rpath,"$root/lib"
