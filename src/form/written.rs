//! The form as written: texts and choices, before anybody gave them a meaning.

use crate::model::Scope;
use crate::model::constant::Edit;
use crate::model::scheme::SchemeName;

/// Which variables travel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sent {
    /// All that are shown, frozen at their present values, as bk-sops' own
    /// page does.
    #[default]
    All,
    /// Only changed ones; the rest follow the template when the run starts.
    Changed,
}

/// A constant that the person added by its key.
#[derive(Clone, Debug, PartialEq)]
pub struct Added {
    /// Tells rows apart while their keys are being typed.
    pub number: usize,
    pub key: String,
    /// [`Edit::Text`] or [`Edit::Json`].
    pub edit: Edit,
}

/// Everything that the person can change.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Written {
    pub bk_biz_id: String,
    pub scope: Scope,
    pub template_id: String,
    pub name: String,
    pub date: String,
    pub time: String,
    pub zone: String,
    /// See [`settle`](super::start::settle).
    pub meant: Option<i64>,
    /// Positions of the ticked schemes in the template's list, ascending.
    pub ticked: Vec<usize>,
    /// Schemes that were asked for and are not in that list: without them other
    /// nodes run, so the person has to say what is meant.
    pub gone_schemes: Vec<SchemeName>,
    /// By key. Holds edits of constants that do not apply now as well.
    pub edits: Vec<(String, Edit)>,
    pub added: Vec<Added>,
    pub sent: Sent,
    /// Keys of secrets that were typed and not kept over a reload.
    pub withheld: Vec<String>,
}
