#!/bin/sh
# Prints what ELF files and archives define for others to link with, and where they have code that runs before main.
# usage: symbols.sh FILE...
export LC_ALL=C
for file; do
    readelf --symbols --sections --wide "$file" 2>/dev/null
done | awk '
    $1 ~ /^[0-9]+:$/ && NF >= 8 && $5 ~ /GLOBAL|WEAK/ && $7 != "UND" { sub(/@.*/, "", $8); print $8 }
    match($0, /\.(init_array|preinit_array|ctors)/) { print substr($0, RSTART, RLENGTH) }
' | sort -u
