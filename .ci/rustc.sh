#!/usr/bin/env bash
# Cargo's RUSTC_WRAPPER for the release build. A macro of wasm_split, which leptos brings along, hashes
# CARGO_MANIFEST_PATH into a name in the wasm: where crates lie on this machine is taken out of it.
case ${CARGO_MANIFEST_PATH:-} in
  */registry/src/*) export CARGO_MANIFEST_PATH=/crates/${CARGO_MANIFEST_PATH#*/registry/src/*/} ;;
esac
exec "$@"
