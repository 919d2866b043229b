//! What the form becomes: the request, or everything that is wrong with it, on a
//! template with every type of variable. Nothing that nobody touched changes on
//! its way to the backend.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test's own data is as it should be")]

mod defaults;
mod fields;
mod remembered;
mod schemes;
mod untouched;
mod world;
