#!/usr/bin/env bash
# switchgate-serve with the real switchgate in front of the sample shop: a good candidate is
# confirmed, a bad one is not and rolls back.
#
#   serve.sh SERVE SHOP    the webhook program (switchgate beside it), and the sample service
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
serve=$1
shop=$2
# shellcheck source=scripts/services.sh
source "$here/../../scripts/services.sh"
if ! command -v curl >/dev/null; then
  echo "skipped: there is no curl to ask with"
  exit 77
fi

deploy() { start "$1" "$shop" --release "$2" --version "$3" --port-file "$scratch/$1/port"; }

deploy live good 1.0.0
live=$url
deploy good good 1.1.0
good=$url
deploy bad bad 1.1.0
bad=$url
cat >"$scratch/serve.yaml" <<YAML
switchgate-serve: 1
gates:
  good: {suites: $(realpath "$here/../../samples/shop/shop.yaml"), live: $live, candidate: $good, options: [--compare, 'shape,headers']}
  bad: {suites: $(realpath "$here/../../samples/shop/shop.yaml"), live: $live, candidate: $bad, options: [--compare, 'shape,headers']}
YAML
export SWITCHGATE_SERVE_TOKEN=0123456789abcdef SHOP_VERSION=1.1.0
"$serve" --check "$scratch/serve.yaml"
"$serve" --listen 127.0.0.1:0 --jobs 2 "$scratch/serve.yaml" 2>"$scratch/log" &
id=$!
started+=("$id")
deadline=$((SECONDS + start_within))
until address=$(sed -n 's/.* listening address=\([^ ]*\).*/\1/p' "$scratch/log") && [[ -n $address ]]; do
  if [[ $SECONDS -ge $deadline ]]; then
    echo "switchgate-serve did not start; it said:" >&2
    cat "$scratch/log" >&2
    exit 1
  fi
  sleep 0.05
done

# hook TYPE GATE: the status code of Flagger's webhook; the answer is in $scratch/answer.
hook() {
  curl -s -o "$scratch/answer" -w '%{http_code}' -H 'Content-Type: application/json' \
    -d '{"name":"shop","namespace":"test","phase":"Progressing","checksum":"85d557f47b"}' \
    "http://flagger:$SWITCHGATE_SERVE_TOKEN@$address/flagger/$1/$2"
}

# expect TYPE GATE STATUS VERDICT: asks while the run goes on.
expect() {
  local deadline=$((SECONDS + 60)) code
  while code=$(hook "$1" "$2") && grep -q '"verdict":"running"' "$scratch/answer" && [[ $SECONDS -lt $deadline ]]; do
    sleep 0.1
  done
  if [[ $code != "$3" ]] || ! grep -q "\"verdict\":\"$4\"" "$scratch/answer"; then
    echo "$1 of $2: expected $3 and $4, found $code and $(<"$scratch/answer")" >&2
    cat "$scratch/log" >&2
    exit 1
  fi
}

expect pre-rollout good 200 open
expect pre-rollout bad 403 closed
expect confirm-promotion good 200 open
expect rollback good 403 open
expect rollback bad 200 closed
grep -q 'currency' "$scratch/answer"    # the first findings say what is wrong
kill -TERM "$id"
wait "$id"
