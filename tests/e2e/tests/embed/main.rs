//! The page in frames of other pages, across origins: who may, what is said
//! both ways, and how it fits in.

mod copies;
mod dialogs;
mod example;
mod fits;
mod hears;
mod hostile;
mod login;
#[allow(dead_code, reason = "other packages read the pages by it, too")]
#[path = "../../../docs/pages.rs"]
mod pages;
mod portal;
mod refuses;
mod secrets;
mod snippet;
mod tells;
mod timing;
