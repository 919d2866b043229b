//! The field of the zone: all that the browser knows, with the offset of each
//! on the chosen date.

use leptos::prelude::*;

use super::problems::error_of;
use crate::app::App;
use crate::app::start::choose_zone;
use crate::model::Field;
use crate::text::Lang;
use crate::time::instant::offset_text;
use crate::time::intl;
use crate::time::zone::{Standing, ZoneChoice, choices, read_offsets, same_zone, search, unlisted};
use crate::ui::combobox::{ComboOption, Combobox, combobox};
use crate::ui::dom::{El, View, el};
use crate::ui::field::{FieldParts, field, notice};

pub fn zone(app: App, l: Lang) -> El {
    let form = app.form;
    let business = app.config.with_value(|config| config.zone.clone());
    let browser = app.browser_zone.get_value();
    let listed = Memo::new({
        let (business, browser) = (business.clone(), browser.clone());
        move |_| {
            let chosen = form.zone.get();
            choices(
                &intl::zone_names(),
                business.as_deref(),
                &browser,
                Some(&chosen),
            )
        }
    });
    // Offsets are those of the chosen date, or of now while there is none.
    let search_zones = Callback::new(move |query: String| {
        let at = app.start.get().map_or_else(
            || app.now.get_untracked().timestamp(),
            |start| start.instant.timestamp(),
        );
        let mut zones = listed.get();
        let offset_of = |zone: &str| intl::offset_at(zone, at);
        read_offsets(&mut zones, offset_of);
        let mut found = search(&zones, &query);
        let other = match found.is_empty() {
            true => unlisted(&query, offset_of),
            false => None,
        };
        found.extend(&other);
        found.into_iter().map(|zone| zone_option(l, zone)).collect()
    });
    let error = error_of(app, l, Field::Zone);
    let control = combobox(Combobox {
        id: "plan-zone",
        placeholder: l.zone_placeholder(),
        shown: form.zone.into(),
        chosen: form.zone.into(),
        search: search_zones,
        on_choose: Callback::new(move |zone| choose_zone(app, zone)),
        remark: Signal::stored(None),
        none_found: l.zone_none_found(),
        error,
        count: Callback::new(move |count| l.result_count(count)),
    });
    let differs = move || {
        let zone = form.zone.get();
        (!same_zone(&zone, &browser)).then(|| notice(&l.zone_differs(&browser)))
    };
    field(FieldParts {
        id: "plan-zone",
        label: l.zone(),
        aside: View::none(),
        hint: "",
        error,
        control: control.into(),
        below: el("div").class("below").live(differs).into(),
    })
}

fn zone_option(l: Lang, zone: &ZoneChoice) -> ComboOption {
    let offset = zone
        .offset
        .map(|offset| format!("UTC{}", offset_text(offset)));
    let standing = match zone.standing {
        Standing::Business => l.zone_business(),
        Standing::Browser => l.zone_browser(),
        Standing::Utc | Standing::Other => "",
    };
    // The page knows cities by their Chinese names alone.
    let city = zone.chinese.filter(|_| l == Lang::ZH).unwrap_or_default();
    let hint = [city, standing]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>();
    ComboOption {
        id: zone.name.clone(),
        label: zone.name.clone(),
        hint: hint
            .into_iter()
            .map(str::to_owned)
            .chain(offset)
            .collect::<Vec<_>>()
            .join(" · "),
        refused: None,
    }
}
