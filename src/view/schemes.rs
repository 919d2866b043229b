//! Execution schemes as checkboxes, and what the ticked set runs and skips.

use leptos::prelude::*;

use super::failure::failure;
use crate::app::App;
use crate::browser::page;
use crate::form::Loaded;
use crate::form::convert::ticked;
use crate::form::known::Flow;
use crate::model::scheme::{Effect, effect};
use crate::model::{Field, Node, Scheme};
use crate::sort;
use crate::text::{Lang, isolated};
use crate::ui::dom::{El, View, el};
use crate::ui::field::{button, icon_button, muted, notice, status, with_icon};
use crate::ui::icon::Icon;

pub fn schemes(app: App, l: Lang) -> El {
    let form = app.form;
    // Drawn anew for another template, not for each tick.
    let flow = Memo::new(move |_| form.flow.with(|flow| flow.ready().cloned()));
    let waits = move || match form.flow.with(Loaded::is_loading) {
        true => muted(l.loading()),
        false => muted(l.choose_template_first()),
    };
    let failed = move || {
        form.constants.with(|constants| match constants {
            Loaded::Failed(error) => Some(failure(app, l, error, move || app.load.constants())),
            _ => None,
        })
    };
    el("section")
        .class("card")
        .attr("aria-labelledby", "schemes-title")
        .child(el("h2").id("schemes-title").child(l.schemes_title()))
        .child(
            el("div")
                .id("schemes")
                .attr("tabindex", "-1")
                .live(move || {
                    flow.with(|flow| match flow {
                        None => View::from(waits()),
                        Some(flow) if flow.schemes.is_empty() => muted(l.no_schemes()).into(),
                        Some(flow) => choices(app, l, flow),
                    })
                }),
        )
        .live(move || gone(app, l))
        .live(move || flow.get().map(|flow| what_runs(app, l, flow)))
        .live(failed)
}

/// Schemes that were asked for and are not there: other nodes run without them.
fn gone(app: App, l: Lang) -> Option<El> {
    let names = app.form.gone_schemes.get();
    let names: Vec<&str> = names.iter().map(|gone| gone.name.as_str()).collect();
    // The button goes with the notice.
    let keep = move || {
        app.form.on_edit(&Field::Schemes);
        app.form.gone_schemes.set(Vec::new());
        page::focus_soon("schemes");
    };
    (!names.is_empty()).then(|| {
        let words = l.schemes_gone(&names.join(l.list_separator()));
        el("div")
            .class("gone-schemes")
            .attr("role", "alert")
            .child(notice(&words))
            .child(button("plain", l.keep_ticks(), keep))
    })
}

fn choices(app: App, l: Lang, flow: &Flow) -> View {
    let all: Vec<usize> = flow.schemes.iter().map(|scheme| scheme.position).collect();
    let boxes: Vec<El> = flow
        .schemes
        .iter()
        .map(|scheme| checkbox(app, l, scheme, what_tells(l, flow, scheme)))
        .collect();
    [
        el("fieldset")
            .class("checks")
            .child(
                el("legend")
                    .class("visually-hidden")
                    .child(l.schemes_title()),
            )
            .child(boxes),
        el("p")
            .class("row")
            .child(button("quiet", l.select_all(), move || {
                tick(app, all.clone())
            }))
            .child(button("quiet", l.clear(), move || tick(app, Vec::new())))
            .child(undo_tick(app, l)),
    ]
    .into_iter()
    .collect()
}

/// Back to the ticks before the last change of them; edits that it set aside
/// return with their variables.
fn undo_tick(app: App, l: Lang) -> El {
    let before = app.form.before_tick;
    let undo = move || {
        if let Some(before) = before.get_untracked() {
            tick(app, before);
            app.form.before_tick.set(None);
            page::focus_soon("schemes");
        }
    };
    icon_button("quiet", Icon::Undo, l.undo_tick(), undo)
        .flag("hidden", move || before.with(Option::is_none))
}

/// Nodes that are named where the name of a scheme is not its own.
const NAMED: usize = 5;

/// What a scheme runs, where another one has its name.
fn what_tells(l: Lang, flow: &Flow, scheme: &Scheme) -> Option<El> {
    let mut namesakes = flow
        .schemes
        .iter()
        .filter(|other| other.name == scheme.name);
    namesakes.nth(1)?;
    let nodes = flow.template.nodes.iter();
    let mut names: Vec<&str> = nodes
        .filter(|node| scheme.nodes.contains(&node.id))
        .map(|node| node.name.as_str())
        .collect();
    if names.len() > NAMED {
        names.truncate(NAMED);
        names.push("…");
    }
    let names = names.join(l.list_separator());
    Some(el("span").class("muted").child(names))
}

fn checkbox(app: App, l: Lang, scheme: &Scheme, told: Option<El>) -> El {
    let position = scheme.position;
    let ticked = app.form.ticked;
    let input = el("input")
        .attr("type", "checkbox")
        .live_checked(move || ticked.with(|ticked| ticked.contains(&position)))
        .on_check(move |checked| {
            let mut positions = ticked.get_untracked();
            positions.retain(|ticked| *ticked != position);
            if checked {
                positions.push(position);
            }
            tick(app, sort::by_key(positions, |position| *position));
        });
    el("label")
        .class("check")
        .child(input)
        .child(el("span").class("check-label").child(scheme.name.as_str()))
        .child(
            scheme
                .default
                .then(|| el("span").class("badge").child(l.default_scheme())),
        )
        .child(
            el("span")
                .class("muted")
                .child(l.node_count(scheme.nodes.len())),
        )
        .child(told)
}

fn tick(app: App, positions: Vec<usize>) {
    app.form.on_edit(&Field::Schemes);
    app.form.gone_schemes.set(Vec::new());
    app.form
        .before_tick
        .set(Some(app.form.ticked.get_untracked()));
    app.form.ticked.set(positions);
    app.load.constants();
}

fn what_runs(app: App, l: Lang, flow: Flow) -> View {
    let Flow { template, schemes } = flow;
    let ticks = app.form.ticked;
    let effect = Memo::new(move |_| {
        ticks.with(|positions| effect(&template.nodes, &ticked(positions, &schemes)))
    });
    let summary = move || effect.with(|effect| how_much(l, ticks.with(Vec::is_empty), effect));
    let lists = move || {
        effect.with(
            |Effect {
                 run,
                 always,
                 skipped,
             }| {
                [
                    node_list(l.nodes_run(), Icon::Check, "runs", run),
                    node_list(l.nodes_always(), Icon::Check, "always", always),
                    node_list(l.nodes_skipped(), Icon::Cross, "skipped", skipped),
                ]
                .into_iter()
                .collect::<View>()
            },
        )
    };
    [
        status("p").class("effect").live_text(summary),
        el("details")
            .class("nodes")
            .child(el("summary").child(l.show_nodes()))
            .child(el("div").live(lists)),
    ]
    .into_iter()
    .collect()
}

/// The nodes under a heading; nothing for none.
fn node_list(heading: &str, mark: Icon, class: &str, nodes: &[Node]) -> Option<El> {
    (!nodes.is_empty()).then(|| {
        let items: Vec<El> = nodes
            .iter()
            .map(|node| el("li").child(with_icon(mark, &node.name)))
            .collect();
        el("div")
            .class(&format!("node-list {class}"))
            .child(el("h3").child(format!("{heading} ({})", nodes.len())))
            .child(el("ul").child(items))
    })
}

/// The names of the ticked schemes, and how much of the flow they run.
pub fn ticked_in_words(l: Lang, flow: &Flow, ticks: &[usize]) -> String {
    let schemes = ticked(ticks, &flow.schemes);
    let effect = effect(&flow.template.nodes, &schemes);
    let runs = how_much(l, schemes.is_empty(), &effect);
    if schemes.is_empty() {
        return runs;
    }
    let names: Vec<String> = schemes.iter().map(|own| isolated(&own.name)).collect();
    [&names.join(l.list_separator()), l.colon(), &runs].concat()
}

fn how_much(l: Lang, is_whole: bool, effect: &Effect) -> String {
    let runs = effect.run.len() + effect.always.len();
    match is_whole {
        true => l.everything_runs(runs),
        false => l.some_run(runs, effect.skipped.len()),
    }
}
