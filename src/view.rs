//! The page, one file a part. Views draw states and report what a person did;
//! they never see JSON envelopes, status codes or values of JavaScript.
//!
//! Each view is given the language and is drawn anew when that changes: all
//! that a person typed lives outside, in [`crate::app::App`].

pub mod config_error;
pub mod copy;
pub mod draft;
mod failure;
pub mod form_screen;
pub mod framed;
pub mod import;
pub mod like;
pub mod link;
pub mod moment;
pub mod outcome;
pub mod page;
pub mod panel;
pub mod planned;
pub mod problems;
pub mod record;
pub mod review;
pub mod schemes;
pub mod start;
pub mod target;
pub mod variables;
mod zone;
