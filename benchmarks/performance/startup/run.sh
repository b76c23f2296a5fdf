#!/usr/bin/env bash
# Times what a person waits for before anything happens, side by side in one run; ratios are to a plain spawn of /bin/true.
# usage: benchmarks/performance/startup/run.sh [ROUNDS] [ASSAY]; a release build with the Swift library in it is what is installed.
# Exit code 1 where 'assay --version' takes longer than 20 ms, or a run in the sandbox 40 ms more (medians).
set -euo pipefail
cd "$(dirname "$0")/../../.."
rounds=${1:-100} assay=$(realpath "${2:-.build/release/assay}")
[ -x "$assay" ] || { echo "run: build it first: make binaries"; exit 3; }
jail=$(dirname "$assay")/assay-jail
[ -x "$jail" ] || jail=$(dirname "$assay")/../libexec/assay/assay-jail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
clang -O2 -D_GNU_SOURCE -o "$work/bench" benchmarks/performance/sandbox/bench.c
variants() {
  printf 'plain spawn\t/bin/true\n'
  if command -v bwrap >/dev/null; then
    printf 'bubblewrap %s\tbwrap --unshare-all --ro-bind /usr /usr --tmpfs /tmp --symlink usr/lib /lib --symlink usr/lib64 /lib64 --symlink usr/bin /bin --proc /proc --dev /dev --die-with-parent /bin/true\n' \
      "$(bwrap --version | cut -d' ' -f2)"
  fi
  printf 'assay-jail run\t%s run --meta %s/meta --capture --policy sandbox/policies/base.policy -- /bin/true\n' "$jail" "$work"
  printf 'assay --version\t%s --version\n' "$assay"
  printf 'assay sandbox run\t%s sandbox run --json -- /bin/true\n' "$assay"
}
echo "<!-- $(date -u +%F), $(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg), kernel $(uname -r), $rounds rounds -->"
variants | "$work/bench" "$rounds" "$jail" | tee "$work/table"
awk -F'|' '$2 ~ /--version/ { version = $4 } $2 ~ /sandbox run/ { run = $4 }
  END { slow = version > 20 || run - version > 40
        printf "\nassay --version: %.1f ms of 20; a run in the sandbox: %.1f ms more, of 40%s\n", version, run - version, slow ? ": too slow" : ""
        exit slow }' "$work/table"
