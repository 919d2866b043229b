//! The form: what the person typed and chose, field by field, and the one
//! conversion of it into a request.

pub mod convert;
pub mod draft;
pub mod edits;
pub mod import;
pub mod known;
pub mod like;
pub mod load;
pub mod newest;
pub mod notice;
pub mod readings;
pub mod remaining;
pub mod sending;
pub mod start;
pub mod state;
pub mod uses;
pub mod written;

pub use convert::convert;
pub use known::{Known, Loaded};
pub use remaining::Remaining;
pub use state::Form;
pub use written::{Added, Sent, Written};
