#!/usr/bin/env bash
# Prints how the Swift sources are cut: the figures of docs/results.md.
#
# usage: benchmarks/structure.sh
set -euo pipefail
cd "$(dirname "$0")/.."
find Sources -name '*.swift' -exec wc -l {} + | awk '$2 != "total" { print $1, $2 }' | sort -n | awk '
  { lines[NR] = $1; name[NR] = $2; sum += $1 }
  END {
    printf "%d Swift files in Sources, %d lines\n", NR, sum
    printf "median %d, 95 %% at most %d, longest %d (%s)\n", lines[int((NR - 1) / 2 + 0.5) + 1], lines[int((NR - 1) * 0.95 + 0.5) + 1], lines[NR], name[NR]
  }'
echo "$(grep -rl --include='*.swift' -w VerificationContext Sources | wc -l) files name VerificationContext"
echo "$(grep -rlE --include='*.swift' 'inout (Evidence|\[Evidence\])' Sources | wc -l) files take inout Evidence"
find Sources -name '*.swift' -printf '%h\n' | sort | uniq -c | sort -rn | awk 'NR == 1 { printf "largest folder: %s with %d Swift files\n", $2, $1 }'
echo "$(sed -n '/targets: \[/,$p' Package.swift | grep -cE '^ +module\(') modules"
