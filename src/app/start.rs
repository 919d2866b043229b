//! The fields of the planned start, set from a moment or a wall time.

use chrono::NaiveDateTime;
use leptos::prelude::*;

use super::App;
use crate::model::Field;
use crate::time::instant::{date_text, time_text};
use crate::time::{Moment, intl};

/// Sets the fields to a moment as the chosen zone's clock shows it. Where that
/// clock shows it twice, the moment says which of the two is meant.
pub fn set_moment(app: App, moment: &Moment) {
    let zone = app.form.zone.get_untracked();
    let Some(read) = Moment::read(moment.instant, |unix| intl::offset_at(&zone, unix)) else {
        return;
    };
    set_meant(app, &read);
}

/// Sets the fields to a moment's own wall time. Where the chosen zone's clock
/// shows that at another instant, the person has to say which is meant.
pub fn set_meant(app: App, moment: &Moment) {
    set_wall(app, moment.wall());
    app.form.meant.set(Some(moment.instant.timestamp()));
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
