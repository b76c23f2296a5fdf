#!/bin/sh
# Runs the examples in the documentation of a package's library, and tells each as one JSON object a line.
# usage: rust_doc.sh CARGO
set -u
"$1" test --doc --offline --quiet -- -Z unstable-options --format json 2> /tmp/doc-errors
status=$?
if grep -q "no library targets found" /tmp/doc-errors; then
    # A package of programs alone has no such examples.
    echo '{"type":"suite","event":"ok"}'
    exit 0
fi
cat /tmp/doc-errors >&2
exit $status
