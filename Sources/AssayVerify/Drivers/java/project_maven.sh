#!/bin/sh
# Builds and tests a project with Maven, which reads what it needs from what was fetched for it, else from the machine's own
# repository, and never the network.
# usage: project_maven.sh MAVEN REPOSITORY JAVA build | MAVEN REPOSITORY JAVA run REPORT
set -u
# The user's folder is not here, and Maven wants to note what it reads: of the repository it gets links in a folder of its own.
repository=${TMPDIR:-/tmp}/repository
fetched=/w/.assay/maven
[ -d "$fetched" ] || fetched=$2
cp -rs "$fetched" "$repository" || exit
export JAVA_HOME="${3%/bin/java}"
maven() { "$maven" --offline --batch-mode --no-transfer-progress "-Duser.home=${TMPDIR:-/tmp}" "-Dmaven.repo.local=$repository" "$@"; }
maven=$1

case $4 in
build) maven --quiet test-compile ;;
run)
    mark=${TMPDIR:-/tmp}/mark
    touch "$mark"
    maven test
    status=$?
    # Each class of each module has a report of its own; those that the project holds are samples. NUL stands between them.
    find . -path '*/surefire-reports/TEST-*.xml' ! -path '*/test-classes/*' -newer "$mark" -exec sh -c 'for report; do cat "$report"; printf "\0"; done' sh {} + > "$5"
    [ -s "$5" ] || [ $status -ne 0 ] || echo '<?xml version="1.0"?><testsuite/>' > "$5"
    exit $status
    ;;
esac
