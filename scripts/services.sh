# Sourced by scripts that start services, ask them something, and end them again:
# also on Ctrl-C, each by its own id. Not a command.
# shellcheck shell=bash

start_within=20   # seconds
# shellcheck disable=SC2034  # for the caller
url='' status=0
scratch=$(mktemp -d)
started=()

# The last started ends first: the gate cleans up in services that still answer.
end_all() {
  local i
  for ((i = ${#started[@]} - 1; i >= 0; --i)); do
    kill "${started[i]}" 2>/dev/null || true
    wait "${started[i]}" 2>/dev/null || true
  done
  rm -rf "$scratch"
}
trap end_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# start NAME COMMAND...: runs the command in $scratch/NAME, waits until it has written
# its port to $PORT_FILE there, and leaves its address in $url.
start() {
  local name=$1 folder=$scratch/$1
  shift
  mkdir -p "$folder"
  (
    cd "$folder"
    export PORT_FILE=$folder/port
    exec "$@" >"$folder/log" 2>&1
  ) &
  local id=$!
  started+=("$id")
  local deadline=$((SECONDS + start_within))
  until [[ -s $folder/port ]]; do
    if ! kill -0 "$id" 2>/dev/null || [[ $SECONDS -ge $deadline ]]; then
      echo "$(basename "$0"): '$name' did not start within ${start_within} s; it said:" >&2
      cat "$folder/log" >&2
      exit 1
    fi
    sleep 0.05
  done
  url=http://127.0.0.1:$(<"$folder/port")
}

# ask COMMAND...: runs the command and leaves its exit code in $status. It runs in the
# background, since bash takes a signal only between commands and in `wait`.
ask() {
  "$@" &
  started+=("$!")
  status=0
  wait "$!" || status=$?
  unset 'started[-1]'
}
