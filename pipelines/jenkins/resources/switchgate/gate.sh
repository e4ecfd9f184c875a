#!/bin/sh
# Asks the gate once, for a CI system: reads what is wanted from the environment, runs
# switchgate, and ends with 0 only when the report itself says that the gate is open.
#
#   GATE_CANDIDATE  the side under test; required
#   GATE_LIVE       the side that serves traffic now
#   GATE_BASELINE   a baseline to compare with
#   GATE_PROFILE    the profile to lay over the suites
#   GATE_SUITES     suite files or folders, one a line
#   GATE_ARGUMENTS  further arguments of `switchgate run`, one a line
#   GATE_REPORTS    formats, parted by blanks or commas; json is always written
#   GATE_FOLDER     where the reports go (switchgate-reports)
#   GATE_PROGRAM    the program (switchgate)
#
# Each value reaches the program as one argument, whatever is in it. Exit codes are those
# of `switchgate run`: 0 open, 1 closed, 2 something is set up wrongly, 3 undecided.
# $GATE_FOLDER/verdict.env says the same in two lines: SWITCHGATE_VERDICT, SWITCHGATE_EXIT_CODE.
set -euf  # f: values are split, but patterns in them are left alone

reason=
decided=  # open, once everything says so
formats=
all_formats='json junit junit-jenkins-xunit sarif sarif-with-suppressions gitlab openmetrics markdown html tap'
program=${GATE_PROGRAM:-switchgate}
folder=${GATE_FOLDER:-switchgate-reports}

# stop STATUS MESSAGE: a value in the message stays on the message's line. The reason is
# kept for a script that sources this one.
stop() {
  reason=$(printf '%s' "$2" | tr '\n\r' '  ')
  printf 'switchgate gate: %s\n' "$reason" >&2
  exit "$1"
}

# note VERDICT STATUS
note() {
  printf 'SWITCHGATE_VERDICT=%s\nSWITCHGATE_EXIT_CODE=%s\n' "$1" "$2" >"$folder/verdict.env" ||
    stop 3 "cannot write '$folder/verdict.env'; is the disk full, or the folder another user's?"
}

# The file name of a report's format; nothing for a format that no file is made of.
file_of() {
  case $1 in
    json) echo report.json ;;
    junit) echo junit.xml ;;
    junit-jenkins-xunit) echo junit-xunit.xml ;;
    sarif) echo switchgate.sarif ;;
    sarif-with-suppressions) echo switchgate-suppressed.sarif ;;
    gitlab) echo gl-code-quality.json ;;
    openmetrics) echo metrics.txt ;;
    markdown) echo report.md ;;
    html) echo report.html ;;
    tap) echo report.tap ;;
  esac
}

mkdir -p -- "$folder" 2>/dev/null || stop 2 "cannot make the folder of reports '$folder'; is a file in its way, or its parent another user's?"
# An old word is taken away first: where it cannot be replaced, none is better.
rm -f -- "$folder/verdict.env" || stop 3 "cannot remove the old '$folder/verdict.env'; is it another user's?"
note undecided 2  # until something else is known
for format in $all_formats; do
  rm -f -- "$folder/$(file_of "$format")" || stop 2 "cannot remove an old report from '$folder'; is it another user's?"
done
case $program in
  */*) if test ! -f "$program" || test ! -x "$program"; then stop 2 "expected a program, found none at '$program'"; fi ;;
  *) command -v -- "$program" >/dev/null || stop 2 "expected the program '$program' on the PATH, found none; install switchgate, or name its path" ;;
esac
test -n "${GATE_CANDIDATE:-}" || stop 2 "the candidate's URL is empty; does the step that deploys hand it on?"

set -- run "--candidate=$GATE_CANDIDATE"
test -z "${GATE_LIVE:-}" || set -- "$@" "--live=$GATE_LIVE"
test -z "${GATE_BASELINE:-}" || set -- "$@" "--baseline=$GATE_BASELINE"
test -z "${GATE_PROFILE:-}" || set -- "$@" "--profile=$GATE_PROFILE"
for format in json $(printf '%s' "${GATE_REPORTS:-}" | tr ',' ' '); do
  case " $formats " in *" $format "*) continue ;; esac
  formats="$formats $format"
  file=$(file_of "$format")
  test -n "$file" || stop 2 "expected formats among $all_formats, found '$format'"
  set -- "$@" "--report=$format=$folder/$file"
done
IFS='
'
# shellcheck disable=SC2086  # one argument a line
set -- "$@" ${GATE_ARGUMENTS:-} -- ${GATE_SUITES:-}
unset IFS

# A CI system that cancels signals this shell: it hands on, so that `finally` runs and the
# reports are written.
"$program" "$@" &
id=$!
trap 'kill -TERM "$id" 2>/dev/null || true' INT TERM HUP
status=0
wait "$id" || status=$?
while kill -0 "$id" 2>/dev/null; do
  status=0
  wait "$id" || status=$?
done
trap - INT TERM HUP

# Nothing that merely ended well opens: --dry-run, --exit-zero or another program end with 0 too.
if test "$status" -eq 0; then
  said=$("$program" query '$.verdict.gate' "$folder/report.json" 2>/dev/null) || said=
  if test "$said" != '"open"'; then
    note undecided 3
    stop 3 "the program ended with 0, but '$folder/report.json' says ${said:-nothing} instead of \"open\"; is --dry-run or --exit-zero among the arguments?"
  fi
  part=$("$program" query '$.shard' "$folder/report.json" 2>/dev/null) || part=unknown
  case $part in
    '' | null) ;;
    *)
      note undecided 3
      stop 3 "the report is of one part of the run (--shard): merge the parts' reports, and ask \`switchgate render --gate\` of the whole"
      ;;
  esac
fi
case $status in
  0)
    note open 0
    decided=open
    ;;
  1) note closed 1 ;;
  *) note undecided "$status" ;;
esac
exit "$status"
