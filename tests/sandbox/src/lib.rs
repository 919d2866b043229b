//! A stand-in for bk-sops behind its API gateway, for trials, demonstrations and tests. It
//! computes its answers from tables in SQLite by the rules that were measured of the real one
//! (the contract), and it fails on demand.
//!
//! - `gateway` and `web` answer the API; `serializer`, `preview` and `start` hold the rules;
//!   `json` and `python` the ways of the original's language.
//! - `api` applies faults, `control` is `/sandbox/`, `page` serves the built page.
//! - `Sandbox::start` runs all of it in process.

mod answer;
mod api;
mod clock;
mod constant_reference;
mod control;
mod fault;
mod gateway;
mod json;
mod language;
mod mako;
mod options;
mod page;
mod plan_start_time;
mod preview;
mod python;
mod request;
mod request_log;
mod running;
mod seed;
mod serializer;
mod server;
mod start;
mod state;
mod store;
mod user;
mod web;

use std::sync::{Mutex, MutexGuard, PoisonError};

pub use fault::{Fault, QueuedFault};
pub use options::Options;
pub use request_log::LoggedRequest;
pub use running::{Running, Sandbox};

/// A request that panicked must not take the sandbox with it.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
