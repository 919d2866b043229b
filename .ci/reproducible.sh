#!/usr/bin/env bash
# Shows that the same sources give the same bytes: makes the release again, of a copy in another
# directory, with nothing compiled before, the crates under another path, and another time, zone,
# language and mask, and compares each byte. What was shown of these very sources and bytes is not
# shown again.
source "$(dirname "$0")/env.sh"
shown=.tools/reproducible.sum

.ci/dist.sh
if cmp -s .tools/dist.sum "$shown"; then
  say "this dist/ was built twice before"
  exit
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
copy=$work/another-place/clocked
mkdir -p "$copy" "$work/crates"
tar --create --exclude={./.git,./target,./dist,./.tools,./release} . | tar --extract --directory="$copy"
# Only what was downloaded is used again.
for part in "${CARGO_HOME:-$HOME/.cargo}"/*; do
  [ ! -e "$part" ] || ln -s "$part" "$work/crates/"
done

export SOURCE_DATE_EPOCH=1700000000
start=$SECONDS
(
  umask 077
  export CARGO_HOME=$work/crates CARGO_TARGET_DIR=$copy/target TZ=Asia/Kathmandu LC_ALL=C
  exec "$copy/.ci/release.sh" "$work/second"
)
say "the second build took $((SECONDS - start)) s"
.ci/release.sh "$work/first"

diff --recursive --brief dist "$copy/dist" || {
  rm -rf target/second-dist
  mkdir -p target
  mv "$copy/dist" target/second-dist
  die "the same sources gave other bytes: dist/ and target/second-dist/"
}
for file in "$work"/first/*; do
  cmp "$file" "$work/second/${file##*/}" || die "the same dist/ gave another archive"
done
mkdir "$work/unpacked"
tar --extract --file="$(echo "$work"/first/*.tar.gz)" --directory="$work/unpacked" --strip-components=1
diff --recursive --brief dist "$work/unpacked/dist" || die "the archive holds another dist/"
cp .tools/dist.sum "$shown"
say "the same bytes twice"
