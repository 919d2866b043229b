//! Clocked: plan one later run of a BlueKing SOPS flow.
//!
//! Data goes one way: [`api`] answers with values of [`model`]; [`form`] holds
//! what the person typed and converts it, in one place, into a
//! [`model::Request`]; [`submission`] sends that and tells the outcome;
//! [`view`] draws all of it with the parts of [`ui`] and the [`control`]s of
//! variables. [`time`] knows zones and instants, [`text`] each language,
//! [`browser`] what the page asks of its surroundings beyond drawing, [`message`]
//! what it tells and hears where another page frames it, [`theme`] the looks it has.

pub mod api;
pub mod app;
pub mod browser;
pub mod config;
pub mod control;
pub mod form;
pub mod link;
pub mod message;
pub mod model;
pub mod sort;
pub mod submission;
pub mod text;
pub mod theme;
pub mod time;
pub mod ui;
pub mod view;
