#!/bin/sh
# Makes in CACHE a Java runtime without a compiler, for what is judged to run on, the listener of JUnit's tests and
# what they note.
# usage: java_prepare.sh JDK_BIN CACHE DRIVERS
set -eu
bin=$1 cache=$2 drivers=$3

# The platform, and those of the toolchain's own modules that neither compile, link nor look into other processes.
offered=$("$bin/java" --list-modules | sed 's/@.*//')
modules=java.se
for module in accessibility charsets crypto.cryptoki crypto.ec dynalink httpserver incubator.foreign incubator.vector jfr localedata \
    management management.agent naming.dns naming.rmi net nio.mapmode sctp security.auth security.jgss unsupported xml.dom zipfs; do
    if echo "$offered" | grep -qx "jdk\.$module"; then modules="$modules,jdk.$module"; fi
done
"$bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages --output "$cache/run"
if "$cache/run/bin/java" --list-modules | grep -q '^jdk\.compiler@'; then
    echo "the runtime has a compiler" >&2
    exit 1
fi
# Classes of the library that need not be read and checked each time, as the toolchain's own runtime has them.
"$cache/run/bin/java" -Xshare:dump > /dev/null 2>&1

mkdir -p "$cache/classes"
"$bin/javac" -d "$cache/classes" "$drivers/Notes.java"
if [ -e /usr/share/java/junit-platform-launcher.jar ]; then
    "$bin/javac" -d "$cache/classes" "$drivers/AssayListener.java"
fi
