# Sourced by prepare.sh: fetches a released program. Not a command.
# shellcheck shell=bash

# download VERSION FOLDER: leaves the program at FOLDER/VERSION/switchgate. What came is
# trusted only when its SHA-256 stands in checksums.txt, which comes with this action.
download() {
  local version=$1 folder=$2/$1 file wanted found
  local sums=${SWITCHGATE_CHECKSUMS:-$(dirname "${BASH_SOURCE[0]}")/checksums.txt}
  [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$ ]] ||
    stop 2 "the input 'version' expects one such as '1.2.3', got '$version'"
  file=switchgate-$version-linux-$(uname -m).tar.gz
  wanted=$(awk -v file="$file" '$2 == file { print $1 }' "$sums")
  [[ $wanted =~ ^[0-9a-f]{64}$ ]] ||
    stop 2 "this action knows no checksum of '$file': it is no released version, or a newer one than this action; leave 'version' out to build from the action's checkout, or give 'binary'"
  local base=${INPUT_DOWNLOAD_URL:-}
  if [[ -z $base ]]; then
    [[ -n ${ACTION_REPOSITORY:-} ]] ||
      stop 2 "the runner does not say which repository this action comes from: give the input 'download-url'"
    base=${GITHUB_SERVER_URL:-https://github.com}/$ACTION_REPOSITORY/releases/download
  fi
  mkdir -p "$folder"
  curl --fail --silent --show-error --location --proto '=https,http' --connect-timeout 10 --max-time 300 \
    --retry 3 --output "$folder/$file" --url "${base%/}/v$version/$file" ||
    stop 3 "could not fetch '$file' from '$base'; the gate was not asked"
  found=$(sha256sum "$folder/$file" | cut -d' ' -f1)
  if [[ $found != "$wanted" ]]; then
    rm -f "$folder/$file"
    stop 3 "'$file' from '$base' has the SHA-256 $found, expected $wanted: it is not what was released; it was not run"
  fi
  tar --extract --gzip --file "$folder/$file" --directory "$folder" --no-same-owner switchgate ||
    stop 3 "'$file' holds no program 'switchgate'"
}
