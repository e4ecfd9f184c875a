#!/usr/bin/env bash
# Runs the hook of .pre-commit-hooks.yaml by pre-commit itself: a good suite passes, a wrong
# one does not, other YAML files are not looked at.
#
#   precommit.sh PROGRAM
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
if ! command -v pre-commit >/dev/null; then
  echo "SKIPPED: pre-commit is not installed; scripts/setup --readers installs it"
  exit 77
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
PATH=$(dirname "$1"):$PATH
export PRE_COMMIT_HOME=$scratch/cache
export GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t@example.com GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t@example.com

# The hook as a repository of its own, as pre-commit fetches it.
mkdir "$scratch/hooks" "$scratch/project"
cp "$root/.pre-commit-hooks.yaml" "$scratch/hooks"
git -C "$scratch/hooks" init --quiet
git -C "$scratch/hooks" add --all
git -C "$scratch/hooks" commit --quiet --message hooks

cd "$scratch/project"
git init --quiet
cat >.pre-commit-config.yaml <<END
repos:
  - repo: $scratch/hooks
    rev: $(git -C "$scratch/hooks" rev-parse HEAD)
    hooks: [{id: switchgate-lint}]
END
mkdir -p .switchgate/suites other

# expect NAME STATUS TEXT: what pre-commit says of everything that is staged.
expect() {
  local said status=0
  git add --all
  said=$(pre-commit run 2>&1) || status=$?
  if [[ $status -ne $2 || $said != *"$3"* ]]; then
    printf '%s: expected exit %s and "%s", found exit %s:\n%s\n' "$1" "$2" "$3" "$status" "$said" >&2
    exit 1
  fi
}

printf 'chek: 1\n' >other/config.yaml
expect "no suite" 0 "no files to check"
printf 'switchgate: 1\nname: good\nchecks:\n  - get: /healthz\n    expect: {json: {$.status: ok}}\n' >.switchgate/suites/good.yaml
expect "a good suite" 0 Passed
printf 'switchgate: 1\nname: wrong\nchecks:\n  - gte: /healthz\n' >.switchgate/suites/wrong.yaml
expect "a wrong suite" 1 "wrong.yaml:4:"
