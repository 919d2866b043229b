//! Groups of people: those that every business has, and the project's own.

use leptos::prelude::*;

use super::{Parts, select};
use crate::form::Loaded;
use crate::model::{Choice, Select};
use crate::ui::dom::View;
use crate::ui::field::muted;

/// By the names under which CMDB keeps them for every business.
const OF_EVERY_BUSINESS: [&str; 4] = [
    "bk_biz_maintainer",
    "bk_biz_productor",
    "bk_biz_developer",
    "bk_biz_tester",
];

pub fn staff(parts: Parts) -> View {
    let l = parts.l;
    let fixed = OF_EVERY_BUSINESS.iter().map(|group| Choice {
        label: String::new(),
        value: (*group).into(),
        depth: 0,
    });
    // Read before the form was drawn.
    let (own, unread) = parts.staff.with_untracked(|staff| match staff {
        Loaded::Ready(groups) => (groups.clone(), None),
        _ => (Vec::new(), Some(muted(l.staff_unread()))),
    });
    let select = Select {
        options: fixed.chain(own).collect(),
        multiple: true,
        radios: false,
    };
    [select::many(parts, &select).into(), View::from(unread)]
        .into_iter()
        .collect()
}
