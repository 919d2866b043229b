//! Whoever uses the page, and by whatever means: every state of it, and where
//! the focus is.

mod focus;
mod states;
