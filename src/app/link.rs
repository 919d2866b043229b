//! Fills the form from the link that the page was opened by, and makes a link
//! of the form.

use std::borrow::Cow;

use js_sys::{decode_uri_component, encode_uri_component};
use leptos::prelude::*;
use serde_json::Value;

use super::screen::{PLANNED, Screen, VIEW, is_elsewhere};
use super::start::{set_meant, set_moment, set_wall, wall};
use super::{App, draft, import, when_changed};
use crate::browser::page;
use crate::form::convert::{added_value, is_changed, ticked};
use crate::form::import::{Effect as Plan, Pair, Written, plan, wrapped};
use crate::form::{Remaining, Sent};
use crate::link::{Link, Odd, OddKind, read, write};
use crate::message::Init;
use crate::model::constant::{Edit, loose_edit, other_kind};
use crate::model::project::is_id;
use crate::model::scheme::SchemeName;
use crate::model::{ConstantProblem, Field, Scope};
use crate::submission::{Event, Submission};
use crate::text::Lang;
use crate::theme::Theme;
use crate::time::zone::same_zone;
use crate::time::{Moment, Pasted};

/// What of a link could not be used.
#[derive(Clone, Debug, PartialEq)]
pub enum LinkFault {
    Odd(Odd),
    /// No variable of the template has this key.
    UnknownKey(String, Value),
    WrongType(String, ConstantProblem),
}

#[derive(Clone, Copy, Default)]
pub struct FromLink {
    pub faults: RwSignal<Vec<LinkFault>>,
    /// The portal gave it, not a link.
    pub by_portal: RwSignal<bool>,
    /// Until the template's variables are known.
    waiting: StoredValue<Link>,
    /// One that came while the page was open.
    next: RwSignal<Option<(Link, Vec<LinkFault>)>>,
}

/// The target of the address, and the values of its fragment. Whether there
/// were any: then a draft of the same target is not brought back over them.
pub fn run(app: App) -> bool {
    let mut faults = target(app);
    let (link, odd) = read_fragment();
    faults.extend(odd);
    app.from_link.faults.set(faults);
    page::on_fragment(move || app.from_link.next.set(Some(read_fragment())));
    when_changed(move |_| take(app));
    if link == Link::default() {
        return false;
    }
    fill(app, link);
    true
}

fn read_fragment() -> (Link, Vec<LinkFault>) {
    let decode = |text: &str| Some(decode_uri_component(text).ok()?.into());
    let (link, odd) = read(&page::take_fragment(), &decode);
    (link, odd.into_iter().map(LinkFault::Odd).collect())
}

/// Another link of the same target in the same tab: the browser does not read
/// the page anew for it. What stood there can be had back. While a request is out
/// or its outcome is looked for, the form has to stay: then the link waits.
fn take(app: App) {
    if app.submission.with(Submission::holds_form) {
        return;
    }
    let Some((link, odd)) = app.from_link.next.get() else {
        return;
    };
    app.from_link.next.set(None);
    app.from_link.faults.set(odd);
    if link != Link::default() {
        app.on_event(Event::Back);
        app.on_event(Event::Another);
        draft::offer(app);
        fill(app, link);
        app.load.flow();
        app.go(Screen::Form);
    }
}

/// What the portal gives, as a link would.
pub fn take_given(app: App, init: Init) {
    let mut faults = Vec::new();
    aim(
        app,
        [init.scope, init.bk_biz_id, init.template_id],
        &mut faults,
    );
    faults.extend(init.odd.into_iter().map(LinkFault::Odd));
    app.from_link.faults.set(faults);
    app.from_link.by_portal.set(true);
    if init.link != Link::default() {
        fill(app, init.link);
    }
    app.load.flow();
}

fn target(app: App) -> Vec<LinkFault> {
    let mut faults = Vec::new();
    let lang = page::query("lang").filter(|tag| Lang::parse(tag).is_none());
    faults.extend(lang.map(|tag| odd("lang", tag, Lang::tags(", "))));
    let theme = page::query("theme").filter(|word| Theme::parse(word).is_none());
    faults.extend(theme.map(|word| odd("theme", word, Theme::words(", "))));
    // The address of a record or of the list names their project.
    if !is_elsewhere() {
        let view = page::query(VIEW);
        faults.extend(view.map(|word| odd(VIEW, word, PLANNED)));
        let names = ["scope", "bk_biz_id", "template_id"];
        aim(app, names.map(page::query), &mut faults);
    }
    faults
}

/// Sets the target; a template belongs to the business that is named with it.
fn aim(app: App, target: [Option<String>; 3], faults: &mut Vec<LinkFault>) {
    let form = app.form;
    let [scope, bk_biz_id, template_id] = target;
    if let Some(word) = scope {
        match Scope::parse(&word) {
            Some(scope) => form.scope.set(scope),
            None => faults.push(odd("scope", word, "cmdb_biz, project")),
        }
    }
    // What is no id stands on the form for the person to mend, and is listed.
    if let Some(id) = bk_biz_id {
        form.bk_biz_id.set(id.trim().to_owned());
        form.template_id.set(String::new());
        if !is_id(id.trim()) && !id.trim().is_empty() {
            faults.push(odd("bk_biz_id", id, "bk_biz_id=2"));
        }
    }
    if let Some(id) = template_id {
        let (is_named, is_of_id) = form
            .bk_biz_id
            .with_untracked(|id| (!id.is_empty(), is_id(id)));
        // A sound one of no business would be waited for for ever.
        if is_named && (is_of_id || !is_id(id.trim())) {
            form.template_id.set(id.trim().to_owned());
        }
        if !(id.trim().is_empty() || is_of_id && is_id(id.trim())) {
            faults.push(odd("template_id", id, "bk_biz_id=2&template_id=7"));
        }
    }
}

fn odd(name: &str, value: String, expected: impl Into<Cow<'static, str>>) -> LinkFault {
    LinkFault::Odd(Odd {
        name: name.into(),
        value,
        why: OddKind::Expected(expected.into()),
    })
}

fn fill(app: App, link: Link) {
    let form = app.form;
    if let Some(name) = &link.name {
        form.name_typed.set(true);
        form.name.set(name.clone());
    }
    if let Some(zone) = link.zone.as_ref().or(link.start_zone.as_ref()) {
        form.zone.set(zone.clone());
        form.meant.set(None);
    }
    // Read off another zone's clock, it is the instant alone that counts.
    let is_own = |zone: &String| same_zone(zone, &form.zone.get_untracked());
    let is_of_zone = link.start_zone.as_ref().is_some_and(is_own);
    match &link.start {
        Some(Pasted::Instant(moment)) if is_of_zone => set_meant(app, moment),
        Some(Pasted::Instant(moment)) => set_moment(app, moment),
        Some(Pasted::DateTime(wall)) => set_wall(app, *wall),
        None => {}
    }
    if link.only_changed {
        form.sent.set(Sent::Changed);
    }
    let ticks = link.schemes.iter().cloned().map(SchemeName::unknown);
    let ticks = ticks.collect();
    form.tick_later(&form.template_id.get_untracked(), Some(ticks));
    for (key, value) in &link.added {
        form.add_filled_row(&wrapped(key), loose_edit(value));
    }
    app.from_link.waiting.set_value(link);
    when_changed(move |_| {
        let constants = form.flow.with(|flow| {
            let constants = &flow.ready()?.template.constants;
            Some(Remaining::new(constants.to_vec()))
        });
        if let Some(constants) = constants {
            let link = app.from_link.waiting.try_update_value(std::mem::take);
            fill_constants(app, &constants, link.unwrap_or_default());
        }
    });
}

/// All that the template shows, also what the ticked schemes do not need: that
/// is kept aside as if it had been typed.
fn fill_constants(app: App, constants: &Remaining, link: Link) {
    let pair = |(key, value): (&String, &Value)| Pair {
        key: wrapped(key),
        value: Written::Json(value.clone()),
    };
    let pairs: Vec<Pair> = link.constants.iter().map(pair).collect();
    let planned = plan(&pairs, constants, |_| Edit::Untouched);
    let mut faults = Vec::new();
    for (planned, Pair { value, .. }) in planned.into_iter().zip(pairs) {
        let Written::Json(value) = value else {
            continue;
        };
        let Some(constant) = constants.get(&planned.key) else {
            faults.push(LinkFault::UnknownKey(planned.key, value));
            continue;
        };
        match planned.effect {
            Plan::Changes { edit, .. } => app.form.set_edit(constant, edit),
            // Whoever made the link was told, and could plan with it.
            Plan::WrongType(_) if other_kind(constant, &value).is_some() => {
                app.form.set_edit(constant, Edit::Json(value.to_string()));
            }
            Plan::WrongType(problem) => faults.push(LinkFault::WrongType(planned.key, problem)),
            Plan::Unchanged | Plan::GivenAgain | Plan::Unknown { .. } => {}
        }
    }
    for key in link.left_out {
        if let Some(constant) = constants.get(&wrapped(&key)) {
            let before = untrack(|| app.form.edit(constant));
            app.form.set_edit(constant, Edit::NotSent(Box::new(before)));
        } else {
            faults.push(LinkFault::Odd(Odd {
                name: "left_out".into(),
                value: key,
                why: OddKind::Unknown,
            }));
        }
    }
    if !faults.is_empty() {
        app.from_link.faults.update(|all| all.extend(faults));
    }
}

/// Adds what a link gave for keys that the template does not show.
pub fn add_unknown(app: App) {
    app.from_link.faults.update(|faults| {
        faults.retain(|fault| match fault {
            LinkFault::UnknownKey(key, value) => {
                app.form.add_filled_row(key, loose_edit(value));
                false
            }
            _ => true,
        });
    });
    app.form.on_edit(&Field::Whole);
}

/// The address that opens this page with what stands on the form, and what it
/// cannot carry: keys of secrets, names of schemes that are not unique.
pub fn address(app: App) -> (String, Vec<String>) {
    let form = app.form;
    let written = form.written();
    let (values, mut missing) = import::exported(app);
    let start = start(app, &mut missing);
    let zone = Some(written.zone.clone());
    let is_instant = matches!(start, Some(Pasted::Instant(_)));
    let (start_zone, zone) = match is_instant {
        true => (zone, None),
        false => (None, zone),
    };
    let mut link = Link {
        name: form.name_typed.get().then(|| written.name.clone()),
        zone,
        start_zone,
        start,
        only_changed: written.sent == Sent::Changed,
        schemes: scheme_names(app, &mut missing),
        ..Link::default()
    };
    form.constants.with(|constants| {
        let constants = constants.ready().cloned().unwrap_or_default();
        for constant in constants.on_form() {
            if let Edit::NotSent(_) = form.edit(constant) {
                link.left_out.push(constant.key.clone());
            }
        }
        for (key, value) in values {
            let constant = constants.get(&key);
            if constant.is_some_and(|constant| is_changed(constant, &value)) {
                link.constants.insert(key, value);
            }
        }
    });
    for row in &written.added {
        let key = row.key.trim().to_owned();
        match added_value(&row.edit) {
            Ok(value) if !key.is_empty() && !missing.contains(&key) => {
                link.added.insert(key, value);
            }
            _ => {}
        }
    }
    missing.retain(|key| !link.left_out.contains(key));
    missing.extend(form.set_aside().into_iter().map(|(key, ..)| key));
    let encode = |text: &str| String::from(encode_uri_component(text));
    let query = format!(
        "bk_biz_id={}&scope={}&template_id={}",
        encode(written.bk_biz_id.trim()),
        written.scope.as_str(),
        encode(written.template_id.trim())
    );
    let own = page::address();
    (format!("{own}?{query}#{}", write(&link, &encode)), missing)
}

/// The planned start, settled or not: whoever opens the link is asked what the
/// person here is asked.
fn start(app: App, missing: &mut Vec<String>) -> Option<Pasted> {
    if let Some(moment) = app.start.get() {
        return Some(Pasted::Instant(moment));
    }
    let form = app.form;
    let Some(wall) = wall(app) else {
        let typed = [form.date.get(), form.time.get()].join(" ");
        if typed != " " {
            missing.push(typed.trim().to_owned());
        }
        return None;
    };
    let meant = form
        .meant
        .get()
        .and_then(|unix| Moment::at_wall(unix, wall));
    Some(meant.map_or(Pasted::DateTime(wall), Pasted::Instant))
}

/// By id where there is one, otherwise by name; two schemes of one name cannot
/// be told apart by it.
fn scheme_names(app: App, missing: &mut Vec<String>) -> Vec<String> {
    app.form.flow.with(|flow| {
        let schemes = flow.ready().map(|flow| flow.schemes.as_slice());
        let schemes = schemes.unwrap_or_default();
        let mut names = Vec::new();
        for scheme in ticked(&app.form.ticked.get(), schemes) {
            let is_twin = schemes
                .iter()
                .filter(|other| other.name == scheme.name)
                .count()
                > 1;
            match scheme.id {
                Some(id) => names.push(id.to_string()),
                None if is_twin => missing.push(scheme.name.clone()),
                None => names.push(scheme.name.clone()),
            }
        }
        names
    })
}
