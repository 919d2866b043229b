//! Plain parts that a page is made of. They know nothing of tasks, templates
//! or languages: every word is given to them.

pub mod combobox;
pub mod dialog;
pub mod dom;
pub mod field;
pub mod icon;
pub mod nearby;
pub mod table;
