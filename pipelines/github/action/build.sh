#!/usr/bin/env bash
# Builds the program from the action's own checkout (Debian and its relatives) and puts it
# at $PROGRAM. The build itself happens in a copy: the checkout stays as it is.
set -euo pipefail
# shellcheck source=pipelines/github/action/messages.sh
source "$(dirname "$0")/messages.sh"

root=$(cd "$(dirname "$0")/../../.." && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
for part in CMakeLists.txt CMakePresets.json checks reporters runner samples scripts tests; do
  cp -R "$root/$part" "$copy"
done
"$copy/scripts/setup" || stop 3 "could not install what the build needs; on other systems than Debian's give the input 'binary'"
"$copy/scripts/build" release switchgate || stop 3 "could not build switchgate from the action's checkout; the gate was not asked"
mkdir -p "$(dirname "$PROGRAM")"
cp "$copy/build/release/switchgate" "$PROGRAM"
