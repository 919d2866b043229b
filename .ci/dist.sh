#!/usr/bin/env bash
# The release build in dist/, ready to serve. Does nothing when neither what it is made from
# nor dist/ itself has changed since the last one.
source "$(dirname "$0")/env.sh"
sum=.tools/dist.sum

fingerprint() {
  {
    find . \( -path ./.git -o -path ./target -o -path ./dist -o -path ./.tools -o -path ./release -o -path ./tests \
      -o -path './docs/*/*' -o -name '*.md' \) -prune -o -type f -print0
    find dist -type f -print0
  } | sort -z | xargs -0 sha256sum
  rustc --version
  env | grep -E '^(CARGO_(BUILD|PROFILE|TARGET)|TRUNK_|CLOCKED_)' | sort || true
}

if [ -d dist ] && [ -f "$sum" ] && [ "$(fingerprint)" = "$(<"$sum")" ]; then
  say "dist/ is up to date"
  exit
fi

.ci/tools.sh build
say "building dist/"
rm -rf dist "$sum"
# Panics name source files: where the crates and the compiler's own sources lie on this machine must
# not get into the bytes. These flags are the only ones, so that the user's change nothing either.
host=$(rustc --version --verbose | sed -n 's/^host: //p')
cargo fetch $locked --quiet --target "$host" --target wasm32-unknown-unknown
flags=("--remap-path-prefix=$(pwd -P)=/clocked")
for crates in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*; do
  flags+=("--remap-path-prefix=$crates=/crates")
done
commit=$(rustc --version --verbose | sed -n 's/^commit-hash: //p')
flags+=("--remap-path-prefix=$(rustc --print sysroot)/lib/rustlib/src/rust=/rustc/$commit")
CARGO_ENCODED_RUSTFLAGS=$(IFS=$'\x1f' && echo "${flags[*]}")
export CARGO_ENCODED_RUSTFLAGS RUSTC_WRAPPER=$PWD/.ci/rustc.sh
# Trunk reads NO_COLOR as a switch of its own and refuses the customary 1; it also asks the network
# for newer versions of itself unless told not to.
env -u NO_COLOR TRUNK_SKIP_VERSION_CHECK=true ${NO_COLOR:+TRUNK_COLOR=never} trunk build --release
rm -f dist/.trunk-lock
leftover=$(find dist -name '.*' -o -type d -empty)
[ -z "$leftover" ] || die "Trunk left this in dist/: $leftover"
node .ci/manifest.mjs
mkdir -p .tools
fingerprint >"$sum"
