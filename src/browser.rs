//! What the page asks of the browser beyond drawing: each a small function.

pub mod clipboard;
pub mod file;
pub mod frame;
pub mod letters;
pub mod lock;
pub mod page;
pub mod pattern;
pub mod popup;
pub mod property;
pub mod storage;
