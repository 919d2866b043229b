#!/usr/bin/env bash
# Every check of the project, in order, up to the first that fails. The last line counts the tests
# of all steps; a check that is not a test run counts as one. Arguments: only these steps, by name;
# `--all` before them: every end-to-end test in every engine, not only the main path.
source "$(dirname "$0")/env.sh"
all=
[ "${1:-}" != --all ] || { all=1; shift; }
only=" $* "
passed=0 failed=0 excepted=0 log=$(mktemp)

finish() {
  local code=$?
  rm -f "$log"
  # What stops the script between two steps is a failure as well.
  [ "$code" = 0 ] || [ "$failed" != 0 ] || failed=1
  [ "$excepted" = 0 ] ||
    printf '\n%s tests were left out in an engine that cannot play them: "not in …" above says why\n' "$excepted"
  printf '\n%s passed, %s failed\n' "$passed" "$failed"
  exit "$code"
}
trap finish EXIT
trap 'exit 130' INT TERM

# tally: adds up the `test result:` lines of the step, less the tests that say that they were left
# out, and says by its status whether there was a test
tally() {
  local ok bad out
  read -r ok bad < <(sed -nE 's/^test result: .* ([0-9]+) passed; ([0-9]+) failed.*/\1 \2/p' "$log" |
    awk '{ ok += $1; bad += $2 } END { print ok + 0, bad + 0 }')
  out=$(grep -cE 'not in (chromium|firefox|webkit): ' "$log" || true)
  passed=$((passed + ok - out)) failed=$((failed + bad)) excepted=$((excepted + out))
  [ $((ok + bad)) != 0 ]
}

# step NAME TITLE check|tests COMMAND…
step() {
  local name=$1 title=$2 kind=$3 code=0
  shift 3
  [ "$only" = "  " ] || [[ $only == *" $name "* ]] || return 0
  say "$name: $title"
  "$@" 2>&1 | tee "$log" || code=$?
  if [ "$kind" = check ]; then
    [ "$code" != 0 ] || passed=$((passed + 1))
  elif ! tally && [ "$code" = 0 ]; then
    code=1
    echo "no test was run"
  fi
  [ "$code" = 0 ] || {
    [ "$failed" != 0 ] || failed=1
    die "$name failed ($title): see above; later steps were not run"
  }
}

[ ! -t 1 ] || export CARGO_TERM_COLOR=always

.ci/tools.sh test
CHROMEDRIVER=${CHROMEDRIVER:-$(command -v chromedriver)}
export CHROMEDRIVER

wasm="--target wasm32-unknown-unknown"
step format "cargo fmt" check cargo fmt --all --check
step clippy "warnings denied, native" check cargo clippy $locked --workspace --all-targets -- -D warnings
step clippy-wasm "warnings denied, the page" check cargo clippy $locked -p clocked $wasm --lib --bins --test web -- -D warnings
step deny "licences, sources and versions of the crates" check cargo deny $locked --workspace check --deny warnings licenses sources bans
step deps "no heavy crate in the page" check cargo deny $locked --config .ci/page-crates.toml check --deny warnings bans
step advisories "known faults of the crates" check .ci/advisories.sh
step native "native tests and the sandbox's conformance" tests cargo test $locked --workspace --exclude e2e --no-fail-fast
# Not captured: in which zones the browser and jiff differ is told of a passing test too.
step web "tests in a browser" tests cargo test $locked -p clocked $wasm --test web -- --nocapture
step dist "release build" check .ci/dist.sh
step reproducible "the same bytes twice" check .ci/reproducible.sh
step budget "bytes over the wire" check node .ci/sizes.mjs --budget

export CLOCKED_DIST="$PWD/dist"
step e2e "end to end on the release build, in Chromium" tests env CLOCKED_ENGINE=chromium cargo test $locked -p e2e --no-fail-fast
# What the other engines play of it each time.
main="--test main_path --test console"
part="the main path"
[ -z "$all" ] || main="" part="end to end"
step firefox "$part in Firefox" tests env CLOCKED_ENGINE=firefox cargo test $locked -p e2e --no-fail-fast $main
step webkit "$part in WebKitGTK" tests env CLOCKED_ENGINE=webkit cargo test $locked -p e2e --no-fail-fast $main
