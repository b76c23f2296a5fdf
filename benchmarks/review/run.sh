#!/usr/bin/env bash
# How often reviewers are right: 100 wrong and 100 right answers that pass the visible checks, for each reviewer of
# benchmarks/experiments/reviewer.yaml. usage: benchmarks/review/run.sh ASSAY SHARED_DATA [CASSETTE]
# With a cassette, only what it lacks is asked of the models.
set -euo pipefail
assay=$1 data=$2 cassette=${3:-}
here=$(dirname "$0") out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
[ -d "$data" ] || { echo "review: $data is not there; it holds the real data"; exit 5; }
python3 "$here/seeded_defects.py" "$data" "$out/answers.jsonl"
for arm in small large; do
  "$assay" review "$out/answers.jsonl" --suite "$data/humaneval/humaneval-even.jsonl" --config "$here/../experiments/reviewer.yaml" \
    --arm "$arm" --each 100 -q ${cassette:+--replay "$cassette" --record "$cassette"} || [ $? = 1 ]
  echo
done
