#!/usr/bin/env bash
# Times sandboxes side by side in one run; ratios are to a plain spawn of the same command.
# usage: benchmarks/performance/sandbox/run.sh [ROUNDS] [LAUNCHER]
set -euo pipefail
cd "$(dirname "$0")/../../.."
rounds=${1:-300} jail=$(realpath "${2:-.build/release/assay-jail}")
[ -x "$jail" ] || { echo "run: build it first: swift build -c release --product assay-jail"; exit 3; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
clang -O2 -D_GNU_SOURCE -o "$work/bench" benchmarks/performance/sandbox/bench.c
echo 'int main(void) { return 0; }' > "$work/true.c"
clang -O2 -static -o "$work/true" "$work/true.c"
policies=$PWD/sandbox/policies
variants() { # COMMAND...
  local inside="$*"
  printf 'plain spawn\t%s\n' "$inside"
  if unshare -Urmpfniu --mount-proc true 2>/dev/null; then
    printf 'unshare, seven namespaces\tunshare -Urmpfniu --mount-proc %s\n' "$inside"
  fi
  if command -v bwrap >/dev/null; then
    printf 'bubblewrap %s\tbwrap --unshare-all --ro-bind /usr /usr --tmpfs /tmp --ro-bind %s %s --symlink usr/lib /lib --symlink usr/lib64 /lib64 --symlink usr/bin /bin --proc /proc --dev /dev --die-with-parent %s\n' \
      "$(bwrap --version | cut -d' ' -f2)" "$work" "$work" "$inside"
  fi
  printf 'assay-jail run, everything built anew\t%s run --meta %s/meta --capture --policy %s/base.policy --policy %s/python.policy --ro %s -- %s\n' \
    "$jail" "$work" "$policies" "$policies" "$work" "$inside"
  local policy="--policy $policies/base.policy --policy $policies/python.policy"
  printf 'assay-jail fresh\tjail fresh %s --capture --ro %s -- %s\n' "$policy" "$work" "$inside"
  printf 'assay-jail slot\tjail slot %s --capture --ro %s -- %s\n' "$policy" "$work" "$inside"
  if [ "$(id -u)" = 0 ]; then
    printf 'assay-jail bare, no namespaces\tjail bare %s --policy %s/bare.policy --min-tier 3 --capture --ro %s -- %s\n' \
      "$policy" "$policies" "$work" "$inside"
  fi
}
echo "<!-- $(date -u +%F), $(nproc) cores, $(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2 | xargs), kernel $(uname -r), $rounds rounds -->"
echo; echo "## A static program that does nothing"; echo
variants "$work/true" | "$work/bench" "$rounds" "$jail"
echo; echo "## python3 -c pass"; echo
variants /usr/bin/python3 -c pass | "$work/bench" $((rounds / 3 + 1)) "$jail"
echo; echo "## Beyond starting"; echo
/usr/bin/python3 benchmarks/performance/sandbox/details.py "$jail" | sed 's/^/- /'
