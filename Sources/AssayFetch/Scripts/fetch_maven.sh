#!/bin/sh
# Fetches what a pom.xml and its modules depend on, and the plugins that build and test them.
# usage: fetch_maven.sh LAYER   (in the folder of the manifests; Maven's settings are in .assay-settings.xml)
set -eu
layer=$1
settings=$PWD/.assay-settings.xml
mkdir -p "$layer"

# Maven runs a build extension before anything else, and so while it fetches.
if named=$(find . -name pom.xml -exec grep -lE '<extensions?([[:space:]/>]|$)' {} + | sed 's|^\./||' | head -n 1) && [ -n "$named" ]; then
    echo "error: $named names a build extension, which Maven would run while it fetches; run: mvn dependency:go-offline test" >&2
    exit 1
fi

maven() { mvn -B -q -s "$settings" "-Dmaven.repo.local=$layer" "$@" 1>&2; }
maven org.apache.maven.plugins:maven-dependency-plugin:3.5.0:go-offline

# Surefire asks the registry for the runner of a test framework when it meets the first test. So it meets an empty one, in a
# project of ours that has nothing of theirs but the versions. It fails there, as it should.
for plugin in "$layer"/org/apache/maven/plugins/maven-surefire-plugin/*/*.jar; do
    for framework in junit/junit org/junit/jupiter/junit-jupiter-api org/junit/platform/junit-platform-engine org/testng/testng; do
        for jar in "$layer/$framework"/*/*.jar; do
            [ -f "$plugin" ] && [ -f "$jar" ] || continue
            probe=$(mktemp -d)
            mkdir -p "$probe/target/test-classes"
            : > "$probe/target/test-classes/EmptyTest.class"
            cat > "$probe/pom.xml" <<POM
<project><modelVersion>4.0.0</modelVersion><groupId>assay</groupId><artifactId>probe</artifactId><version>1</version>
<dependencies><dependency><groupId>$(dirname "$framework" | tr / .)</groupId><artifactId>$(basename "$framework")</artifactId>
<version>$(basename "$(dirname "$jar")")</version></dependency></dependencies></project>
POM
            (cd "$probe" && maven "org.apache.maven.plugins:maven-surefire-plugin:$(basename "$(dirname "$plugin")"):test") >/dev/null 2>&1 || true
        done
    done
done

# A later run knows no registry, and takes a file only where nothing says from which one it came.
find "$layer" '(' -name _remote.repositories -o -name '*.lastUpdated' -o -name resolver-status.properties ')' -delete
echo '{}'
