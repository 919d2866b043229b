//! Many variables at once: pasted or opened, looked at first, then taken over;
//! and copied out of the form.

use std::collections::HashSet;

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Map, Value};
use wasm_bindgen::JsValue;
use web_sys::HtmlInputElement;

use super::copy::copy_button;
use super::review::value_text;
use crate::app::App;
use crate::app::import::{apply, exported, planned, undo};
use crate::browser::{file, page, property};
use crate::form::import::{Effect, FORMATS, Format, Planned, write};
use crate::model::secret::masked;
use crate::model::{Field, ProblemKind};
use crate::text::Lang;
use crate::text::import::{effect_name, error_words, format_name};
use crate::text::problem::problem;
use crate::ui::dialog::dialog;
use crate::ui::dom::{El, View, el, live};
use crate::ui::field::{
    FieldParts, button, described_by, field, icon_button, muted, notice, status,
};
use crate::ui::icon::Icon;
use crate::ui::table::{row_head, table};

/// Above the variables.
pub fn import_tools(app: App, l: Lang) -> El {
    let open = move || app.import.open.set(true);
    let applied = move || {
        let count = app.import.applied.get()?.count();
        Some(
            status("div")
                .class("row")
                .child(muted(&l.imported(count)))
                .child(icon_button("quiet", Icon::Undo, l.undo(), move || {
                    undo(app)
                })),
        )
    };
    el("div")
        .class("import-tools")
        .child(
            el("div")
                .class("row")
                .child(button("plain", l.import(), open).id("import-open"))
                .child(export(app, l)),
        )
        .live(applied)
        .child(import_dialog(app, l))
}

fn export(app: App, l: Lang) -> El {
    let format = app.import.export;
    let position = move || FORMATS.iter().position(|own| *own == format.get());
    let options = FORMATS.iter().enumerate().map(|(at, own)| {
        el("option")
            .attr("value", &at.to_string())
            .child(format_name(l, *own))
    });
    let choose = el("select")
        .child(options.collect::<Vec<El>>())
        .live_value(move || position().unwrap_or_default().to_string())
        .on_text("change", move |at| {
            let chosen = at.parse().ok().and_then(|at: usize| FORMATS.get(at));
            format.set(chosen.copied().unwrap_or(Format::Json));
        });
    let text = Signal::derive(move || write(format.get(), &exported(app).0));
    // Not looked for with every key while nobody wants to know.
    let is_open = RwSignal::new(false);
    let left_out = move || {
        let secrets = is_open.get().then(|| exported(app).1)?;
        (!secrets.is_empty()).then(|| muted(&l.export_without(&secrets.join(" "))))
    };
    el("details")
        .class("export")
        .on("toggle", move |event| {
            let details = event.target().map(JsValue::from).unwrap_or_default();
            is_open.set(property::get(&details, "open").as_bool() == Some(true));
        })
        .child(el("summary").child(l.export()))
        .child(
            el("div")
                .class("row")
                .child(
                    el("label")
                        .child(el("span").class("visually-hidden").child(l.export_format()))
                        .child(choose),
                )
                .child(copy_button(l, l.copy(), text)),
        )
        .live(left_out)
}

fn import_dialog(app: App, l: Lang) -> El {
    let import = app.import;
    let close = move || {
        import.open.set(false);
        page::focus_soon("import-open");
    };
    let content = live(move || match import.open.get() {
        true => content(app, l, close),
        false => View::none(),
    });
    dialog("import", import.open.into(), close, content)
}

fn content(app: App, l: Lang, close: impl Fn() + Copy + 'static) -> View {
    let import = app.import;
    page::focus_soon("import-text");
    let result = Memo::new(move |_| planned(app));
    let error = Signal::derive(move || result.get().err().map(|error| error_words(l, &error)));
    let text = el("textarea")
        .id("import-text")
        .class("mono")
        .attr("rows", "8")
        .attr("spellcheck", "false")
        .attr("aria-describedby", &described_by("import-text"))
        .invalid(error)
        .live_value(move || import.text.get())
        .on_text("input", move |text| import.text.set(text));
    let field = field(FieldParts {
        id: "import-text",
        label: l.import_text(),
        aside: View::none(),
        hint: l.import_hint(),
        error,
        control: text.into(),
        below: View::none(),
    });
    let body = el("div")
        .class("dialog-body")
        .child(field)
        .child(open_file(app, l))
        .child(status("div").live(move || result.get().ok().and_then(|found| summary(l, found))))
        .live(move || match result.get() {
            Ok((_, planned)) => dry_run(app, l, &planned),
            Err(_) => View::none(),
        });
    let on_apply = move || {
        if let Ok((_, planned)) = result.get_untracked() {
            apply(app, planned);
            page::focus_soon("variables-title");
        }
    };
    let actions = el("div")
        .class("dialog-actions")
        .child(button("plain", l.cancel(), close))
        .child(button("primary", l.apply(), on_apply));
    let title = el("h2").id("import-title").child(l.import_title());
    [title, body, actions].into_iter().collect()
}

/// More than any form holds; a mistaken choice must not stop the page.
const LARGEST_FILE: u32 = 10_000_000;

fn open_file(app: App, l: Lang) -> El {
    let refused = RwSignal::new(false);
    let input = el("input").attr("type", "file").id("import-file");
    let element: HtmlInputElement = input.cast();
    let input = input.on("change", move |_| {
        let element = element.clone();
        spawn_local(async move {
            match file::first_text(&element, LARGEST_FILE).await {
                Some(text) => {
                    app.import.text.set(text);
                    refused.try_set(false);
                }
                None => drop(refused.try_set(true)),
            }
        });
    });
    el("div")
        .class("row")
        .child(
            el("label")
                .attr("for", "import-file")
                .child(l.import_file()),
        )
        .child(input)
        .live(move || {
            refused
                .get()
                .then(|| notice(l.import_file_refused()).attr("role", "alert"))
        })
}

fn summary(l: Lang, (format, planned): (Format, Vec<Planned>)) -> Option<El> {
    let count = |is: fn(&Effect) -> bool| planned.iter().filter(|p| is(&p.effect)).count();
    let changes = count(|effect| matches!(effect, Effect::Changes { .. }));
    let unchanged = count(|effect| matches!(effect, Effect::Unchanged));
    let wrong = count(|effect| matches!(effect, Effect::WrongType(_)));
    let unknown = count(|effect| matches!(effect, Effect::Unknown { .. }));
    let name = format_name(l, format);
    let words = l.import_summary(name, changes, unchanged, wrong, unknown);
    (!planned.is_empty()).then(|| el("p").child(el("strong").child(words)))
}

fn dry_run(app: App, l: Lang, planned: &[Planned]) -> View {
    let has_unknown = planned
        .iter()
        .any(|planned| matches!(planned.effect, Effect::Unknown { .. }));
    let adds = app.import.adds_unknown;
    let also = has_unknown.then(|| {
        let input = el("input")
            .attr("type", "checkbox")
            .live_checked(move || adds.get())
            .on_check(move |checked| adds.set(checked));
        el("label")
            .class("check")
            .child(input)
            .child(el("span").child(l.import_unknown_too()))
    });
    let passwords = app.form.password_keys();
    let rows: Vec<El> = planned
        .iter()
        .filter(|planned| planned.effect != Effect::Unchanged)
        .map(|planned| row(l, planned, &passwords))
        .collect();
    let heads = [l.variable(), l.import_effect(), l.value()];
    let table = (!rows.is_empty()).then(|| table(l.import_title(), &heads, rows));
    [View::from(also), table.into()].into_iter().collect()
}

fn row(l: Lang, planned: &Planned, passwords: &HashSet<String>) -> El {
    let Planned { key, effect } = planned;
    let shown = match effect {
        Effect::Changes { value, .. } => {
            let own = Value::Object(Map::from_iter([(key.clone(), value.clone())]));
            value_text(l, &masked(&own, passwords)[key])
        }
        Effect::WrongType(found) => {
            let field = Field::Constant(key.clone());
            problem(l, &field, &ProblemKind::Constant(found.clone()))
        }
        _ => String::new(),
    };
    el("tr")
        .child(row_head("").child(el("code").class("key").child(key.as_str())))
        .child(el("td").child(effect_name(l, effect)))
        .child(el("td").child(el("pre").child(shown)))
}
