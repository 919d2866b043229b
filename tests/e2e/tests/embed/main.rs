//! The page in frames of other pages, across origins: who may, what is said
//! both ways, and how it fits in.

mod access;
mod copies;
mod dialogs;
mod example;
mod fits;
mod hears;
mod hidden;
mod hostile;
mod login;
mod origins;
#[allow(dead_code, reason = "other packages read the pages by it, too")]
#[path = "../../../docs/pages.rs"]
mod pages;
mod portal;
mod refuses;
mod sandboxed;
mod secrets;
mod snippet;
mod storage;
mod tells;
mod timing;
