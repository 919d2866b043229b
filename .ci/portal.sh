#!/usr/bin/env bash
# portal.sh HOST:PORT PORT: the page before the sandbox, and on the other port a portal that frames
# it, docs/portal. They are of two hosts, as 127.0.0.1 and localhost are to a browser.
source "$(dirname "$0")/env.sh"
listen=$1 port=$2 portal=http://localhost:$2
directory=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait; rm -rf "$directory"' EXIT
trap exit INT TERM

cargo build -q -p sandbox
# The page with a configuration that lists the portal.
cp -R dist "$directory/page"
printf '{"embed": {"parents": ["%s"], "legacy_events": true}}\n' "$portal" >"$directory/page/config.json"
rm -f "$directory/page"/config.json.*
mkfifo "$directory/address"
cargo run -q -p sandbox -- --listen "$listen" --dist "$directory/page" --demo --frame-ancestors "'self' $portal" \
  >"$directory/address" &
read -r page <"$directory/address" || die "the sandbox does not start, see above"
cargo run -q -p sandbox -- --listen "127.0.0.1:$port" --dist docs/portal --frame-src "${page%/}" >/dev/null &
say "$portal/?page=$page"
wait -n
