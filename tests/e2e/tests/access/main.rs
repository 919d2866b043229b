//! Whoever uses the page, and by whatever means: every state of it, the
//! keyboard, large text, little motion, and what is told to who does not see it.

mod focus;
mod order;
mod spoken;
mod states;
mod zoom;
