//! Groups of people: those that every business has, and the project's own.

use leptos::prelude::*;

use super::Parts;
use super::select::{many, with_strays};
use crate::model::{Choice, Select};
use crate::ui::dom::{View, live};
use crate::ui::field::muted;

/// By the names under which CMDB keeps them for every business.
const OF_EVERY_BUSINESS: [&str; 4] = [
    "bk_biz_maintainer",
    "bk_biz_productor",
    "bk_biz_developer",
    "bk_biz_tester",
];

/// The project's groups may be read, or read anew, while it is drawn.
pub fn staff(parts: Parts) -> View {
    let l = parts.l;
    let of_project = Memo::new(move |_| parts.staff.with(|staff| staff.ready().cloned()));
    live(move || {
        let of_project = of_project.get();
        let unread = of_project.is_none().then(|| muted(l.staff_unread()));
        let fixed = OF_EVERY_BUSINESS.iter().map(|group| Choice {
            label: String::new(),
            value: (*group).into(),
            depth: 0,
        });
        let select = Select {
            options: fixed.chain(of_project.unwrap_or_default()).collect(),
            multiple: true,
            radios: false,
        };
        let boxes = with_strays(parts.clone(), &select, many);
        View::from_iter([boxes, unread.into()])
    })
}
