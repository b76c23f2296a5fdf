#!/bin/sh
# Fetches what package.json and its lock ask for; no script of any package is run.
# usage: fetch_npm.sh LAYER   (in the folder of the manifests)
set -eu
if [ -e package-lock.json ] || [ -e npm-shrinkwrap.json ]; then how=ci; else how=install; fi
npm "$how" --ignore-scripts --no-audit --no-fund --no-update-notifier --install-links=false --loglevel=error 1>&2
inner=$(find . -path ./node_modules -prune -o -name node_modules -type d -print | head -n 1)
if [ -n "$inner" ]; then
    echo "a package of the workspace needs other versions than the rest, in $inner; a fetch keeps the root's alone: install by hand with npm $how" >&2
    exit 1
fi
mkdir -p "$1"
if [ -d node_modules ]; then cp -a node_modules/. "$1"; fi
if [ "$how" = ci ]; then echo '{}'; else echo '{"left": ["fixed versions (there is no package-lock.json)"]}'; fi
