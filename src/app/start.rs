//! The fields of the planned start, set from a moment or a wall time.

use chrono::NaiveDateTime;
use leptos::prelude::*;

use super::App;
use crate::form::Which;
use crate::model::Field;
use crate::time::instant::{date_text, time_text};
use crate::time::{Moment, Resolved, intl};

/// Sets the fields to a moment as the chosen zone's clock shows it. Where that
/// clock shows it twice, the moment says which of the two is meant.
pub fn set_moment(app: App, moment: &Moment) {
    let zone = app.form.zone.get_untracked();
    let Some(read) = Moment::read(moment.instant, |unix| intl::offset_at(&zone, unix)) else {
        return;
    };
    set_wall(app, read.wall());
    let which = app
        .understood
        .with_untracked(|understood| match understood {
            Ok(Resolved::Overlap { earlier, .. }) => Some(if earlier.instant == read.instant {
                Which::Earlier
            } else {
                Which::Later
            }),
            _ => None,
        });
    app.form.which.set(which);
}

pub fn set_wall(app: App, wall: NaiveDateTime) {
    app.form.date.set(date_text(wall.date()));
    app.form.time.set(time_text(wall.time()));
    edited(app);
}

/// A change of the wall time asks anew which of two instants is meant.
pub fn edited(app: App) {
    app.form.which.set(None);
    app.form.on_edit(&Field::Date);
    app.form.on_edit(&Field::Time);
}
