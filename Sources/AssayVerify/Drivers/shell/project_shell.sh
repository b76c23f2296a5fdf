#!/bin/sh
# Runs a project's test scripts one after the other, each by its own interpreter, or all tests of bats at once.
# usage: project_shell.sh NONCE scripts|bats PROGRAM FILE...   (PROGRAM is bash or bats)
# What each command prints is a part between two events; what is not installed is told as one, too.
set -u
nonce=$1 kind=$2 program=$3
shift 3
export SHUNIT_COLOR=none
said=${TMPDIR:-/tmp}/assay-said failed=0

tell() { printf '%s {"event":"%s"%s}\n' "$nonce" "$1" "$2"; }
quoted() { printf '%s' "$1" | sed -e 's/\\/\\\\/g' -e 's/"/\\"/g'; }
need() { tell needs ",\"name\":\"$(quoted "$1")\",\"message\":\"$(quoted "$2")\",\"run\":\"$(quoted "$3")\""; }

# Runs one command as a part of some name.
part() {
    tell part ",\"name\":\"$(quoted "$1")\""
    shift
    "$@" > "$said" 2>&1
    status=$?
    cat "$said"
    [ $status -eq 0 ] || failed=1
    tell partEnded ",\"status\":$status"
}

# Tests of libraries that are kept beside the tests, examples, and what tests only look at, are not the project's.
is_foreign() {
    case /$1 in
    */fixtures/* | */fixture/* | */test_helper/* | */helper/* | */helpers/* | */libs/* | */node_modules/* | */vendor/* | */examples/* | */docs/*) return 0 ;;
    esac
    return 1
}
own=
for file; do is_foreign "$file" || own=yes; done
if [ -n "$own" ]; then
    for file; do
        shift
        is_foreign "$file" || set -- "$@" "$file"
    done
fi

if [ "$kind" = bats ]; then
    # The form that also tells which test begins, where this bats has it.
    form=tap
    "$program" --formatter cat --version > /dev/null 2>&1 && form='cat'
    # What is printed is passed on at once: a limit may end this, too.
    tell part ',"name":""'
    echo 1 > "$said.status"
    { "$program" --formatter $form "$@" 2>&1; echo $? > "$said.status"; } | tee "$said"
    status=$(cat "$said.status")
    [ "$status" -eq 0 ] || failed=1
    tell partEnded ",\"status\":$status"
    library=$(sed -nE "s/.*(Could not find|bats_load_library: cannot find|No such file).*(bats-[a-z]+).*/\2/p" "$said" | head -n 1)
    [ $failed -eq 0 ] || [ -z "$library" ] || need "$library" "the tests load it" "apt-get install $library"
    exit $failed
fi

# Where some scripts are tests of shunit2, the others of a test's name help them.
own=$(grep -lE '^[^#]*(\.|source)[[:space:]].*shunit2' -- "$@")
if [ -n "$own" ]; then
    for script; do
        shift
        printf '%s\n' "$own" | grep -qxF -- "$script" && set -- "$@" "$script"
    done
fi
for script; do
    # The interpreter that the first line names, else bash.
    interpreter=$(sed -n '1s/^#![[:space:]]*//p' "$script" | tr -d '\r')
    interpreter=${interpreter:-$program}
    word=${interpreter#*/env } word=${word#-S }
    word=${word%% *}
    if ! command -v "$word" > /dev/null; then
        need "${word##*/}" "$script is written for it" "apt-get install ${word##*/}"
        continue
    fi
    part "$script" $interpreter "$script"
    # Where tests of shunit2 have run, such words are their own.
    if ! grep -qE '^Ran .*tests?\.' "$said" && grep -qE 'shunit2.*(No such file|not found|[Cc]an.?t open|cannot open)' "$said"; then
        need shunit2 "$script loads it" "apt-get install shunit2"
    fi
done
exit $failed
