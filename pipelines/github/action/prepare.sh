#!/usr/bin/env bash
# Checks the action's inputs and finds the program, before anything takes time. Outputs:
#
#   program              the path that the gate will run
#   way                  found: it is there; build: it must be built from this checkout
#   cache-key, cache-path  where a build may be found again (way=build)
set -euo pipefail
# shellcheck source=pipelines/github/action/messages.sh
source "$(dirname "$0")/messages.sh"

root=$(cd "$(dirname "$0")/../../.." && pwd)
tools=${RUNNER_TEMP:-/tmp}/switchgate

# What decides a build: two checkouts with the same sources share it.
digest_of_sources() {
  (cd "$root" && find CMakeLists.txt CMakePresets.json checks reporters runner -type f -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1)
}

[[ -n ${INPUT_CANDIDATE:-} ]] ||
  stop 2 "the input 'candidate' is empty: give the URL of the side under test; does the step that deploys hand it on?"
[[ ${INPUT_ALLOW_COMMANDS:-false} =~ ^(true|false)$ ]] ||
  stop 2 "the input 'allow-commands' expects 'true' or 'false', got '$INPUT_ALLOW_COMMANDS'"
[[ -d ${INPUT_WORKING_DIRECTORY:-.} ]] ||
  stop 2 "the input 'working-directory' names no folder: '$INPUT_WORKING_DIRECTORY'; is the repository checked out?"

if [[ -n ${INPUT_BINARY:-} ]]; then
  program=$(type -P -- "$INPUT_BINARY") ||
    stop 2 "the input 'binary' names no program: '$INPUT_BINARY'; give its path, or the name of one on the PATH"
  way=found
  program=$(realpath -- "$program")
elif [[ ${RUNNER_OS:-Linux} != Linux ]]; then
  stop 2 "switchgate is built for Linux; this runner is $RUNNER_OS: use one with Linux, or the input 'binary'"
elif [[ -n ${INPUT_VERSION:-} ]]; then
  # shellcheck source=pipelines/github/action/download.sh
  source "$(dirname "$0")/download.sh"
  download "$INPUT_VERSION" "$tools"
  way=found
  program=$tools/$INPUT_VERSION/switchgate
else
  way=build
  program=$tools/build/switchgate
  set_output cache-path "$tools/build"
  set_output cache-key "switchgate-$(uname -s)-$(uname -m)-$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)-$(digest_of_sources)"
fi
set_output way "$way"
set_output program "$program"
