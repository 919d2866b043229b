//! Variables that a person adds by their keys.

use leptos::prelude::*;

use crate::app::App;
use crate::browser::page;
use crate::control::password::masked;
use crate::form::draft::is_secret;
use crate::form::notice::of_key;
use crate::form::state::AddedRow;
use crate::model::Field;
use crate::model::constant::{Edit, names_a_secret};
use crate::text::Lang;
use crate::ui::dom::{El, View, el, keyed};
use crate::ui::field::{FieldParts, described_by, field, icon_button};
use crate::ui::icon::Icon;
use crate::view::problems::{error_of, remark};

pub fn added(app: App, l: Lang) -> El {
    let form = app.form;
    // A row that nothing was typed in yet is the one that is asked for.
    let add = move || {
        let number = form.empty_row().unwrap_or_else(|| form.add_row(""));
        page::focus_soon(Field::AddedKey(number).element_id());
    };
    el("div")
        .class("added")
        .child(keyed(
            move || form.added.get(),
            |row| row.number.to_string(),
            move |row| added_row(app, l, row),
        ))
        .child(icon_button("plain", Icon::Plus, l.add_variable(), add).id("add-variable"))
}

fn added_row(app: App, l: Lang, row: AddedRow) -> El {
    let form = app.form;
    let AddedRow { number, key, edit } = row;
    let is_json = {
        let edit = edit.clone();
        move || edit.with(|edit| matches!(edit, Edit::Json(_)))
    };
    let set_json = {
        let edit = edit.clone();
        move |json| {
            edit.update(|edit| {
                if let Edit::Text(text) | Edit::Json(text) = edit {
                    let text = std::mem::take(text);
                    *edit = if json {
                        Edit::Json(text)
                    } else {
                        Edit::Text(text)
                    };
                }
            });
        }
    };
    let remark = {
        let key = key.clone();
        move || {
            let found = form
                .flow
                .with(|flow| of_key(&key.get(), &flow.ready()?.template.constants));
            found.map(|found| remark(l, &found))
        }
    };
    let as_json = el("label")
        .class("check")
        .child(
            el("input")
                .attr("type", "checkbox")
                .live_checked(is_json)
                .on_check(set_json),
        )
        .child(el("span").child(l.value_is_json()));
    el("fieldset")
        .class("added-row")
        .child(el("legend").child(l.added_variable()))
        .child(added_key(app, l, number, key.clone()).live(remark))
        .child(added_value(app, l, number, key, edit))
        .child(el("p").class("row").child(as_json).child(icon_button(
            "quiet",
            Icon::Cross,
            l.remove(),
            move || {
                form.remove_row(number);
                page::focus_soon("add-variable");
            },
        )))
}

fn added_key(app: App, l: Lang, number: usize, key: ArcRwSignal<String>) -> El {
    let own = Field::AddedKey(number);
    let id = own.element_id();
    let error = error_of(app, l, own.clone());
    let shown = key.clone();
    let input = el("input")
        .attr("type", "text")
        .id(&id)
        .class("mono")
        .attr("placeholder", "${key}")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("aria-describedby", &described_by(&id))
        .invalid(error)
        .live_value(move || shown.get())
        .on_text("input", move |text| {
            key.set(text);
            app.form.on_edit(&Field::AddedKey(number));
        })
        .on("blur", move |_| app.form.on_leave(own.clone()));
    field(FieldParts {
        id: &id,
        label: l.key(),
        aside: View::none(),
        hint: "",
        error,
        control: input.into(),
        below: View::none(),
    })
}

fn added_value(
    app: App,
    l: Lang,
    number: usize,
    key: ArcRwSignal<String>,
    edit: ArcRwSignal<Edit>,
) -> El {
    let held = edit.clone();
    let is_masked = Memo::new(move |_| {
        // A template that is read later may make a password of it.
        app.form.flow.track();
        app.form.constants.track();
        let passwords = app.form.password_keys();
        let is_named = key.with(|key| names_a_secret(key) || passwords.contains(key.trim()));
        is_named || held.with(|edit| is_secret("", edit, &passwords))
    });
    let own = Field::AddedValue(number);
    let id = own.element_id();
    let error = error_of(app, l, own.clone());
    let shown = edit.clone();
    let input = el("textarea")
        .id(&id)
        .class("mono")
        .attr("rows", "2")
        .attr("spellcheck", "false")
        .attr("aria-describedby", &described_by(&id))
        .invalid(error)
        .live_value(move || match shown.get() {
            Edit::Text(text) | Edit::Json(text) => text,
            _ => String::new(),
        })
        .on_text("input", move |text| {
            edit.update(|edit| {
                *edit = match edit {
                    Edit::Json(_) => Edit::Json(text),
                    _ => Edit::Text(text),
                };
            });
            app.form.on_edit(&Field::AddedValue(number));
        })
        .on("blur", move |_| app.form.on_leave(own.clone()));
    field(FieldParts {
        id: &id,
        label: l.value(),
        aside: View::none(),
        hint: "",
        error,
        control: masked(l, is_masked.into(), input).into(),
        below: View::none(),
    })
}
