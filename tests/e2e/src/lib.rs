//! The page in a real browser against the sandbox: what the tests beside this
//! crate stand on. A test is a scene that is [`play`]ed on a [`Stage`]: a
//! sandbox of its own and a browser of its own. What a person would look for
//! is looked for by role and name, and every wait ends when it has what it
//! waits for.

// A test that cannot go on stops, and says where.
#![allow(clippy::unwrap_used, clippy::expect_used)]

pub mod axe;
pub mod browser;
pub mod console;
pub mod contrast;
pub mod date;
pub mod driver;
pub mod engine;
pub mod fill;
pub mod fits;
pub mod flow;
pub mod keyboard;
pub mod language;
pub mod look;
pub mod page;
pub mod preface;
pub mod stage;
pub mod system;
pub mod tree;
pub mod wait;
pub mod walk;
pub mod window;

pub use engine::Engine;
pub use page::Page;
pub use sandbox::Fault;
pub use stage::{Stage, play};
