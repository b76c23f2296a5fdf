#!/bin/sh
# The assembler of C and C++ code, found by COMPILER_PATH as /assay/as: it also writes down what goes into the code.
# usage: as OPTION… FILE
kept=/w/.assay-as-$$
for word; do file=$word; done
echo "$PWD" > $kept.place
# The name that the compiler gives to the code, and each file that is taken in as it is.
if [ -f "$file" ]; then grep -E '^[[:space:]]*\.file[[:space:]]+"|\.incbin[[:space:]]*"' "$file" > $kept.names; fi
exec /usr/bin/as --MD $kept.d "$@"
