#!/usr/bin/env bash
# Makes docs/images/report.png anew: the report of docs/example/shop as a browser shows it.
# usage: docs/images/render.sh [ASSAY]; needs chromium
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${1:-.build/debug/assay}" verify docs/example/shop --no-cache -o "$work/report.html" >/dev/null || [ $? = 1 ]
chromium --headless=new --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$work/browser" \
  --force-device-scale-factor=1.5 --window-size=880,848 --screenshot="$work/report.png" "file://$work/report.html" 2>/dev/null
cp "$work/report.png" docs/images/report.png
