# Sourced by the action's scripts: how they speak to GitHub. Not a command.
# shellcheck shell=bash

# A text as the value of a workflow command: no line of it can begin a command of its own.
escaped() {
  local text=${1//'%'/%25}
  text=${text//$'\r'/%0D}
  printf '%s' "${text//$'\n'/%0A}"
}

# set_output NAME VALUE: a value of several lines ends where nothing in it can.
set_output() {
  local end
  end=end-$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  printf '%s<<%s\n%s\n%s\n' "$1" "$end" "$2" "$end" >>"${GITHUB_OUTPUT:-/dev/null}"
}

# summarize TEXT: a paragraph on the run's page; markup in it is shown, not obeyed.
summarize() {
  local text=${1//'&'/'&amp;'}
  text=${text//'<'/'&lt;'}
  printf '<pre>%s</pre>\n\n' "${text//'>'/'&gt;'}" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
}

# stop STATUS MESSAGE: an annotation, a paragraph, and the end of the step.
stop() {
  printf '::error title=switchgate::%s\n' "$(escaped "$2")"
  summarize "switchgate: $2"
  exit "$1"
}
