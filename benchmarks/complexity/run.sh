#!/usr/bin/env bash
# Single-pass, best-of-n and multi-step on modules of 1, 2, 4 and 8 functions: solved against the number of functions, and
# against the tokens spent. Every run goes on where it stopped.
# usage: benchmarks/complexity/run.sh ASSAY HUMANEVAL OUT [K…]
#   HUMANEVAL  the even tasks of HumanEval in JSON Lines; OUT  a folder for suites, databases, report and pictures
#   EVERY=2    if HUMANEVAL holds all tasks
#   LIMIT=N    only the first N modules of each size
# The experiment of four functions is benchmarks/experiments/complexity.yaml; for K functions the limits on tokens are K/4 of its own.
set -euo pipefail
assay=$1 data=$2 out=$3
shift 3
[ $# -gt 0 ] || set -- 1 2 4 8
here=$(cd "$(dirname "$0")" && pwd)
[ -f "$data" ] || { echo "complexity: $data is not there; it holds the HumanEval tasks in JSON Lines"; exit 66; }
mkdir -p "$out"
for k in "$@"; do
  "$assay" suite compose "$data" --every "${EVERY:-1}" --size "$k" --seed 1 -o "$out/humaneval-$k.jsonl"
  python3 "$here/experiment.py" "$here/../experiments/complexity.yaml" "$k" "$out" > "$out/complexity-$k.yaml"
  "$assay" bench "$out/complexity-$k.yaml" --store "$out/complexity-$k.db" --record "$out/complexity-$k.jsonl" -o "$out/complexity-$k.md" ${LIMIT:+--limit "$LIMIT"} || [ $? = 1 ]
done
python3 "$here/report.py" "$out" > "$out/complexity.md"
cat "$out/complexity.md"
