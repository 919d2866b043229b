//! The client of bk-sops behind its gateway: one file a resource. Takes and
//! gives values of [`crate::model`]; nobody else sees JSON envelopes, status
//! codes or the browser's fetch.

pub mod answers;
pub mod client;
pub mod constant;
pub mod entry;
pub mod envelope;
pub mod error;
pub mod python_repr;
pub mod resources;
pub mod template;
pub mod tree;

pub use client::Client;
pub use error::{ApiError, Asked, Reason, Refusal};
