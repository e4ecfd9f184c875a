#!/usr/bin/env bash
# Opens html reports in Chromium: of a real run of the sample shop's bad release, of the
# sample run of tests/golden, and of that run with hostile texts. Exits with 77, which ctest
# shows as skipped, when what it takes is not installed.
#
#   html_report.sh PROGRAM SHOP    the switchgate to test, and the sample service
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
gate=$1
shop=$2
# shellcheck source=scripts/services.sh
source "$here/../../scripts/services.sh"
# shellcheck source=tests/browser/installed.sh
source "$here/installed.sh"

deploy() { start "$1" "$shop" --release "$2" --version "$3" --port-file "$scratch/$1/port"; }

deploy live good 1.0.0
live=$url
deploy bad bad 1.1.0
ask env SHOP_VERSION=1.1.0 "$gate" run "$here/../../samples/shop/shop.yaml" --live "$live" --candidate "$url" \
  -q --report "json=$scratch/shop.json" --report "html=$scratch/shop.html"
if [[ $status -ne 1 ]]; then
  echo "the bad candidate: expected exit 1, found exit $status" >&2
  exit 1
fi

sample=$here/../golden/reporters/report.json
node "$here/poison.cjs" "$sample" >"$scratch/hostile.json"
"$gate" render "$sample" --report "html=$scratch/sample.html"
"$gate" render "$scratch/hostile.json" --report "html=$scratch/hostile.html"
node "$here/html_report.cjs" "$scratch"
