#!/bin/sh
# Builds and tests projects with CMake, Meson, a configure script or make as their own instructions do.
# usage: project_c.sh cmake CMAKE CTEST | meson MESON build | meson MESON run REPORT | autotools MAKE build|run | make MAKE build|run
set -u

# The makefile that make would read.
makefile() {
    for name in GNUmakefile makefile Makefile; do [ -f $name ] && echo $name && return; done
}

# The target that runs the tests: the first of some names that the makefile has.
target() {
    for name; do
        grep -Eq "^([A-Za-z0-9_./-]+[[:space:]]+)*$name([[:space:]]+[A-Za-z0-9_./-]+)*[[:space:]]*:([^=]|\$)" "$(makefile)" && echo "$name" && return
    done
}

# Makes the configure script where only its source is there; what was made before is newer than its sources, as in an archive.
script() {
    if [ -f configure ]; then
        for made in aclocal.m4 configure config.h.in; do [ -f $made ] && touch $made; done
        find . -name Makefile.in -exec touch {} +
        return
    fi
    command -v autoreconf > /dev/null || { echo "needs autoreconf"; return 1; }
    autoreconf --force --install && return
    for name in autogen.sh bootstrap bootstrap.sh; do
        [ -f $name ] && { NOCONFIGURE=1 sh ./$name; return; }
    done
    return 1
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
meson)
    if [ "$3" = build ]; then
        # A subproject that is not in the tree is a missing dependency, as there is no network.
        "$2" setup .assay --wrap-mode=nodownload && "$2" compile -C .assay -j 2
        exit
    fi
    # The jail has limits of its own, and a busy machine is no fault of the project.
    "$2" test -C .assay --print-errorlogs --timeout-multiplier 10
    status=$?
    log=.assay/meson-logs/testlog.json
    if [ -f $log ]; then cp $log "$4"; elif [ $status -eq 0 ]; then echo '{}' > "$4"; fi
    exit $status
    ;;
autotools)
    if [ "$3" = run ]; then
        tests=$(target check test tests)
        # automake then prints the log of what failed.
        VERBOSE=1 exec "$2" ${tests:-check} 2>&1
    fi
    script && sh ./configure && "$2" -j2
    ;;
make)
    tests=$(target test check tests)
    if [ "$3" = run ]; then exec "$2" ${tests:-test} 2>&1; fi
    # A makefile whose first target runs the tests has no other to build them.
    first=$("$2" -pqrR -f "$(makefile)" 2> /dev/null | sed -n 's/^\.DEFAULT_GOAL := //p' | head -n 1)
    [ -n "$first" ] && [ "$first" = "$tests" ] && exit 0
    "$2" -j2
    ;;
esac
