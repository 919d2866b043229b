//! What the sandbox promises beyond the answers of bk-sops: faults, controls, the schedule, the
//! page and the flags.

#![allow(clippy::unwrap_used)]

#[path = "behaviour/callers.rs"]
mod callers;
#[path = "behaviour/controls.rs"]
mod controls;
#[path = "behaviour/faults.rs"]
mod faults;
#[path = "behaviour/flags.rs"]
mod flags;
#[path = "behaviour/page.rs"]
mod page;
#[path = "behaviour/schedule.rs"]
mod schedule;
#[path = "behaviour/visitor.rs"]
mod visitor;
