//! The page in frames of other pages, across origins: who may, what is said
//! both ways, and how it fits in.

mod example;
mod fits;
mod hears;
mod portal;
mod refuses;
mod secrets;
mod tells;
