#!/bin/sh
# Builds projects with CMake or make as their own instructions do.
# usage: project_c.sh cmake CMAKE CTEST | make MAKE build | make MAKE run
set -u

# The makefile that make would read.
makefile() {
    for name in GNUmakefile makefile Makefile; do [ -f $name ] && echo $name && return; done
}

# The target that runs the tests: the first of the usual names that the makefile has.
target() {
    for name in test check tests; do grep -Eq "^$name[[:space:]]*:([^=]|\$)" "$(makefile)" && echo $name && return; done
}

case $1 in
cmake)
    "$2" -S . -B .assay || exit
    if ! "$3" --test-dir .assay -N 2> /dev/null | grep -q '^  *Test *#'; then
        # The project builds its tests only where it is asked to.
        off=$("$2" -LA -N .assay | grep -E '^([A-Za-z0-9_]*_)?(BUILD_|ENABLE_|WITH_)?([A-Za-z0-9]+_)?(TESTS?|TESTING|UNITTESTS?)(_BUILD)?:BOOL=(OFF|0|FALSE|NO|N)$' | sed 's/:BOOL=.*//')
        options=
        for name in $off; do options="$options -D$name=ON"; done
        [ -z "$options" ] || "$2" -S . -B .assay $options || exit
    fi
    "$2" --build .assay --parallel 2
    ;;
make)
    tests=$(target)
    if [ "$3" = run ]; then exec "$2" ${tests:-test}; fi
    # A makefile whose first target runs the tests has no other to build them.
    first=$("$2" -pqrR -f "$(makefile)" 2> /dev/null | sed -n 's/^\.DEFAULT_GOAL := //p' | head -n 1)
    [ -n "$first" ] && [ "$first" = "$tests" ] && exit 0
    "$2" -j2
    ;;
esac
