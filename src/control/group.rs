//! One object, as the fields of its members.

use leptos::prelude::*;

use super::{Parts, own};
use crate::api::envelope::shown;
use crate::model::Constant;
use crate::model::constant::Edit;
use crate::ui::dom::{El, View, el};
use crate::ui::field::{FieldParts, field, notice};

pub fn group(parts: Parts) -> El {
    let constant = parts.constant.clone();
    let base = parts.constant.default.as_object();
    let fields = constant.kind.parts().iter().enumerate();
    let fields = fields.filter_map(|(at, part)| {
        let value = base.and_then(|base| base.get(&part.key));
        Some(member(&parts, at, constant.part(&part.key, value)?))
    });
    let fields: Vec<El> = fields.collect();
    parts
        .composed(el("div").class("group").attr("role", "group"))
        .child(fields)
        .child(how_chosen(&parts))
}

/// The parts by which a selector of hosts says how they are chosen.
const HOW_CHOSEN: [&str; 2] = ["selectors", "var_ip_method"];

/// Says of a choice in a tree or in a list of groups, for which there is no data
/// here, that it has no field.
fn how_chosen(parts: &Parts) -> Option<El> {
    let (l, edit, constant) = (parts.l, parts.edit, parts.constant.clone());
    let mut own = constant.kind.parts().iter();
    let how = own.find(|part| HOW_CHOSEN.contains(&&*part.key))?;
    let key = how.key.clone();
    let has_no_field = move || {
        let how = match edit.with(|edit| edit.of_part(&key)) {
            Edit::Picked(values) => values.first().cloned(),
            _ => constant.default.get(&key).cloned(),
        };
        let how = how.map_or(String::new(), |how| shown(&how));
        let elsewhere = ["topo", "group", "tree", "select"];
        elsewhere.iter().any(|own| how.contains(own))
    };
    let words = move || has_no_field().then(|| notice(l.chosen_elsewhere()));
    Some(el("div").attr("role", "status").live(words))
}

fn member(parts: &Parts, at: usize, part: Constant) -> El {
    let (whole, key) = (parts.edit, part.key.clone());
    let edit = Signal::derive({
        let key = key.clone();
        move || whole.with(|whole| whole.of_part(&key))
    });
    let report = parts.on_change;
    let on_change = Callback::new(move |new| {
        if let Some(whole) = whole.try_get_untracked() {
            report.try_run(whole.with_part(&key, new));
        }
    });
    let id = format!("{}-{at}", parts.id);
    let required = part
        .required
        .then(|| el("span").class("badge").child(parts.l.required()));
    let class = match part.kind.is_wide() {
        true => "member wide",
        false => "member",
    };
    let own_parts = parts.part(id.clone(), part, edit, on_change);
    let field = field(FieldParts {
        id: &id,
        label: &own_parts.label(),
        aside: required.into(),
        hint: &own_parts.constant.desc,
        // Told once, at the variable.
        error: Signal::stored(None),
        control: own(own_parts.clone()),
        below: View::none(),
    });
    el("div").class(class).child(field)
}
