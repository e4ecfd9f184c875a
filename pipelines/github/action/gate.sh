#!/usr/bin/env bash
# Asks the gate and tells GitHub: outputs and a summary are there also when it fails. The
# inputs arrive as GATE_* (see pipelines/gate.sh), INPUT_ALLOW_COMMANDS and INPUT_WORKING_DIRECTORY.
set -euo pipefail
# shellcheck source=pipelines/github/action/messages.sh
source "$(dirname "$0")/messages.sh"

root=$(cd "$(dirname "$0")/../../.." && pwd)
cd -- "${INPUT_WORKING_DIRECTORY:-.}"
if [[ ${INPUT_ALLOW_COMMANDS:-false} == true ]]; then
  GATE_ARGUMENTS=--allow-commands$'\n'${GATE_ARGUMENTS:-}
fi
GATE_FOLDER=${GATE_FOLDER:-switchgate-reports}
[[ $GATE_FOLDER == /* ]] || GATE_FOLDER=$PWD/$GATE_FOLDER

# Of a file: what is none (a device) may never end.
length_of_summary() {
  if [[ -f ${GITHUB_STEP_SUMMARY:-} ]]; then wc -c <"$GITHUB_STEP_SUMMARY"; else echo 0; fi
}

# The last word of the step, after the program's own outputs, summary and annotations.
# shellcheck disable=SC2317,SC2154  # called by the trap; gate.sh sets the variables
tell() {
  local status=$? verdict=undecided format file
  case $status in
    # A signal ends the shell with the status of its last command: 0 alone says nothing.
    0) if [[ ${decided:-} == open ]]; then verdict=open; else status=3; fi ;;
    1) verdict=closed ;;
  esac
  set_output verdict "$verdict" || exit 3
  set_output exit-code "$status" || exit 3
  set_output report-folder "$GATE_FOLDER" || exit 3
  for format in $formats; do
    file=$GATE_FOLDER/$(file_of "$format")
    if [[ -f $file ]]; then set_output "report-$format" "$file" || exit 3; fi
  done
  if [[ -z $reason && $(length_of_summary) -ne $before ]]; then return; fi
  summarize "switchgate: gate $verdict (exit code $status)${reason:+: $reason}" || true
  if [[ $status -ne 0 ]]; then
    printf '::error title=switchgate::%s\n' "$(escaped "the gate is $verdict (exit code $status)${reason:+: $reason}")"
  fi
}

before=$(length_of_summary)
reason='' formats=''
trap tell EXIT
# shellcheck source=pipelines/gate.sh
source "$root/pipelines/gate.sh"
