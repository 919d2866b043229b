#!/usr/bin/env bash
# Installs what is missing: `tools.sh build` for the release build, `tools.sh test` for the tests too.
# A tool of the right version on PATH is used; any other is left alone, and the right one goes
# into .tools/, which git ignores.
source "$(dirname "$0")/env.sh"

pinned() { sed -nE "s/^$1 = \"[^0-9]*([0-9.]+)\".*/\1/p" Trunk.toml; }
trunk=$(pinned trunk-version)
wasm_opt=$(pinned wasm_opt)
npm_version() { sed -nE "s/^ *\"$1\": \"([0-9.]+)\",?$/\1/p" .ci/npm/package.json; }
esbuild=$(npm_version esbuild)
geckodriver=0.37.1
bindgen=$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/[^0-9.]/, ""); print }' Cargo.lock)
[ -n "$trunk" ] && [ -n "$wasm_opt" ] || die "Trunk.toml does not pin trunk-version and wasm_opt"
[ -n "$bindgen" ] || die "Cargo.lock does not name wasm-bindgen"
[ "$(npm_version binaryen)" = "$wasm_opt.0.0" ] || die "Trunk.toml and .ci/npm/package.json name two versions of wasm-opt"

# has PROGRAM VERSION
has() {
  local found
  found=$("$1" --version 2>/dev/null | grep -oE '[0-9]+(\.[0-9]+)*' | sed -n 1p) || return 1
  [ "$found" = "$2" ]
}

# cargo_tool CRATE VERSION MINUTES
cargo_tool() {
  if command -v cargo-binstall >/dev/null; then
    say "fetching $1 $2 into .tools/"
    cargo binstall --no-confirm --root .tools "$1@$2" && return
  fi
  say "building $1 $2 into .tools/, once, about $3 minutes on 2 cores"
  local quiet=
  [ -t 2 ] || quiet=--quiet
  # They run for seconds: a quick build is worth more than the crates' own full optimisation.
  CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=1 \
    cargo install --locked --force $quiet --root .tools "$1@$2" ||
    die "cargo could not build $1 $2, see above"
}

rust_parts() {
  command -v cargo >/dev/null || die "cargo is missing: install Rust from https://rustup.rs"
  [ -d "$(rustc --print target-libdir --target wasm32-unknown-unknown)" ] && return
  command -v rustup >/dev/null ||
    die "the Rust target wasm32-unknown-unknown is missing, and so is rustup, which would install it"
  say "adding the Rust target wasm32-unknown-unknown"
  rustup target add wasm32-unknown-unknown
}

node_parts() {
  command -v node >/dev/null && command -v npm >/dev/null || die "node and npm are missing: install Node.js 20 or later"
  has wasm-opt "$wasm_opt" && has esbuild "$esbuild" || npm_packages
}

# By the sums of the lock; no package runs anything while it is installed.
npm_packages() {
  say "fetching wasm-opt $wasm_opt (npm binaryen), esbuild $esbuild and axe into .tools/"
  mkdir -p .tools
  cp .ci/npm/package.json .ci/npm/package-lock.json .tools/
  npm ci --prefix .tools --ignore-scripts --no-audit --no-fund --loglevel=error ||
    die "npm could not fetch what .ci/npm/package-lock.json lists, see above"
}

checkers() {
  local part
  for part in fmt clippy; do
    cargo $part --version >/dev/null 2>&1 && continue
    command -v rustup >/dev/null || die "cargo $part is missing, and so is rustup, which would install it"
    say "adding cargo $part"
    rustup component add "${part/#fmt/rustfmt}"
  done
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# debian WHAT PACKAGE…: installs by apt; fails where there is none, or no right to use it
debian() {
  command -v apt-get >/dev/null && as_root true 2>/dev/null || return 1
  say "installing $1 by apt"
  shift
  as_root apt-get -qq update </dev/null &&
    as_root env DEBIAN_FRONTEND=noninteractive \
      apt-get -qq -y --no-install-recommends install "$@" </dev/null >/dev/null
}

browser() {
  local driver=${CHROMEDRIVER:-chromedriver} program
  for program in chromium chromium-browser google-chrome; do
    command -v $program >/dev/null && command -v "$driver" >/dev/null && return
  done
  debian "Chromium and its driver" chromium chromium-driver ||
    die "the tests need Chromium and the chromedriver of its version on PATH (Debian: apt-get install chromium chromium-driver); CHROMEDRIVER=/path/to/it names another driver"
}

# The commands of docs/ are run as they stand.
commands() {
  local program packages=()
  for program in curl openssl; do
    command -v $program >/dev/null || packages+=("$program")
  done
  [ ${#packages[@]} = 0 ] || debian "${packages[*]}" "${packages[@]}" ||
    die "the tests need curl and openssl on PATH (Debian: apt-get install curl openssl)"
}

# The main path runs in Firefox and in WebKitGTK too, whose windows want a screen.
engines() {
  local packages=()
  command -v firefox-esr >/dev/null || command -v firefox >/dev/null || packages+=(firefox-esr)
  command -v WebKitWebDriver >/dev/null || packages+=(webkit2gtk-driver)
  command -v Xvfb >/dev/null || packages+=(xvfb)
  [ ${#packages[@]} = 0 ] || debian "${packages[*]}" "${packages[@]}" ||
    die "the tests need Firefox, WebKitWebDriver and Xvfb on PATH (Debian: apt-get install firefox-esr webkit2gtk-driver xvfb)"
  [ -n "${GECKODRIVER:-}" ] || has geckodriver "$geckodriver" || cargo_tool geckodriver "$geckodriver" 4
}

# Without a font for Chinese its letters are drawn as boxes, of other widths than they are measured by.
letters() {
  [ -z "$(fc-list :lang=zh 2>/dev/null)" ] || return 0
  debian "a font for Chinese" fontconfig fonts-noto-cjk ||
    die "the tests need a font for Chinese (Debian: apt-get install fontconfig fonts-noto-cjk)"
}

# The web servers whose examples stand in docs/. The tests start their own: the services that come
# with Debian's packages are turned off again.
servers() {
  local server services=() packages=()
  for server in nginx caddy; do
    command -v $server >/dev/null || { services+=("$server") packages+=("$server"); }
  done
  # The module that sends brotli copies fits no nginx but Debian's.
  [ -f /usr/lib/nginx/modules/ngx_http_brotli_static_module.so ] || packages+=(libnginx-mod-http-brotli-static)
  [ ${#packages[@]} != 0 ] || return 0
  debian "${packages[*]}" "${packages[@]}" ||
    die "the tests need nginx with its module for brotli, and caddy, on PATH (Debian: apt-get install nginx libnginx-mod-http-brotli-static caddy)"
  [ ! -d /run/systemd/system ] || [ ${#services[@]} = 0 ] ||
    as_root systemctl --quiet disable --now "${services[@]}"
}

axe() {
  grep -qs "\"version\": \"$(npm_version axe-core)\"" .tools/node_modules/axe-core/package.json || npm_packages
}

# Of another version than the one pinned here it might judge otherwise.
deny() {
  local version=0.20.2
  has cargo-deny $version || cargo_tool cargo-deny $version 3
}

rust_parts
node_parts
has trunk "$trunk" || cargo_tool trunk "$trunk" 6
{ has wasm-bindgen "$bindgen" && has wasm-bindgen-test-runner "$bindgen"; } || cargo_tool wasm-bindgen-cli "$bindgen" 2

case ${1:-build} in
  build) ;;
  test) checkers; letters; browser; engines; servers; commands; axe; deny ;;
  *) die "usage: tools.sh [build|test]" ;;
esac
