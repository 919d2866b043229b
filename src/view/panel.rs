//! What will happen: the live review beside the form, with the one primary
//! button. Drawn from the request as it would be frozen now.

use leptos::prelude::*;

use super::link::link_of_form;
use super::moment::{moment, warned, warnings};
use super::problems::list;
use super::schemes::ticked_in_words;
use crate::app::App;
use crate::form::Loaded;
use crate::model::{Nodes, ProblemKind};
use crate::text::Lang;
use crate::text::moment::short;
use crate::ui::dom::{El, View, el};
use crate::ui::field::{button, muted, status};

pub fn panel(app: App, l: Lang) -> El {
    let form = app.form;
    let when = move || match app.start.get() {
        Some(start) => moment(app, l, &start, &form.zone.get()),
        None => muted(no_moment(app, l)).into(),
    };
    let fact = |term: &str, text: Box<dyn Fn() -> String>| {
        [el("dt").child(term), el("dd").live_text(text)]
            .into_iter()
            .collect::<View>()
    };
    let facts = [
        fact(l.template(), Box::new(move || template_words(app, l))),
        fact(l.name(), Box::new(move || form.name.get())),
        fact(l.nodes(), Box::new(move || node_words(app, l))),
        fact(l.parameters(), Box::new(move || variable_words(app, l))),
    ];
    let card = el("div")
        .class("card")
        .child(el("h2").id("panel-title").child(l.what_will_happen()))
        .child(el("div").class("panel-when").live(when))
        .child(el("dl").class("facts").child(facts.to_vec()))
        .child(warned(Box::new(move || notices(app, l))))
        .child(
            status("p")
                .class("panel-state")
                .live_text(move || state_words(app, l)),
        )
        .child(
            button("primary", l.plan(), move || app.plan()).attr("aria-describedby", "plan-hint"),
        )
        .child(muted(l.plan_hint()).id("plan-hint"))
        .child(link_of_form(app, l));
    el("aside")
        .class("panel")
        .attr("aria-labelledby", "panel-title")
        .child(card)
}

/// Nothing is there, or what is there may be several moments.
fn no_moment(app: App, l: Lang) -> &'static str {
    match app.understood.with(Result::is_ok) {
        true => l.choose_moment(),
        false => l.no_time_yet(),
    }
}

/// Where the panel has no room beside the form: the moment and the button, at
/// the bottom of the window.
pub fn bar(app: App, l: Lang) -> El {
    let zone = app.form.zone;
    let words = move || match app.start.get() {
        Some(start) => format!("{} {}", short(&start), zone.get()),
        None => no_moment(app, l).to_owned(),
    };
    el("div")
        .class("bar")
        .attr("role", "region")
        .attr("aria-label", l.what_will_happen())
        .child(el("p").live_text(words))
        .child(button("primary", l.plan(), move || app.plan()))
}

fn template_words(app: App, l: Lang) -> String {
    app.form.flow.with(|flow| match flow {
        Loaded::Ready(flow) => format!("{} ({})", flow.template.name, flow.template.id),
        Loaded::Not => l.not_chosen().to_owned(),
        _ => app.form.template_id.get(),
    })
}

fn node_words(app: App, l: Lang) -> String {
    let positions = app.form.ticked.get();
    app.form.flow.with(|flow| {
        let Some(flow) = flow.ready() else {
            return "—".to_owned();
        };
        ticked_in_words(l, flow, &positions)
    })
}

fn variable_words(app: App, l: Lang) -> String {
    app.outlook
        .with(|outlook| match outlook.problems.is_empty() {
            true => l.variables_sent(outlook.sent, outlook.changed),
            false => "—".to_owned(),
        })
}

fn notices(app: App, l: Lang) -> Vec<String> {
    app.outlook.with(|outlook| {
        let Some(start) = outlook
            .start
            .as_ref()
            .filter(|_| outlook.problems.is_empty())
        else {
            return Vec::new();
        };
        let frozen =
            matches!(outlook.nodes, Nodes::Appointed(_)).then(|| l.nodes_are_frozen().to_owned());
        warnings(app, l, start).into_iter().chain(frozen).collect()
    })
}

/// Ready, still waiting, or how much is missing; problems are counted only
/// once the person asked for them.
fn state_words(app: App, l: Lang) -> String {
    let problems = list(app);
    if problems.is_empty() {
        l.ready().to_owned()
    } else if problems
        .iter()
        .any(|(_, kind)| *kind == ProblemKind::Loading)
    {
        l.loading().to_owned()
    } else if app.form.submitted.get() {
        l.problem_count(problems.len())
    } else {
        l.not_ready().to_owned()
    }
}
