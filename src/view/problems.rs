//! Problems: the summary on top after the primary button was pressed, and the
//! line at each field.

use leptos::prelude::*;

use crate::app::App;
use crate::app::find::{Filter, reveal};
use crate::browser::page;
use crate::form::notice::Notice;
use crate::model::{Field, ProblemKind};
use crate::text::Lang;
use crate::text::problem::{notice as words_of, problem};
use crate::ui::dom::{El, el};
use crate::ui::field::{button, notice};
use crate::ui::icon::{Icon, icon};

/// The line at a field: what the backend said, and once the field was left or
/// the button pressed, the first thing that is wrong.
pub fn error_of(app: App, l: Lang, field: Field) -> Signal<Option<String>> {
    Memo::new(move |_| {
        let shows_all =
            app.form.submitted.get() || app.form.touched.with(|touched| touched.contains(&field));
        app.problems.with(|problems| {
            let kinds = problems.get(&field)?;
            let shown = kinds
                .iter()
                .find(|kind| shows_all || matches!(kind, ProblemKind::Server(_)));
            // What is on its way is no mistake of the person's.
            shown
                .filter(|kind| **kind != ProblemKind::Loading)
                .map(|kind| problem(l, &field, kind))
        })
    })
    .into()
}

/// What forbids nothing, in words.
pub fn remark(l: Lang, found: &Notice) -> El {
    notice(&words_of(l, found))
}

/// So many are listed one by one.
const MOST: usize = 50;

/// Every problem in page order, as links to their fields.
pub fn summary(app: App, l: Lang) -> El {
    let form = app.form;
    let shows = move || {
        (form.submitted.get() || form.refused.with(|refused| !refused.is_empty()))
            && !list(app).is_empty()
    };
    let entries = move || {
        list(app)
            .into_iter()
            .take(MOST)
            .map(|(field, kind)| entry(app, l, &field, &kind))
            .collect::<Vec<El>>()
    };
    let rest = move || {
        let rest = list(app).len().saturating_sub(MOST);
        (rest > 0).then(|| {
            let show = move || {
                app.find.filter.set(Filter::Invalid);
                page::focus_soon("variables-title");
            };
            el("p").child(l.more_problems(rest)).child(button(
                "quiet",
                l.filter_to_problems(),
                show,
            ))
        })
    };
    let ticket = move || {
        let refusal = app.refusal.get()?;
        form.refused.with(|refused| !refused.is_empty()).then(|| {
            el("p")
                .class("muted")
                .child("code ")
                .child(el("code").child(refusal.code))
                .child(refusal.trace_id.map(|trace_id| {
                    el("span")
                        .child(" · trace_id ")
                        .child(el("code").child(trace_id))
                }))
        })
    };
    el("div")
        .class("summary")
        .id("problems")
        .attr("tabindex", "-1")
        .attr("role", "group")
        .attr("aria-labelledby", "problems-title")
        .flag("hidden", move || !shows())
        .child(
            el("h2")
                .id("problems-title")
                .child(icon(Icon::Alert))
                .child(" ")
                .child(el("span").live_text(move || l.problem_count(list(app).len()))),
        )
        .child(el("ul").live(entries))
        .live(rest)
        .live(ticket)
}

/// Page order is the order of the conversion; what the backend said of a field
/// comes after what the page knows itself.
pub fn list(app: App) -> Vec<(Field, ProblemKind)> {
    let mut found: Vec<(Field, ProblemKind)> = app.outlook.with(|outlook| {
        let problems = outlook.problems.iter();
        problems
            .map(|p| (p.field.clone(), p.kind.clone()))
            .collect()
    });
    found.extend(app.form.refused.with(|refused| {
        refused
            .iter()
            .map(|p| (p.field.clone(), p.kind.clone()))
            .collect::<Vec<_>>()
    }));
    found
}

fn entry(app: App, l: Lang, field: &Field, kind: &ProblemKind) -> El {
    let id = field.element_id();
    let words = format!(
        "{}{}{}",
        place(app, l, field),
        l.colon(),
        problem(l, field, kind)
    );
    let field = field.clone();
    let link = el("a")
        .attr("href", &format!("#{id}"))
        .child(words)
        .on("click", move |event| {
            event.prevent_default();
            if let Field::Constant(key) = &field {
                reveal(app, key);
            }
            page::focus_soon(id.as_str());
        });
    el("li").child(link)
}

/// The name of a field as its label says it.
fn place(app: App, l: Lang, field: &Field) -> String {
    match field {
        Field::Project => l.project().into(),
        Field::Template => l.template().into(),
        Field::Name => l.name().into(),
        Field::Date => l.date().into(),
        Field::Time => l.time().into(),
        Field::Zone => l.zone().into(),
        Field::Schemes => l.schemes().into(),
        Field::Constant(key) => app.form.constants.with_untracked(|constants| {
            constants
                .ready()
                .and_then(|constants| constants.get(key))
                .map_or_else(|| key.clone(), |c| format!("{} {key}", c.name))
        }),
        Field::AddedKey(_) | Field::AddedValue(_) => l.added_variable().into(),
        Field::Whole => l.parameters().into(),
    }
}
