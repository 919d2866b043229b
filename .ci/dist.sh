#!/usr/bin/env bash
# The release build in dist/, ready to serve. Does nothing when neither what it is made from
# nor dist/ itself has changed since the last one.
source "$(dirname "$0")/env.sh"
sum=.tools/dist.sum

fingerprint() {
  {
    find . \( -path ./.git -o -path ./target -o -path ./dist -o -path ./.tools -o -path ./tests \) -prune \
      -o -type f -print0
    find dist -type f -print0
  } | sort -z | xargs -0 sha256sum
  rustc --version
  env | grep -E '^(RUSTFLAGS|CARGO_(ENCODED|BUILD|PROFILE|TARGET)|TRUNK_|CLOCKED_)' | sort || true
}

if [ -d dist ] && [ -f "$sum" ] && fingerprint | cmp -s - "$sum"; then
  say "dist/ is up to date"
  exit
fi

.ci/tools.sh build
say "building dist/"
rm -rf dist "$sum"
# Trunk reads NO_COLOR as a switch of its own and refuses the customary 1; it also asks the network
# for newer versions of itself unless told not to.
env -u NO_COLOR TRUNK_SKIP_VERSION_CHECK=true ${NO_COLOR:+TRUNK_COLOR=never} trunk build --release
rm -f dist/.trunk-lock
leftover=$(find dist -name '.*' -o -type d -empty)
[ -z "$leftover" ] || die "Trunk left this in dist/: $leftover"
mkdir -p .tools
fingerprint >"$sum"
