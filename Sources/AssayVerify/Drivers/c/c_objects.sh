#!/bin/sh
# Compiles the candidate's files, each by itself and while tests are empty, and lists the objects for the linker.
# usage: c_objects.sh COMPILER STANDARD SOURCE…
compiler=$1 standard=$2
shift 2
mkdir -p .assay || exit 1
: > .assay/objects || exit 1
number=0
for file; do
  number=$((number + 1))
  "$compiler" "$standard" -Wall -Wextra -g -fdiagnostics-format=json -I. -c -o ".assay/$number.o" "$file" || exit 1
  echo ".assay/$number.o" >> .assay/objects
done
