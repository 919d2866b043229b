//! The controls that edit variables, one file a kind. A control shows an
//! [`Edit`] and reports the next one, on every input and not on leaving, so
//! that what is on the screen is what is sent. A field that is taken away while
//! it has the focus still tells that it was left: its reports may come to nobody.

pub mod json;
pub mod left_out;
pub mod password;
pub mod select;
pub mod text;

use std::rc::Rc;

use leptos::prelude::*;

use crate::model::constant::Edit;
use crate::model::{Constant, Kind};
use crate::text::Lang;
use crate::ui::dom::{El, View, live};
use crate::ui::field::described_by;

/// What every control is given.
#[derive(Clone)]
pub struct Parts {
    pub l: Lang,
    pub id: String,
    pub constant: Rc<Constant>,
    pub edit: ArcRwSignal<Edit>,
    pub error: Signal<Option<String>>,
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
    let edit = parts.edit.clone();
    // Drawn anew when the kind of control changes, never while typing in one.
    let shown = Memo::new(move |_| {
        edit.with(|edit| match edit {
            Edit::Json(_) => Shown::Json,
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

fn own(parts: Parts) -> View {
    match &parts.constant.clone().kind {
        Kind::Text if parts.constant.secret() => password::password(parts),
        Kind::Text | Kind::Integer | Kind::Date | Kind::Time | Kind::DateTime => {
            text::line(parts).into()
        }
        Kind::LongText => text::area(parts),
        Kind::Password => password::password(parts),
        Kind::Select(select) if select.multiple => select::many(parts, select).into(),
        Kind::Select(select) => select::one(parts, select).into(),
        Kind::Json => json::json(parts),
    }
}

impl Parts {
    /// What every text box of a variable has.
    fn text_box(&self, input: El) -> El {
        let on_leave = self.on_leave;
        input
            .id(&self.id)
            .attr("autocomplete", "off")
            .attr("spellcheck", "false")
            .attr("aria-describedby", &described_by(&self.id))
            .invalid(self.error)
            .on("blur", move |_| {
                let _ = on_leave.try_run(());
            })
    }

    /// The text that a control shows: what was typed, or the default's.
    fn shown_text(&self, default: String) -> impl Fn() -> String + 'static {
        let edit = self.edit.clone();
        move || {
            edit.with(|edit| match edit {
                Edit::Text(text) | Edit::Json(text) => text.clone(),
                _ => default.clone(),
            })
        }
    }
}
