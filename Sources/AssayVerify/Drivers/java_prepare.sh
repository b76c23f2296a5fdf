#!/bin/sh
# Makes in CACHE a Java runtime without a compiler, for what is judged to run on, the listener of JUnit's tests and
# what they note.
# usage: java_prepare.sh JDK_BIN CACHE DRIVERS
set -eu
bin=$1 cache=$2 drivers=$3

# Modules that compile, link or look into other processes, and those that build on them.
tools='^jdk\.(compiler|javadoc|jshell|jlink|jartool|jdeps|jpackage|jconsole|jdi|jcmd|jstatd|attach|hotspot\.agent|editpad|internal\.(ed|jvmstat|le|opt|vm\.compiler.*))$'
modules=$("$bin/java" --list-modules | sed 's/@.*//' | grep -vE "$tools" | paste -s -d, -)
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
