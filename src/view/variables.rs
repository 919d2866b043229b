//! The variables that remain with the ticked schemes, each with the control
//! of its kind, and those that a person adds by key. Of a long list only what is
//! near the screen is drawn; see [`list`].

mod added;
mod find;
mod list;
mod row;
mod unused;
mod uses;

use leptos::prelude::*;

use self::added::added;
use self::find::{find_tools, searches_itself};
use self::list::list;
use self::unused::unused_list;
use super::import::import_tools;
use crate::api::envelope::shown;
use crate::app::App;
use crate::app::find::places;
use crate::form::{Loaded, Sent};
use crate::model::constant::{Edit, Row};
use crate::text::Lang;
use crate::ui::dom::{El, View, el};
use crate::ui::field::{muted, pair, status};

pub fn variables(app: App, l: Lang) -> El {
    let form = app.form;
    let state = move || {
        form.constants.with(|constants| match constants {
            Loaded::Ready(constants) if constants.on_form().is_empty() => {
                Some(muted(l.no_variables()))
            }
            Loaded::Ready(_) => None,
            Loaded::Loading => Some(muted(l.loading())),
            Loaded::Failed(_) => Some(muted(l.variables_failed())),
            Loaded::Not => Some(muted(l.choose_template_first())),
        })
    };
    let refreshing = move || match form.refreshing.get() {
        true => l.refreshing().to_owned(),
        false => String::new(),
    };
    let is_being_read = Memo::new(move |_| {
        form.refreshing.get()
            || form.flow.with(Loaded::is_loading)
            || form.constants.with(Loaded::is_loading)
    });
    let has_any = Memo::new(move |_| form.constants.with(|constants| constants.ready().is_some()));
    let listed = Memo::new(move |_| places(app));
    let aside = Memo::new(move |_| form.set_aside());
    el("section")
        .class("card")
        .attr("aria-labelledby", "variables-title")
        .live_attr("aria-busy", move || {
            is_being_read.get().then(|| "true".to_owned())
        })
        .on("keydown", move |event| searches_itself(app, &event))
        .child(
            el("h2")
                .id("variables-title")
                .attr("tabindex", "-1")
                .child(l.parameters()),
        )
        .live(move || has_any.get().then(|| import_tools(app, l)))
        .child(find_tools(app, l, listed))
        .child(status("p").class("refreshing").live_text(refreshing))
        .live(state)
        .child(list(app, l, listed))
        .child(unused_list(app, l))
        .live(move || aside.with(|aside| set_aside(l, aside)))
        .child(added(app, l))
        .child(what_is_sent(app, l))
}

/// Edits of variables that do not apply now: kept, not sent.
fn set_aside(l: Lang, aside: &[(String, Edit, bool)]) -> Option<El> {
    (!aside.is_empty()).then(|| {
        let pairs: Vec<View> = aside
            .iter()
            .map(|(key, edit, secret)| match secret {
                true => pair(key, l.masked().to_owned()),
                false => pair(key, edit_words(l, edit)),
            })
            .collect();
        el("div")
            .class("aside")
            .attr("role", "group")
            .attr("aria-labelledby", "aside-title")
            .child(el("h3").id("aside-title").child(l.set_aside()))
            .child(el("dl").class("pairs").child(pairs))
    })
}

fn edit_words(l: Lang, edit: &Edit) -> String {
    let part = |(key, edit): &(String, Edit)| [key, l.colon(), &edit_words(l, edit)].concat();
    match edit {
        Edit::Untouched => String::new(),
        Edit::NotSent(before) => [l.left_out(), " ", &edit_words(l, before)].concat(),
        Edit::Text(text) | Edit::Json(text) => text.clone(),
        Edit::Rows(rows) => {
            let row = |row: &Row| {
                let rest = row.base.iter().filter(|(key, _)| !row.is_edited(key));
                let rest = rest.map(|(key, value)| [key, l.colon(), &shown(value)].concat());
                let edited = row.cells.iter().filter(|(key, _)| row.is_edited(key));
                rest.chain(edited.map(part)).collect::<Vec<_>>()
            };
            let rows: Vec<String> = rows.iter().map(|own| row(own).join(", ")).collect();
            [&l.row_count(rows.len()), " ", &rows.join("; ")].concat()
        }
        Edit::Parts(all) => all.iter().map(part).collect::<Vec<_>>().join(", "),
        Edit::Picked(values) => values.iter().map(shown).collect::<Vec<_>>().join(", "),
    }
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
