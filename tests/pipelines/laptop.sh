#!/usr/bin/env bash
# Runs the commands of pipelines/laptop/README.md as they are shown, but for the build, in a
# folder that has the programs where the page expects them. Comparing latencies is left out: a
# test must not depend on how busy the machine is.
#
#   laptop.sh PROGRAM SHOP
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
scratch=$(mktemp -d)
finish() {
  # shellcheck disable=SC2046  # one id each
  kill $(cat "$scratch"/*.id 2>/dev/null) 2>/dev/null || true
  rm -rf "$scratch"
}
trap finish EXIT
mkdir -p "$scratch/build/release/samples/shop" "$scratch/samples/shop"
ln -s "$root/pipelines" "$scratch/pipelines"
printf '#!/bin/sh\necho $$ >%s/$$.id\nexec %s "$@"\n' "$scratch" "$2" >"$scratch/build/release/samples/shop/shop"
# shellcheck disable=SC2016  # for the script that is written
printf '#!/bin/sh\nif test "$1" = run; then shift; set -- run --compare=shape,headers "$@"; fi\nexec %s "$@"\n' "$1" \
  >"$scratch/build/release/switchgate"
chmod +x "$scratch/build/release/switchgate" "$scratch/build/release/samples/shop/shop"
cp "$root/samples/shop/shop.yaml" "$scratch/samples/shop"

awk '/^```sh$/ { inside = 1; next } /^```$/ { inside = 0 } inside && !/^scripts\//' \
  "$root/pipelines/laptop/README.md" >"$scratch/commands"
cd "$scratch"
bash -eu commands >said 2>&1 || { cat said; exit 1; }

# expect NUMBER TEXT: how often a text was said.
expect() {
  local found
  found=$(grep -c -F -- "$2" said || true)
  if [[ $found -ne $1 ]]; then
    printf 'expected "%s" %s times, found %s:\n' "$2" "$1" "$found"
    cat said
    exit 1
  fi
}
expect 1 "traffic stays at blue"
expect 1 "exit code 1"
expect 1 '"version":"1.0.0"'
expect 1 "traffic moved to green"
expect 1 '"version":"1.1.0"'
