#!/usr/bin/env bash
# Runs the gate on the sample shop: a good candidate leaves it open, a bad one closes it
# by what a comparison sees, check by check. Latency is left to scripts/demo: a test
# must not depend on how busy the machine is.
#
#   shop.sh PROGRAM SHOP    the switchgate to test, and the sample service
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
gate=$1
shop=$2
# shellcheck source=scripts/services.sh
source "$here/../../scripts/services.sh"

deploy() { start "$1" "$shop" --release "$2" --version "$3" --port-file "$scratch/$1/port"; }

# judge NAME LIVE CANDIDATE STATUS: the exit code, and the outcome of every check.
judge() {
  local report=$scratch/$1.xml
  ask env SHOP_VERSION=1.1.0 "$gate" run "$here/../../samples/shop/shop.yaml" --live "$2" --candidate "$3" \
    --compare shape,headers --report "junit=$report"
  if [[ $status -ne $4 ]]; then
    echo "the $1 candidate: expected exit $4, found exit $status" >&2
    exit 1
  fi
  python3 "$here/junit_outcomes.py" "$report" "$here/shop_$1.expected"
}

deploy live good 1.0.0
live=$url
deploy good good 1.1.0
good=$url
deploy bad bad 1.1.0
judge good "$live" "$good" 0
judge bad "$live" "$url" 1
