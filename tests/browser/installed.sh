# Sourced: leaves with 77 and a sentence unless a browser, node and what package.json pins
# are there. Not a command.
# shellcheck shell=bash

folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/build/npm/browser
for program in chromium node; do
  if ! command -v "$program" >/dev/null; then
    echo "SKIPPED: $program is not installed (scripts/setup --readers installs chromium)"
    exit 77
  fi
done
if [[ ! -e $folder/installed ]]; then
  echo "SKIPPED: what tests/browser/package.json pins is not installed (scripts/setup --npm installs it)"
  exit 77
fi
CHROMIUM=$(command -v chromium)
export CHROMIUM NODE_PATH=$folder/node_modules
