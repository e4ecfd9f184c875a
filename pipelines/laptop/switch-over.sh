#!/usr/bin/env bash
# Asks the idle side and, when the gate is open, moves traffic to it:
#
#   switch-over.sh FOLDER SIDE [SUITE...]
#
# FOLDER/current is a symbolic link to the side with the traffic, a folder with a file `port`;
# FOLDER/SIDE is the idle one. The program is $GATE_PROGRAM, or `switchgate` on the PATH; the
# reports go to FOLDER/reports. Exits as the gate does: 0 only when traffic has moved.
set -euo pipefail
if [[ $# -lt 2 || ! -L $1/current || ! -s $1/$2/port ]]; then
  echo "switch-over.sh: expected a folder with a link 'current', and in it a side with a file 'port'" >&2
  exit 2
fi
folder=$1
side=$2
shift 2

status=0
GATE_CANDIDATE=http://127.0.0.1:$(<"$folder/$side/port") \
  GATE_LIVE=http://127.0.0.1:$(<"$folder/current/port") \
  GATE_SUITES=$(printf '%s\n' "$@") GATE_REPORTS='junit' GATE_FOLDER=$folder/reports \
  "$(dirname "$0")/../gate.sh" || status=$?
if [[ $status -ne 0 ]]; then
  echo "traffic stays at $(readlink "$folder/current")"
  exit "$status"
fi
ln -sfn "$side" "$folder/next"
mv -T "$folder/next" "$folder/current"  # in one step: nobody finds no side
echo "traffic moved to $side"
