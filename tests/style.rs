//! The style sheets: everything that looks is a token, and every token can be
//! read on what it stands on, in each theme.

#[path = "style/colour.rs"]
mod colour;
#[path = "style/contrast.rs"]
mod contrast;
#[path = "style/sheet.rs"]
mod sheet;
#[path = "style/tokens.rs"]
mod tokens;
