#!/usr/bin/env bash
# Runs a test of the Jenkins library with Debian's groovy and Java; 77, aloud, without them.
#
#   run.sh library PROGRAM   executes the library and the example Jenkinsfile
#   run.sh lint              npm-groovy-lint over pipelines/jenkins, by with_npm.sh
set -euo pipefail
root=$(cd "$(dirname "$0")/../../.." && pwd)

for home in "${JAVA_HOME:-}" /usr/lib/jvm/default-java /usr/lib/jvm/java-17-openjdk-*; do
  if [[ -n $home && -x $home/bin/java ]]; then break; fi
done
if [[ -z $home || ! -x $home/bin/java ]]; then
  echo "SKIPPED: no Java; scripts/setup --readers installs it"
  exit 77
fi
export JAVA_HOME=$home PATH=$home/bin:$PATH

case $1 in
  library)
    if ! command -v groovy >/dev/null; then
      echo "SKIPPED: no groovy; scripts/setup --readers installs it"
      exit 77
    fi
    exec groovy -cp "$root/tests/pipelines/jenkins" "$root/tests/pipelines/jenkins/library_test.groovy" "$root" "$2"
    ;;
  lint)
    cd "$root/pipelines/jenkins"
    exec npm-groovy-lint --noserver --no-insight --failon warning --path . --files '**/*.groovy,**/Jenkinsfile'
    ;;
  *)
    echo "run.sh: expected library or lint, found '$1'" >&2
    exit 2
    ;;
esac
