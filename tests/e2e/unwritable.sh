#!/usr/bin/env bash
# What cannot be written is said, and never leaves exit 0: report files, standard output, full
# or closed.
#
#   unwritable.sh SWITCHGATE STORED_RUN    a run whose gate is open
set -euo pipefail
gate=$1
run=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
problems=0

# refuses STATUS SAYING COMMAND...: how it exits, and what it says on standard error.
refuses() {
  local wanted=$1 saying=$2 status=0
  shift 2
  "$@" 2>"$scratch/err" || status=$?
  if [[ $status -ne $wanted ]] || ! grep -qF -- "$saying" "$scratch/err"; then
    echo "$*: expected exit $wanted and '$saying', found exit $status and: $(<"$scratch/err")" >&2
    problems=$((problems + 1))
  fi
}
to_full() { "$@" >/dev/full; }
to_closed() { "$@" >&-; }

touch "$scratch/file"
refuses 2 "cannot write $scratch/file/x.xml" "$gate" render "$run" --report "junit=$scratch/file/x.xml"
refuses 2 "cannot write $scratch: Is a directory" "$gate" render "$run" --report "junit=$scratch"
refuses 3 "cannot write /dev/full: No space left on device" "$gate" render "$run" --report junit=/dev/full
for words in "" "--report junit" "--report junit=$scratch/a.xml --report console"; do
  # shellcheck disable=SC2086  # words
  refuses 3 "cannot write to standard output" to_full "$gate" render "$run" $words
  # shellcheck disable=SC2086
  refuses 3 "cannot write to standard output" to_closed "$gate" render "$run" $words
done
# The console did not flow into the first file that was opened.
if grep -q "gate OPEN" "$scratch/a.xml"; then
  echo "the console stands in the report" >&2
  problems=$((problems + 1))
fi
# A folder that is not there yet is made.
"$gate" render "$run" --report "junit=$scratch/new/folder/a.xml"
[[ -s $scratch/new/folder/a.xml ]]
echo "$problems problems"
exit $((problems > 0))
