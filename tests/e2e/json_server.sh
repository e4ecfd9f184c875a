#!/usr/bin/env bash
# Runs the gate on two real versions of json-server: it must close (exit 1), and its
# JUnit report must fail and pass the checks of json_server.expected, no more and no
# fewer. Exits with 77, which ctest shows as skipped, when node or npm is absent.
#
#   json_server.sh PROGRAM    the switchgate to test
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
export SWITCHGATE=$1

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
status=0
"$here/../../samples/json-server/run" --report "junit=$scratch/junit.xml" || status=$?
if [[ $status -eq 77 ]]; then exit 77; fi
if [[ $status -ne 1 ]]; then
  echo "expected the gate to be closed (exit 1), found exit $status" >&2
  exit 1
fi
python3 "$here/junit_outcomes.py" "$scratch/junit.xml" "$here/json_server.expected"
