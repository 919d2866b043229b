//! Date, time and zone of the planned start, and what was understood.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, KeyboardEvent};

use super::moment::moment;
use super::problems::error_of;
use super::zone::zone;
use crate::app::App;
use crate::app::start::{edited, set_moment, set_wall, take_whole};
use crate::browser::page;
use crate::model::Field;
use crate::text::Lang;
use crate::text::moment::short;
use crate::time::quick::{Picked, Quick};
use crate::time::step::{Stepped, step_date, step_time};
use crate::time::{Instant, Moment, Resolved, intl};
use crate::ui::dom::{El, View, el};
use crate::ui::field::{FieldParts, button, described_by, field, muted, notice, status, with_icon};
use crate::ui::icon::{Icon, icon};

pub fn start(app: App, l: Lang) -> El {
    // The time of the night that passes is a whole minute.
    let minute = Memo::new(move |_| app.now.get().timestamp().div_euclid(60));
    let picks = Quick::ALL
        .map(|quick| {
            let is_gone = move || {
                app.form.zone.track();
                minute.track();
                let now = app.now.get_untracked();
                quick.pick(now, offset_now(app)).is_none()
            };
            button("chip", quick_name(l, quick), move || pick(app, quick)).flag("hidden", is_gone)
        })
        .to_vec();
    // By itself, so that a choice between two draws neither anew.
    let other = Memo::new(move |_| other_than(app));
    el("section")
        .class("card")
        .attr("aria-labelledby", "start-title")
        .child(el("h2").id("start-title").child(l.start_title()))
        .child(
            el("div")
                .class("quick")
                .attr("role", "group")
                .attr("aria-label", l.quick_picks())
                .child(picks),
        )
        .child(
            el("div")
                .class("start-fields")
                .child(date(app, l))
                .child(time(app, l))
                .child(zone(app, l)),
        )
        .live(move || choice(app, l, other.get()))
        .child(understood(app, l))
        .live(move || skew(app, l))
}

fn quick_name(l: Lang, quick: Quick) -> &'static str {
    match quick {
        Quick::InTenMinutes => l.in_ten_minutes(),
        Quick::InAnHour => l.in_an_hour(),
        Quick::Tonight => l.tonight(),
        Quick::TomorrowNight => l.tomorrow_night(),
    }
}

fn offset_now(app: App) -> impl Fn(i64) -> Option<i32> {
    let zone = app.form.zone.get_untracked();
    move |unix| intl::offset_at(&zone, unix)
}

fn pick(app: App, quick: Quick) {
    match quick.pick(app.server_now(), offset_now(app)) {
        Some(Picked::Instant(moment)) => set_moment(app, &moment),
        Some(Picked::Wall(wall)) => set_wall(app, wall),
        // Not offered; the clock has just passed it.
        None => {}
    }
}

/// What comes in one piece, as from the clipboard, is taken apart at once; what
/// is typed, once it is complete.
fn on_text(app: App, field: RwSignal<String>, text: String) {
    let is_piece = text.len() > field.with_untracked(String::len) + 1;
    field.set(text);
    if !(is_piece && take_whole(app, field)) {
        edited(app);
    }
}

/// Arrow keys step the part that the caret is in.
fn on_arrow(
    app: App,
    event: &KeyboardEvent,
    step: impl Fn(&str, usize, i32) -> Option<Stepped>,
    field: RwSignal<String>,
) {
    let by = match event.key().as_str() {
        "ArrowUp" => 1,
        "ArrowDown" => -1,
        _ => return,
    };
    let Some(input) = event
        .target()
        .and_then(|t| t.dyn_into::<HtmlInputElement>().ok())
    else {
        return;
    };
    let caret = input.selection_start().ok().flatten().unwrap_or_default() as usize;
    let Some(stepped) = step(&field.get_untracked(), caret, by) else {
        return;
    };
    event.prevent_default();
    input.set_value(&stepped.text);
    field.set(stepped.text);
    edited(app);
    // The browser may refuse for an input that was taken away meanwhile.
    let _ = input.set_selection_range(stepped.part.start as u32, stepped.part.end as u32);
}

fn date(app: App, l: Lang) -> El {
    let form = app.form;
    // Only its calendar is used; the text box is the control.
    let calendar = el("input")
        .attr("type", "date")
        .class("picker")
        .attr("tabindex", "-1")
        .attr("aria-hidden", "true")
        .on_text("input", move |text| on_text(app, form.date, text));
    let picker: HtmlInputElement = calendar.cast();
    let open_calendar = move || {
        picker.set_value(&form.date.get_untracked());
        // Refused without a person's gesture only; the text box remains.
        let _ = picker.show_picker();
    };
    let open = el("button")
        .attr("type", "button")
        .class("in-field")
        .attr("aria-label", l.open_calendar())
        .child(icon(Icon::Calendar))
        .on_click(open_calendar);
    let parts = TextParts {
        id: "plan-date",
        label: l.date(),
        placeholder: "YYYY-MM-DD",
        text: form.date,
        field: Field::Date,
        step: step_date,
    };
    text_field(app, l, parts, [open, calendar].into_iter().collect())
}

const TIME: &str = "plan-time";

fn time(app: App, l: Lang) -> El {
    let parts = TextParts {
        id: TIME,
        label: l.time(),
        placeholder: "HH:MM[:SS]",
        text: app.form.time,
        field: Field::Time,
        step: step_time,
    };
    text_field(app, l, parts, View::none())
}

struct TextParts {
    id: &'static str,
    label: &'static str,
    placeholder: &'static str,
    text: RwSignal<String>,
    field: Field,
    step: fn(&str, usize, i32) -> Option<Stepped>,
}

fn text_field(app: App, l: Lang, parts: TextParts, behind: View) -> El {
    let TextParts {
        id,
        label,
        placeholder,
        text,
        field: own,
        step,
    } = parts;
    let error = error_of(app, l, own.clone());
    let input = el("input")
        .attr("type", "text")
        .id(id)
        .attr("autocomplete", "off")
        .attr("placeholder", placeholder)
        .attr("aria-describedby", &described_by(id))
        .invalid(error)
        .live_value(move || text.get())
        .on_text("input", move |typed| on_text(app, text, typed))
        .on("keydown", move |event| {
            on_arrow(app, event.unchecked_ref(), step, text)
        })
        .on("blur", move |_| leave(app, own.clone(), text));
    field(FieldParts {
        id,
        label,
        aside: View::none(),
        hint: "",
        error,
        control: el("div")
            .class("with-button")
            .child(input)
            .child(behind)
            .into(),
        below: View::none(),
    })
}

fn leave(app: App, field: Field, text: RwSignal<String>) {
    take_whole(app, text);
    if !text.with_untracked(String::is_empty) {
        app.form.on_leave(field);
    }
}

/// A wall time that does not exist, comes twice, or is not that of the instant
/// that is meant: the moments that it can be.
fn choice(app: App, l: Lang, other: Option<Moment>) -> Option<El> {
    let meant = other.map(|meant| (meant, l.instant_as_meant()));
    match app.understood.get().ok()? {
        Resolved::One(written) => {
            let offers = vec![meant?, (written, l.time_as_written())];
            let title = l.other_instant();
            Some(choice_box("group", title, l.other_instant_problem()).child(buttons(app, offers)))
        }
        Resolved::Gap { before, after } => {
            let offers = [(before, l.gap_before()), (after, l.gap_after())];
            let offers = meant.into_iter().chain(offers).collect();
            let title = l.gap_title();
            Some(choice_box("group", title, title).child(buttons(app, offers)))
        }
        Resolved::Overlap { earlier, later } => {
            let offers = [(earlier, l.overlap_earlier()), (later, l.overlap_later())];
            let offers = offers.map(|(moment, words)| radio(app, &moment, words));
            let title = l.overlap_title();
            let radios = choice_box("radiogroup", title, title);
            let other = buttons(app, meant.into_iter().collect());
            Some(radios.child(offers.to_vec()).child(other))
        }
    }
}

/// The instant that is meant, where the wall time says others.
fn other_than(app: App) -> Option<Moment> {
    let meant = Instant::from_timestamp(app.form.meant.get()?, 0)?;
    let said = match app.understood.get().ok()? {
        Resolved::One(moment) => [Some(moment), None],
        Resolved::Overlap { earlier, later } => [Some(earlier), Some(later)],
        Resolved::Gap { .. } => [None, None],
    };
    if said
        .into_iter()
        .flatten()
        .any(|moment| moment.instant == meant)
    {
        return None;
    }
    let zone = app.form.zone.get();
    Moment::read(meant, |unix| intl::offset_at(&zone, unix))
}

fn radio(app: App, moment: &Moment, words: &str) -> El {
    let meant = app.form.meant;
    let own = Some(moment.instant.timestamp());
    let input = el("input")
        .attr("type", "radio")
        .attr("name", "which")
        .live_checked(move || meant.get() == own)
        .on_check(move |_| {
            meant.set(own);
            app.form.on_edit(&Field::Time);
        });
    let words = format!("{words} {}", short(moment));
    el("label")
        .class("option")
        .child(input)
        .child(el("span").child(words))
}

/// Moments any of which the person may take; the box goes when it is done.
fn buttons(app: App, offers: Vec<(Moment, &'static str)>) -> Vec<El> {
    let button_of = |(moment, words): (Moment, &str)| {
        let words = format!("{words} {}", short(&moment));
        button("plain", &words, move || {
            set_moment(app, &moment);
            page::focus_soon(TIME);
        })
    };
    offers.into_iter().map(button_of).collect()
}

/// Where the title says it all, what the field's own error tells is not told twice.
fn choice_box(role: &str, title: &str, words: &str) -> El {
    el("div")
        .class("choice")
        .attr("role", role)
        .attr("aria-label", title)
        .child(el("p").child(with_icon(Icon::Alert, words)))
}

/// The sentence, told once when it changes.
fn understood(app: App, l: Lang) -> El {
    let form = app.form;
    status("div")
        .class("understood")
        .live(move || match app.start.get() {
            Some(start) => moment(app, l, &start, &form.zone.get()),
            // Both are there, and what they say is offered above.
            None if app.understood.with(Result::is_ok) => muted(l.choose_moment()).into(),
            None => muted(l.nothing_understood()).into(),
        })
}

/// How far the clocks of server and computer are apart, where it matters.
fn skew(app: App, l: Lang) -> Option<El> {
    let seconds = app.skew.get().filter(|skew| skew.significant())?.seconds();
    let by = intl::duration(l.tag(), seconds);
    Some(notice(&match seconds > 0 {
        true => l.clock_ahead(&by),
        false => l.clock_behind(&by),
    }))
}
