#!/bin/sh
# Prints which files code was compiled from, as its tools wrote them down: a unit, a tab and a file that went into it.
# The unit is `-` where only a test takes in that file, which is the test itself.
# usage: build_inputs.sh c | rust | swift | go GO
set -u

# Reads rules of make. The unit is what is made, or the first of what it is made of.
rules() { # target|first PLACE FILE
    awk -v mode="$1" -v place="$2" '
        function bare(word) { sub(/.*\//, "", word); sub(/\.[^.]*$/, "", word); return word }
        function full(word) { return word ~ /^\// ? word : place "/" word }
        { more = sub(/\\$/, ""); rule = rule " " $0; if (more) next
          count = split(rule, words, " "); rule = ""; unit = ""; made = 0
          for (i = 1; i <= count; i++) {
              if (!made) { made = words[i] ~ /:$/; if (made && mode == "target") unit = bare(words[i]); continue }
              if (unit == "") { unit = full(words[i]); continue }
              print (mode == "target" && bare(words[i]) == unit ? "-" : unit) "\t" full(words[i])
          } }' "$3"
}

# Reads what the assembler kept: its rule names the code itself, too.
assembled() { # KEPT
    place=$(cat "$1.place")
    unit=$(sed -n 's/^[[:space:]]*\.file[[:space:]]*"\(.*\)"$/\1/p' "$1.names" 2> /dev/null | head -n 1)
    rules target "$place" "$1.d" | awk -F '\t' -v unit="${unit:--}" -v own="$place/$unit" '$2 != own { print unit "\t" $2 }'
    sed -n 's/.*\.incbin[[:space:]]*"\([^"]*\)".*/\1/p' "$1.names" 2> /dev/null | while read -r file; do
        case $file in /*) ;; *) file=$place/$file ;; esac
        printf -- '-\t%s\n' "$file"
    done
}

case $1 in
c)
    if [ -f .assay-inputs ]; then rules target /w .assay-inputs; fi
    for kept in .assay-as-*.d; do if [ -f "$kept" ]; then assembled "${kept%.d}"; fi; done
    find .assay -name '*.d' 2> /dev/null | while read -r file; do rules first /w/.assay "$file"; done
    # Clang writes rules beside what it makes, those of the last source of a command; and all that is included, but not by what.
    if [ -f .assay-headers ]; then sed -e 's,^[^/],/w/&,' -e 's,^,-\t,' .assay-headers; fi
    find . -path ./.assay -prune -o -name '*.d' ! -name '.assay-as-*' -print | while read -r file; do rules first /w "$file"; done
    ;;
rust)
    # Modules lie beneath their crate's own file.
    for file in target/debug/deps/*.d; do rules first /w "$file"; done |
        awk -F '\t' '{ folder = $1; sub(/[^\/]*$/, "", folder); if (index($2, folder) != 1 || $2 ~ /\/\.\.\//) print }'
    ;;
swift) find .build -path '*.build/*.c*.d' 2> /dev/null | while read -r file; do rules first /w "$file"; done ;;
go)
    "$2" list -e -f '{{$d := .Dir}}{{range .EmbedFiles}}{{$d}}/.	{{$d}}/{{.}}
{{end}}{{range .TestEmbedFiles}}{{$d}}/.	{{$d}}/{{.}}
{{end}}{{range .XTestEmbedFiles}}{{$d}}/.	{{$d}}/{{.}}
{{end}}' ./...
    ;;
esac | sort -u
