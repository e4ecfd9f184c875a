#!/bin/sh
# Deploys a chart to the idle release, asks it, and moves traffic when the gate is open:
#
#   switch-over.sh IDLE_RELEASE CHART [OPTION OF HELM UPGRADE]...
#
# deploy/switch is yours: it moves traffic to the release whose name it is given.
set -eu
release=$1
chart=$2
shift 2

helm upgrade --install --wait "$@" -- "$release" "$chart"
# A release without tests passes `helm test`.
if ! helm get hooks -- "$release" | grep /switchgate/gate.sh >/dev/null; then
  printf 'switch-over: expected the test of switchgate in the release "%s", found none; is templates/tests/switchgate.yaml in the chart?\n' "$release" >&2
  exit 2
fi
helm test --logs --timeout 20m -- "$release"
deploy/switch "$release"
