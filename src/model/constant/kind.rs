//! The kinds of controls, and which of them a value lets edit it.

use serde_json::Value;

use super::edit::{lines_of, list_of};
use super::{Choice, Constant, Edit, Select};

/// The control that edits a constant.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum Kind {
    Text,
    LongText,
    /// Source text, in a monospaced box.
    Code,
    Integer,
    Date,
    Time,
    DateTime,
    Password,
    /// Names of users, joined by commas: sent as typed.
    Users,
    /// A list of texts, or of whole numbers, one a line.
    List {
        numbers: bool,
    },
    /// One of these options, or several. Without options they are not to be
    /// had here: the value is then typed.
    Select(Select),
    /// Several of the project's groups of people.
    Staff,
    /// Rows of an object each; the parts are the columns.
    Table(Vec<Constant>),
    /// One object; each part edits a member.
    Group(Vec<Constant>),
    /// Anything else, as its JSON text.
    Json,
}

impl Kind {
    /// Whether its texts have a notation of their own, as those of a number, a date and a time do.
    pub fn has_notation(&self) -> bool {
        matches!(
            self,
            Kind::Integer | Kind::Date | Kind::Time | Kind::DateTime
        )
    }

    /// What an edit of this kind looks like: edits of another form are kept
    /// apart. One that ends in "secret" is not kept by the browser.
    pub fn form(&self) -> &'static str {
        let is_secret = self
            .parts()
            .iter()
            .any(|part| part.secret() || part.kind.form().ends_with("secret"));
        match self {
            Kind::Select(Select { multiple: true, .. }) | Kind::Staff => "many",
            Kind::Select(_) => "one",
            Kind::Json => "json",
            Kind::Password => "secret",
            Kind::Table(_) if is_secret => "rows-secret",
            Kind::Table(_) => "rows",
            Kind::Group(_) if is_secret => "parts-secret",
            Kind::Group(_) => "parts",
            _ => "text",
        }
    }

    /// Whether its control could have made an edit.
    pub fn takes(&self, edit: &Edit) -> bool {
        match (self, edit) {
            (_, Edit::Untouched | Edit::Json(_)) => true,
            (_, Edit::NotSent(before)) => self.takes(before),
            // Of a single choice among lists each value is a list.
            (Kind::Select(own), Edit::Picked(values)) if !own.multiple => {
                let is_list = |option: &Choice| option.value.is_array();
                let are_lists = own.options.first().is_some_and(is_list);
                values.iter().all(|value| value.is_array() == are_lists)
            }
            (Kind::Select(_) | Kind::Staff, edit) => matches!(edit, Edit::Picked(_)),
            (Kind::Group(_), edit) => matches!(edit, Edit::Parts(_)),
            (Kind::Table(_), edit) => matches!(edit, Edit::Rows(_)),
            (_, edit) => matches!(edit, Edit::Text(_)),
        }
    }

    /// The columns of a table, the members of a group.
    pub fn parts(&self) -> &[Constant] {
        match self {
            Kind::Table(parts) | Kind::Group(parts) => parts,
            _ => &[],
        }
    }

    /// The value of this kind that holds nothing.
    pub fn empty(&self) -> Value {
        match self {
            Kind::Select(Select { multiple: true, .. })
            | Kind::Staff
            | Kind::List { .. }
            | Kind::Table(_) => Value::Array(Vec::new()),
            Kind::Group(_) => Value::Object(Default::default()),
            _ => Value::String(String::new()),
        }
    }

    /// Whether its control wants the whole width of the form.
    pub fn is_wide(&self) -> bool {
        matches!(
            self,
            Kind::LongText | Kind::Code | Kind::Json | Kind::Table(_) | Kind::Group(_)
        )
    }

    /// The kind that edits a value: this one where it can show the value as it
    /// is, otherwise one that can. The JSON editor shows any.
    pub fn for_value(&self, value: &Value) -> Kind {
        match (self, value) {
            (Kind::Password | Kind::Json, _) => self.clone(),
            (Kind::Select(select), value) if select.options.is_empty() => {
                let typed = match value {
                    Value::Array(_) => Kind::List { numbers: false },
                    Value::Number(_) => Kind::Integer,
                    _ if select.multiple => Kind::List { numbers: false },
                    _ => Kind::Text,
                };
                typed.for_value(value)
            }
            (Kind::Select(_) | Kind::Staff, Value::Object(_)) => Kind::Json,
            (Kind::Select(_) | Kind::Staff, _) => self.clone(),
            (Kind::List { numbers }, Value::Array(items)) => {
                let numbers = *numbers || items.iter().any(Value::is_number);
                match list_of(&lines_of(items), numbers) == *items {
                    true => Kind::List { numbers },
                    false => Kind::Json,
                }
            }
            (Kind::Table(_), Value::Array(rows)) if rows.iter().all(Value::is_object) => {
                self.clone()
            }
            (Kind::Table(_), Value::Null) => self.clone(),
            (Kind::Table(_), Value::String(text)) if text.is_empty() => self.clone(),
            (Kind::Group(_), Value::Object(_)) => self.clone(),
            (Kind::Table(_) | Kind::Group(_), _) => Kind::Json,
            (Kind::Integer | Kind::Text, Value::Number(_)) => self.clone(),
            (_, Value::String(text)) => self.on_enough_lines(text),
            _ => Kind::Json,
        }
    }

    /// A text box of one line drops line breaks, and one of several lines
    /// turns carriage returns into line feeds.
    fn on_enough_lines(&self, text: &str) -> Kind {
        match self {
            _ if text.contains('\r') => Kind::Json,
            Kind::LongText | Kind::Code => self.clone(),
            Kind::List { .. } if text.contains('\n') || text.trim() != text => Kind::Json,
            _ if text.contains('\n') => Kind::LongText,
            _ => self.clone(),
        }
    }
}
