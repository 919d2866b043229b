//! What the page knows of the world when it converts the form: answers of the
//! backend, the clock, the zones and the browser's pattern engine.

use super::remaining::Remaining;
use crate::api::ApiError;
use crate::model::constant::Matches;
use crate::model::{Constant, Scheme, Template, TemplateHead};
use crate::time::Instant;

/// Something that is read from the backend.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Loaded<T> {
    /// There is nothing to read yet.
    #[default]
    Not,
    Loading,
    Ready(T),
    Failed(ApiError),
}

impl<T> Loaded<T> {
    pub fn ready(&self) -> Option<&T> {
        match self {
            Loaded::Ready(value) => Some(value),
            _ => None,
        }
    }

    pub fn error(&self) -> Option<&ApiError> {
        match self {
            Loaded::Failed(error) => Some(error),
            _ => None,
        }
    }

    pub fn is_loading(&self) -> bool {
        matches!(self, Loaded::Loading)
    }
}

/// A template with its schemes: read together, used together.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    pub template: Template,
    pub schemes: Vec<Scheme>,
}

pub struct Known<'a> {
    /// The list's entry for the template, where the list could be read.
    pub head: Option<&'a TemplateHead>,
    pub flow: &'a Loaded<Flow>,
    /// The constants that remain with the ticked schemes.
    pub constants: &'a Loaded<Remaining>,
    /// An answer about the ticked schemes is still out, so that the constants
    /// are those of the choice before.
    pub refreshing: bool,
    /// By the server's clock.
    pub now: Instant,
    /// Seconds east of UTC in a zone at a unix second.
    pub offset_at: &'a dyn Fn(&str, i64) -> Option<i32>,
    /// The browser's regular expressions.
    pub matches: Matches<'a>,
}

/// Which constants stand on the form: shown ones that are no outputs.
pub fn shown(constants: &[Constant]) -> impl Iterator<Item = &Constant> {
    constants
        .iter()
        .filter(|constant| !constant.hidden && !constant.output)
}
