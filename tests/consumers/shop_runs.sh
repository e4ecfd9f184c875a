#!/usr/bin/env bash
# Leaves two stored runs in FOLDER, shop-good.json and shop-bad.json: what the gate says of a good
# and of a bad release of the sample shop.
#
#   shop_runs.sh SWITCHGATE SHOP FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
gate=$1
shop=$2
folder=$3
# shellcheck source=scripts/services.sh
source "$here/../../scripts/services.sh"

deploy() { start "$1" "$shop" --release "$2" --version "$3" --port-file "$scratch/$1/port"; }

# judge NAME LIVE CANDIDATE STATUS: leaves the stored run, whose exit code must be STATUS.
judge() {
  ask env -u GITHUB_ACTIONS SHOP_VERSION=1.1.0 "$gate" run -q "$here/../../samples/shop/shop.yaml" --live "$2" \
    --candidate "$3" --compare shape,headers --report "json=$folder/shop-$1.json"
  if [[ $status -ne $4 ]]; then
    echo "the $1 candidate: expected exit $4, found exit $status" >&2
    exit 1
  fi
}

mkdir -p "$folder"
deploy live good 1.0.0
live=$url
deploy good good 1.1.0
good=$url
deploy bad bad 1.1.0
judge good "$live" "$good" 0
judge bad "$live" "$url" 1
