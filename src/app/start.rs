//! The fields of the planned start, set from a moment or a wall time.

use chrono::NaiveDateTime;
use leptos::prelude::*;

use super::App;
use crate::model::Field;
use crate::time::instant::{date_text, time_text};
use crate::time::{Instant, Moment, Pasted, intl, parse_date, parse_pasted, parse_time};

/// Sets the fields to a moment as the chosen zone's clock shows it. Where that
/// clock shows it twice, the moment says which of the two is meant. A zone that
/// the browser does not know shows nothing: the moment waits for another one.
pub fn set_moment(app: App, moment: &Moment) {
    let zone = app.form.zone.get_untracked();
    let read = Moment::read(moment.instant, |unix| intl::offset_at(&zone, unix));
    set_meant(app, read.as_ref().unwrap_or(moment));
}

/// Sets the fields to a moment's own wall time. Where the chosen zone's clock
/// shows that at another instant, the person has to say which is meant.
pub fn set_meant(app: App, moment: &Moment) {
    set_wall(app, moment.wall());
    app.form.meant.set(Some(moment.instant.timestamp()));
}

/// The wall time of the fields, whatever it means.
pub fn wall(app: App) -> Option<NaiveDateTime> {
    let (date, time) = (app.form.date.get(), app.form.time.get());
    Some(parse_date(&date).ok()?.and_time(parse_time(&time).ok()?))
}

/// A date with a time in one field fills both; with an offset it is an instant
/// and is shown on the chosen zone's clock. Whether it was one.
pub fn take_whole(app: App, field: RwSignal<String>) -> bool {
    match field.with_untracked(|text| parse_pasted(text)) {
        Some(Pasted::DateTime(wall)) => set_wall(app, wall),
        Some(Pasted::Instant(moment)) => set_moment(app, &moment),
        None => return false,
    }
    true
}

/// The wall time stays and is read anew on another zone's clock. A question
/// that is open stays open, and a moment that no clock could show is shown.
pub fn choose_zone(app: App, zone: String) {
    let form = app.form;
    let before = form.zone.get_untracked();
    if before == zone {
        return;
    }
    let is_open = app.start.get_untracked().is_none();
    let meant = form.meant.get_untracked().filter(|_| is_open);
    let was_known = intl::offset_at(&before, 0).is_some();
    form.zone.set(zone);
    edited(app);
    match meant.and_then(|unix| Instant::from_timestamp(unix, 0)) {
        Some(instant) if !was_known => set_moment(app, &Moment { instant, offset: 0 }),
        Some(_) => form.meant.set(meant),
        None => {}
    }
}

pub fn set_wall(app: App, wall: NaiveDateTime) {
    app.form.date.set(date_text(wall.date()));
    app.form.time.set(time_text(wall.time()));
    edited(app);
}

/// A change of wall time or zone asks anew which instant is meant.
pub fn edited(app: App) {
    app.form.meant.set(None);
    app.form.on_edit(&Field::Date);
    app.form.on_edit(&Field::Time);
}
