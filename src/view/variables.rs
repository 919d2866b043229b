//! The variables that remain with the ticked schemes, each with the control
//! of its kind, and those that a person adds by key.

use std::sync::Arc;

use std::rc::Rc;

use leptos::prelude::*;

use super::import::import_tools;
use super::problems::error_of;
use crate::app::{App, condition_values};
use crate::browser::page;
use crate::control::password::masked;
use crate::control::{Parts, control};
use crate::form::known::shown;
use crate::form::notice::of_key;
use crate::form::state::AddedRow;
use crate::form::{Loaded, Sent};
use crate::model::constant::{Edit, as_far_as_understood, names_a_secret, resolve};
use crate::model::problem::constant_id;
use crate::model::request::pretty;
use crate::model::value::same;
use crate::model::{Constant, Field, Kind};
use crate::text::Lang;
use crate::text::problem::notice as notice_words;
use crate::ui::dom::{El, View, el, keyed};
use crate::ui::field::{
    FieldParts, button, described_by, field, icon_button, muted, notice, pair, status,
};
use crate::ui::icon::Icon;

pub fn variables(app: App, l: Lang) -> El {
    let form = app.form;
    let state = move || {
        form.constants.with(|constants| match constants {
            Loaded::Ready(constants) if shown(constants).next().is_none() => {
                Some(muted(l.no_variables()))
            }
            Loaded::Ready(_) => None,
            Loaded::Loading => Some(muted(l.loading())),
            Loaded::Failed(_) => Some(muted(l.variables_failed())),
            Loaded::Not => Some(muted(l.choose_template_first())),
        })
    };
    let listed = move || {
        let read = form.flow.with(|flow| {
            let template = &flow.ready()?.template;
            Some((template.id, template.edit_time.clone()))
        });
        form.constants.with(|constants| {
            let constants = constants.ready().map(Vec::as_slice).unwrap_or_default();
            shown(constants)
                .map(|constant| (read.clone(), constant.clone()))
                .collect::<Vec<_>>()
        })
    };
    // A template that was read anew has its rows drawn anew: options, rules and
    // words may differ where key and default are the same.
    let key = |(read, constant): &(Option<(i64, String)>, Constant)| {
        let (id, edited) = read.clone().unwrap_or_default();
        let default = constant.default.to_string();
        let Constant { key, type_name, .. } = constant;
        format!("{id} {edited} {key} {type_name} {default}")
    };
    let refreshing = move || match form.refreshing.get() {
        true => l.refreshing().to_owned(),
        false => String::new(),
    };
    let has_any = Memo::new(move |_| form.constants.with(|constants| constants.ready().is_some()));
    el("section")
        .class("card")
        .attr("aria-labelledby", "variables-title")
        .live_attr("aria-busy", move || {
            form.refreshing.get().then(|| "true".to_owned())
        })
        .child(
            el("h2")
                .id("variables-title")
                .attr("tabindex", "-1")
                .child(l.parameters()),
        )
        .live(move || has_any.get().then(|| import_tools(app, l)))
        .child(status("p").class("refreshing").live_text(refreshing))
        .live(state)
        .child(
            el("div")
                .class("variables")
                .child(keyed(listed, key, move |(_, constant)| {
                    variable(app, l, constant)
                })),
        )
        .live(move || set_aside(app, l))
        .child(added(app, l))
        .child(what_is_sent(app, l))
}

fn variable(app: App, l: Lang, constant: Constant) -> El {
    let form = app.form;
    let edit = form.edit(&constant);
    let id = constant_id(&constant.key);
    let own = Field::Constant(constant.key.clone());
    let error = error_of(app, l, own.clone());
    let constant = Arc::new(constant);
    let changed = {
        let (constant, edit) = (constant.clone(), edit.clone());
        move || edit.with(|edit| is_edited(&constant, edit))
    };
    let hidden = {
        let (constant, edit) = (constant.clone(), edit.clone());
        // A text that means nothing has to be seen to be mended.
        move || {
            !constant.hide_conditions.is_empty()
                && constant.is_hidden_by(&condition_values(app))
                && edit.with(|edit| resolve(&constant, edit).is_ok())
        }
    };
    let parts = Parts {
        l,
        id: id.clone(),
        constant: constant.clone(),
        error,
        root: id.clone(),
        name: None,
        staff: form.staff,
        on_change: Callback::new({
            let (own, edit) = (own.clone(), edit.clone());
            move |new: Edit| {
                edit.set(new);
                form.on_edit(&own);
            }
        }),
        on_leave: Callback::new({
            let edit = edit.clone();
            move |()| {
                if edit.get_untracked() != Edit::Untouched {
                    form.on_leave(own.clone());
                }
            }
        }),
        edit: Signal::derive(move || edit.get()),
    };
    let is_changed = changed.clone();
    let aside = [
        el("code").class("key").child(constant.key.as_str()),
        el("span")
            .class("badge changed")
            .flag("hidden", move || !is_changed())
            .child(l.changed()),
    ];
    let required = constant
        .required
        .then(|| el("span").class("badge").child(l.required()));
    let label = if constant.name.is_empty() {
        &constant.key
    } else {
        &constant.name
    };
    let field = field(FieldParts {
        id: &id,
        label,
        aside: [View::from(required), aside.into_iter().collect()]
            .into_iter()
            .collect(),
        hint: &constant.desc,
        error,
        control: control(parts.clone()),
        below: tools(parts, changed).into(),
    });
    let class = if constant.kind.is_wide() {
        "variable wide"
    } else {
        "variable"
    };
    el("div").class(class).flag("hidden", hidden).child(field)
}

fn is_edited(constant: &Constant, edit: &Edit) -> bool {
    match (edit, resolve(constant, edit)) {
        (Edit::Untouched, _) => false,
        (_, Ok(Some(value))) => !same(&value, &constant.default),
        _ => true,
    }
}

/// Reset, the JSON editor and leaving out, below each variable.
fn tools(parts: Parts, changed: impl Fn() -> bool + 'static) -> El {
    let Parts {
        l,
        id,
        constant,
        edit,
        on_change,
        ..
    } = parts;
    // The button that was pressed hides itself: the focus goes to the control.
    let on_change = move |edit: Edit| {
        on_change.run(edit);
        page::focus_soon(id.as_str());
    };
    let on_change = Rc::new(on_change);
    let (json, out) = (on_change.clone(), on_change.clone());
    let is_json_kind = constant.kind == Kind::Json;
    let no_reset = move || !changed() && edit.with(|edit| *edit == Edit::Untouched);
    let no_json =
        move || is_json_kind || edit.with(|edit| matches!(edit, Edit::Json(_) | Edit::NotSent(_)));
    let is_left_out = move || edit.with(|edit| matches!(edit, Edit::NotSent(_)));
    let as_json = move || json(Edit::Json(json_text(&constant, edit.get_untracked())));
    let leave_out = move || out(Edit::NotSent(Box::new(edit.get_untracked())));
    let reset = move || on_change(Edit::Untouched);
    el("p")
        .class("row variable-tools")
        .child(icon_button("quiet", Icon::Undo, l.reset(), reset).flag("hidden", no_reset))
        .child(button("quiet more", l.edit_as_json(), as_json).flag("hidden", no_json))
        .child(button("quiet more", l.leave_out(), leave_out).flag("hidden", is_left_out))
}

/// An edit as text for the JSON editor. What means nothing as it is may be
/// half of something, so its text stays.
fn json_text(constant: &Constant, edit: Edit) -> String {
    match (resolve(constant, &edit), edit) {
        (Err(_), Edit::Text(text)) => text,
        (_, edit) => pretty(&as_far_as_understood(constant, &edit)),
    }
}

/// Edits of variables that do not apply now: kept, not sent.
fn set_aside(app: App, l: Lang) -> Option<El> {
    let form = app.form;
    let aside = form
        .constants
        .with(|constants| form.set_aside(constants.ready().map(Vec::as_slice).unwrap_or_default()));
    (!aside.is_empty()).then(|| {
        let pairs: Vec<View> = aside
            .into_iter()
            .map(|(key, edit, secret)| pair(&key, edit_words(l, &key, &edit, secret)))
            .collect();
        el("div")
            .class("aside")
            .attr("role", "group")
            .attr("aria-labelledby", "aside-title")
            .child(el("h3").id("aside-title").child(l.set_aside()))
            .child(el("dl").class("pairs").child(pairs))
    })
}

fn edit_words(l: Lang, key: &str, edit: &Edit, secret: bool) -> String {
    if secret || names_a_secret(key) {
        return l.masked().into();
    }
    match edit {
        Edit::Untouched => String::new(),
        Edit::NotSent(_) => l.left_out().into(),
        Edit::Text(text) | Edit::Json(text) => text.clone(),
        Edit::Rows(rows) => l.row_count(rows.len()),
        Edit::Parts(parts) => {
            let part = |(key, edit): &(String, Edit)| {
                format!("{key}{}{}", l.colon(), edit_words(l, key, edit, secret))
            };
            parts.iter().map(part).collect::<Vec<_>>().join(", ")
        }
        Edit::Picked(values) => values
            .iter()
            .map(crate::api::envelope::shown)
            .collect::<Vec<_>>()
            .join(", "),
    }
}

fn added(app: App, l: Lang) -> El {
    let form = app.form;
    let add = move || {
        let number = form.add_row("");
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
            found.map(|found| notice(&notice_words(l, &found)))
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
    let is_secret = Signal::derive(move || {
        key.with(|key| names_a_secret(key) || app.form.password_keys().contains(key.trim()))
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
        control: masked(l, is_secret, input).into(),
        below: View::none(),
    })
}

fn what_is_sent(app: App, l: Lang) -> El {
    let sent = app.form.sent;
    let choices = [
        (Sent::All, l.send_all(), l.send_all_hint()),
        (Sent::Changed, l.send_changed(), l.send_changed_hint()),
    ];
    let radio = |(choice, label, hint): (Sent, &'static str, &'static str)| {
        let input = el("input")
            .attr("type", "radio")
            .attr("name", "sent")
            .live_checked(move || sent.get() == choice)
            .on_check(move |_| sent.set(choice));
        let words = el("span")
            .child(label)
            .child(" ")
            .child(el("small").class("muted").child(hint));
        el("label").class("option").child(input).child(words)
    };
    el("fieldset")
        .class("sent")
        .child(el("legend").child(l.what_is_sent()))
        .child(choices.map(radio).to_vec())
}
