//! The controls that edit variables, one file a kind. A control shows an
//! [`Edit`] and reports the next one, on every input and not on leaving, so
//! that what is on the screen is what is sent. A field that is taken away while
//! it has the focus still tells that it was left: its reports may come to nobody.

pub mod group;
pub mod json;
pub mod left_out;
pub mod password;
pub mod radio;
pub mod select;
pub mod staff;
pub mod table;
pub mod text;

use std::sync::Arc;

use leptos::prelude::*;

use crate::browser::pattern;
use crate::form::Loaded;
use crate::model::constant::{Edit, problem, wants_value};
use crate::model::{Choice, Constant, Kind, Select};
use crate::text::Lang;
use crate::text::part::part_name;
use crate::ui::dom::{El, View, live};
use crate::ui::field::{error_id, hint_id, label_id, muted};

/// What every control is given.
#[derive(Clone)]
pub struct Parts {
    pub l: Lang,
    pub id: String,
    pub constant: Arc<Constant>,
    pub edit: Signal<Edit>,
    pub error: Signal<Option<String>>,
    /// Its key names a secret, or that of what it is a part of.
    pub is_secret: bool,
    /// The id of the variable that it is or belongs to, where its error stands.
    pub root: String,
    /// What a screen reader calls it, where no label stands with it.
    pub name: Option<Signal<String>>,
    /// The project's own groups of people.
    pub staff: RwSignal<Loaded<Vec<Choice>>>,
    pub on_change: Callback<Edit>,
    pub on_leave: Callback<()>,
}

#[derive(Clone, Copy, PartialEq)]
enum Shown {
    Own,
    Json,
    LeftOut,
}

/// The control of a constant's kind, or the JSON editor where the person
/// asked for it.
pub fn control(parts: Parts) -> View {
    let edit = parts.edit;
    // Drawn anew when the kind of control changes, never while typing in one.
    let is_json = parts.constant.kind == Kind::Json;
    let shown = Memo::new(move |_| {
        edit.with(|edit| match edit {
            Edit::Json(_) if !is_json => Shown::Json,
            Edit::NotSent(_) => Shown::LeftOut,
            _ => Shown::Own,
        })
    });
    live(move || {
        let parts = parts.clone();
        match shown.get() {
            Shown::LeftOut => left_out::left_out(parts).into(),
            Shown::Json => json::json(parts),
            Shown::Own => own(parts),
        }
    })
}

/// The control of the kind, and why its options are not there.
fn own(parts: Parts) -> View {
    let reason = parts.constant.remote.as_deref();
    let reason = reason.map(|source| match source {
        "" => muted(parts.l.options_unread()),
        source => muted(&parts.l.options_of(source)),
    });
    [drawn(parts), reason.into()].into_iter().collect()
}

fn drawn(parts: Parts) -> View {
    match &parts.constant.clone().kind {
        Kind::Text | Kind::Users | Kind::Integer | Kind::Date | Kind::Time | Kind::DateTime
            if parts.is_secret =>
        {
            password::password(parts)
        }
        Kind::Text | Kind::Integer | Kind::Date | Kind::Time | Kind::DateTime => {
            text::line(parts).into()
        }
        Kind::Users => text::users(parts),
        Kind::LongText | Kind::Code | Kind::List { .. } => text::area(parts),
        Kind::Password => password::password(parts),
        Kind::Select(select) => {
            let draw = match select {
                Select { multiple: true, .. } => select::many,
                Select { radios: true, .. } => radio::radios,
                _ => select::one,
            };
            select::with_strays(parts, select, draw)
        }
        Kind::Staff => staff::staff(parts),
        Kind::Table(_) => table::table(parts).into(),
        Kind::Group(_) => group::group(parts).into(),
        Kind::Json => json::json(parts),
    }
}

impl Parts {
    /// What every text box of a variable has.
    fn text_box(&self, input: El) -> El {
        let on_leave = self.on_leave;
        self.required(self.described(input))
            .attr("autocomplete", "off")
            .attr("spellcheck", "false")
            .invalid(self.error)
            .on("blur", move |_| {
                let _ = on_leave.try_run(());
            })
    }

    /// Its id, its name where no label stands with it, and what is said of it.
    fn described(&self, control: El) -> El {
        let control = control.id(&self.id).attr(
            "aria-describedby",
            &format!("{} {}", error_id(&self.root), hint_id(&self.id)),
        );
        match self.name {
            Some(name) => control.live_attr("aria-label", move || Some(name.get())),
            None => control,
        }
    }

    /// What a group of controls cannot say of itself.
    fn required(&self, control: El) -> El {
        let is_required = wants_value(&self.constant, &pattern::matches);
        control.attr_if("aria-required", is_required.then_some("true"))
    }

    /// A control that is made of several: named by its label, and found by the
    /// links of the problems.
    fn composed(&self, control: El) -> El {
        let (id, error) = (&self.id, self.error);
        let control = self
            .described(control)
            .attr("tabindex", "-1")
            .class_if("invalid", move || error.get().is_some());
        match self.name {
            Some(_) => control,
            None => control.attr("aria-labelledby", &label_id(id)),
        }
    }

    /// The control of a part of this one's value. `error` is only whether there
    /// is one: its words stand at the variable.
    fn part(
        &self,
        id: String,
        part: Constant,
        edit: Signal<Edit>,
        on_change: Callback<Edit>,
    ) -> Parts {
        let constant = Arc::new(part);
        let (error, own) = (self.error, constant.clone());
        let error = Signal::derive(move || {
            error.get()?;
            edit.with(|edit| problem(&own, edit, &pattern::matches))?;
            Some(String::new())
        });
        Parts {
            id,
            is_secret: self.is_secret || constant.secret(),
            constant,
            edit,
            error,
            on_change,
            name: None,
            ..self.clone()
        }
    }

    /// Its name for a person.
    fn label(&self) -> String {
        label_of(self.l, &self.constant)
    }

    /// The text that a control shows: what was typed, or the default's.
    fn shown_text(&self, default: String) -> impl Fn() -> String + 'static {
        let edit = self.edit;
        move || {
            edit.with(|edit| match edit {
                Edit::Text(text) | Edit::Json(text) => text.clone(),
                _ => default.clone(),
            })
        }
    }
}

fn label_of(l: Lang, constant: &Constant) -> String {
    match constant.name.as_str() {
        "" => part_name(l, &constant.key).to_owned(),
        name => name.to_owned(),
    }
}
