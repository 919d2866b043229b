#!/usr/bin/env bash
# release.sh [FOLDER]: clocked-VERSION.tar.gz, which holds dist/ and what one needs to deploy it, and
# its SHA-256, in FOLDER (release/). The same commit gives the same bytes: names are sorted, nobody
# owns them, and every time is the commit's, or SOURCE_DATE_EPOCH.
source "$(dirname "$0")/env.sh"
folder=${1:-release}
version=$(sed -n '/^\[workspace.package\]/,/^$/ s/^version = "\(.*\)"/\1/p' Cargo.toml)
[ -n "$version" ] || die "Cargo.toml names no version"

if [ -z "${SOURCE_DATE_EPOCH:-}" ]; then
  changed=$(git status --porcelain) || die "no commit tells the time: set SOURCE_DATE_EPOCH"
  [ -z "$changed" ] || die "a release is of a commit, and this is in none:
$changed"
  SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
fi
.ci/dist.sh

name=clocked-$version
archive=$name.tar.gz
mkdir -p "$folder"
tar --create --format=ustar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner \
  --mode=u=rwX,go=rX --transform="s,^,$name/," LICENSE README.md SECURITY.md dist docs | gzip -9 -n >"$folder/$archive"
(cd "$folder" && sha256sum "$archive" >"$archive.sha256" && say "$folder/$archive" && cat "$archive.sha256")
