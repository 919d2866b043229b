//! The list of zones to choose from and the search in it: by English or Chinese city, by IANA
//! name, by abbreviation, by offset. Pure: the names and offsets are handed in.

use super::city;
use super::typed::plain;
use super::wire::parse_offset;

/// Why a zone stands where it does in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// The configured zone of the business.
    Business,
    /// That of the browser's clock.
    Browser,
    Utc,
    Other,
}

/// One entry of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct ZoneChoice {
    /// IANA name, the value of the choice.
    pub name: String,
    pub standing: Standing,
    /// City in English: `New York`.
    pub english: String,
    /// City in Chinese, for the main ones.
    pub chinese: Option<&'static str>,
    /// Seconds east of UTC on the chosen date, once [`read_offsets`] has run; `None` when the
    /// browser does not know the zone.
    pub offset: Option<i32>,
    /// The other names of the zone, with this one.
    names: &'static str,
    terms: &'static str,
}

impl ZoneChoice {
    fn new(name: &str, standing: Standing) -> Self {
        let (names, terms) = city::row(name);
        let first = terms.split(',').next().unwrap_or_default();
        Self {
            name: name.to_owned(),
            standing,
            english: english(name),
            chinese: (!first.is_empty()).then_some(first),
            offset: None,
            names,
            terms,
        }
    }

    /// Whether `name` is this zone, by its old or its new name.
    fn is(&self, name: &str) -> bool {
        self.name == name || (!name.is_empty() && self.names.split('|').any(|one| one == name))
    }
}

/// The last part of the name. `Etc/GMT-8` stays whole: its sign is the reverse of the offset's.
fn english(name: &str) -> String {
    match name.rsplit_once('/') {
        Some((area, city)) if area != "Etc" => city.replace('_', " "),
        _ => name.to_owned(),
    }
}

/// Business zone, browser zone, UTC, then all that the browser lists, each once. `chosen` (of a
/// link, a draft, a record) and `business` are there under these very names, listed or not.
pub fn choices(
    listed: &[String],
    business: Option<&str>,
    browser: &str,
    chosen: Option<&str>,
) -> Vec<ZoneChoice> {
    let mut choices: Vec<ZoneChoice> = Vec::with_capacity(listed.len() + 4);
    let pinned = [
        (business, Standing::Business),
        (Some(browser), Standing::Browser),
        (Some("UTC"), Standing::Utc),
    ];
    for (name, standing) in pinned {
        match name {
            Some(name) if !choices.iter().any(|choice| choice.is(name)) => {
                choices.push(ZoneChoice::new(name, standing));
            }
            _ => {}
        }
    }
    let pinned = choices.len();
    for name in listed {
        if !choices[..pinned].iter().any(|choice| choice.is(name)) {
            choices.push(ZoneChoice::new(name, Standing::Other));
        }
    }
    if let Some(name) = chosen
        && choices.iter().all(|choice| choice.name != name)
    {
        choices.insert(pinned, ZoneChoice::new(name, Standing::Other));
    }
    choices
}

/// Gives each entry its offset on the chosen date. The first run over a whole list makes a
/// formatter for each zone; later runs are quick.
pub fn read_offsets(choices: &mut [ZoneChoice], offset_of: impl Fn(&str) -> Option<i32>) {
    for choice in choices {
        choice.offset = offset_of(&choice.name);
    }
}

/// An entry for a name that the browser knows though its list has it not, as `US/Pacific` or
/// `Etc/GMT+5`: for what fits nothing else.
pub fn unlisted(name: &str, offset_of: impl Fn(&str) -> Option<i32>) -> Option<ZoneChoice> {
    let name = plain(name);
    let offset = Some(offset_of(&name)?);
    Some(ZoneChoice {
        offset,
        ..ZoneChoice::new(&name, Standing::Other)
    })
}

/// Whether two names mean one zone: equal, or the old and the new name of it.
pub fn same_zone(one: &str, other: &str) -> bool {
    one == other || ZoneChoice::new(one, Standing::Other).is(other)
}

/// The entries that fit what was typed, best first, otherwise in the order given; all of them
/// for an empty query. `+8`, `UTC+08:00`, `GMT-5`, `东八区` look for offsets and nothing else, so
/// that `GMT+8` never offers `Etc/GMT+8`, which is eight hours west.
pub fn search<'a>(choices: &'a [ZoneChoice], query: &str) -> Vec<&'a ZoneChoice> {
    let query = folded(&plain(query));
    if query.is_empty() {
        return choices.iter().collect();
    }
    if let Some(offset) = offset_sought(&query) {
        let fits = choices
            .iter()
            .filter(|choice| choice.offset == Some(offset));
        // Where many people live before where nobody does.
        let is_usual =
            |choice: &&ZoneChoice| choice.standing != Standing::Other || !choice.terms.is_empty();
        let (usual, others): (Vec<_>, Vec<_>) = fits.partition(is_usual);
        return [usual, others].concat();
    }
    // Four bins rather than a sort: in order within each, and less code to load.
    let mut found: [Vec<&ZoneChoice>; RANKS] = Default::default();
    for choice in choices {
        if let Some(rank) = rank(choice, &query) {
            found[rank].push(choice);
        }
    }
    found.concat()
}

fn folded(text: &str) -> String {
    text.to_ascii_lowercase().replace(['/', '_'], " ")
}

const RANKS: usize = 4;

/// 0 the very name, term or abbreviation, 1 its beginning, 2 the beginning of a later word in it,
/// 3 anywhere inside.
fn rank(choice: &ZoneChoice, query: &str) -> Option<usize> {
    let names = [choice.name.as_str(), choice.english.as_str()];
    let names = names.into_iter().chain(choice.names.split('|'));
    let terms = choice.terms.split(',');
    let by_name = names.filter_map(|name| rank_in(&folded(name), query));
    by_name
        .chain(terms.filter_map(|term| rank_term(term, query)))
        .min()
}

fn rank_term(term: &str, query: &str) -> Option<usize> {
    let abbreviation = !term.is_empty() && term.bytes().all(|b| b.is_ascii_uppercase());
    if abbreviation {
        term.eq_ignore_ascii_case(query).then_some(0)
    } else {
        rank_in(term, query)
    }
}

fn rank_in(text: &str, query: &str) -> Option<usize> {
    let place = text.find(query)?;
    let whole_end = text.len() == place + query.len();
    let word = place == 0 || text[..place].ends_with(' ');
    Some(match (place, word) {
        (0, _) if whole_end => 0,
        (0, _) => 1,
        (_, true) => 2,
        _ => 3,
    })
}

/// The offset that a query asks for; a sign or a `区` is what makes it one.
fn offset_sought(query: &str) -> Option<i32> {
    let bare = query
        .strip_prefix("utc")
        .or_else(|| query.strip_prefix("gmt"));
    parse_offset(bare.unwrap_or(query).trim_start()).or_else(|| numbered_zone(query))
}

/// `东八区`, `西五区`: the Chinese names of the hours east and west of Greenwich.
fn numbered_zone(query: &str) -> Option<i32> {
    const NUMBERS: [&str; 12] = [
        "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二",
    ];
    let (east, rest) = match query.strip_prefix('东') {
        Some(rest) => (1, rest),
        None => (-1, query.strip_prefix('西')?),
    };
    let number = rest.strip_suffix('区')?;
    let place = NUMBERS.iter().position(|name| *name == number)?;
    Some(east * (i32::try_from(place).ok()? + 1) * 3600)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn list(business: Option<&str>, browser: &str, chosen: Option<&str>) -> Vec<ZoneChoice> {
        let listed = [
            ("America/Chicago", -5),
            ("America/Los_Angeles", -7),
            ("America/New_York", -4),
            ("Antarctica/Casey", 8),
            ("Asia/Calcutta", 5),
            ("Asia/Shanghai", 8),
            ("Asia/Singapore", 8),
            ("Asia/Tokyo", 9),
            ("Etc/GMT+8", -8),
            ("Etc/GMT-8", 8),
            ("Europe/Kirov", 3),
            ("Europe/London", 1),
        ];
        let names = listed.map(|(name, _)| name.to_owned());
        let mut choices = choices(&names, business, browser, chosen);
        read_offsets(&mut choices, |name| {
            let listed = listed.iter().find(|(listed, _)| *listed == name);
            listed.map(|(_, hours)| hours * 3600)
        });
        choices
    }

    fn names(choices: &[ZoneChoice]) -> Vec<&str> {
        choices.iter().map(|choice| choice.name.as_str()).collect()
    }

    fn found(query: &str) -> Vec<String> {
        let choices = list(None, "Asia/Tokyo", None);
        let found = search(&choices, query);
        found
            .into_iter()
            .map(|choice| choice.name.clone())
            .collect()
    }

    #[test]
    fn business_then_browser_then_utc_then_all_each_once() {
        let choices = list(
            Some("Asia/Shanghai"),
            "America/New_York",
            Some("Asia/Tokyo"),
        );
        assert_eq!(
            names(&choices)[..4],
            [
                "Asia/Shanghai",
                "America/New_York",
                "UTC",
                "America/Chicago"
            ]
        );
        assert_eq!(choices.len(), 13);
        assert_eq!(choices[0].standing, Standing::Business);
        assert_eq!(choices[1].standing, Standing::Browser);
    }

    #[test]
    fn one_zone_for_business_and_browser_is_one_entry() {
        let choices = list(Some("Asia/Kolkata"), "Asia/Calcutta", None);
        assert_eq!(names(&choices)[..2], ["Asia/Kolkata", "UTC"]);
        assert!(!names(&choices).contains(&"Asia/Calcutta"));
        assert_eq!(names(&list(Some("Etc/UTC"), "UTC", None))[0], "Etc/UTC");
    }

    #[test]
    fn zones_that_the_browser_does_not_list_are_there_all_the_same() {
        let choices = list(Some("Mars/Base"), "UTC", Some("Asia/Kolkata"));
        assert_eq!(choices[0].name, "Mars/Base");
        assert_eq!(choices[0].offset, None);
        assert!(names(&choices).contains(&"Asia/Kolkata"));
    }

    #[test]
    fn a_city_is_found_in_english_and_chinese() {
        for query in [
            "singapore",
            "Singa",
            "新加坡",
            "Asia/Singapore",
            "asia singapore",
            "SGT",
        ] {
            assert_eq!(found(query)[0], "Asia/Singapore", "{query}");
        }
        for query in ["上海", "北京", "beijing", "ＳＨＡＮＧＨＡＩ"] {
            assert_eq!(found(query), ["Asia/Shanghai"], "{query}");
        }
        assert_eq!(found("纽约"), ["America/New_York"]);
        assert_eq!(found("york"), ["America/New_York"]);
        assert_eq!(found("new_york"), ["America/New_York"]);
        assert_eq!(found("kolkata"), ["Asia/Calcutta"]);
        assert_eq!(found("san fran"), ["America/Los_Angeles"]);
        assert!(found("atlantis").is_empty());
    }

    #[test]
    fn an_abbreviation_finds_every_zone_that_uses_it() {
        assert_eq!(found("CST"), ["America/Chicago", "Asia/Shanghai"]);
        assert_eq!(found("jst"), ["Asia/Tokyo"]);
        assert_eq!(found("PST")[0], "America/Los_Angeles");
        assert!(!found("es").contains(&"America/New_York".to_owned()));
    }

    #[test]
    fn an_offset_finds_the_zones_that_have_it() {
        for query in [
            "+8",
            "UTC+8",
            "utc+08:00",
            "GMT +8",
            "+0800",
            "＋８",
            "东八区",
        ] {
            assert_eq!(
                found(query),
                [
                    "Asia/Shanghai",
                    "Asia/Singapore",
                    "Antarctica/Casey",
                    "Etc/GMT-8"
                ],
                "{query}"
            );
        }
        assert_eq!(found("-4"), ["America/New_York"]);
        assert_eq!(found("西五区"), ["America/Chicago"]);
        assert_eq!(found("utc"), ["UTC"]);
    }

    #[test]
    fn nothing_typed_shows_all() {
        assert_eq!(found(" \u{200b}").len(), 13);
    }

    #[test]
    fn old_and_new_names_are_one_zone() {
        assert!(same_zone("Asia/Kolkata", "Asia/Calcutta"));
        assert!(same_zone("Mars/Base", "Mars/Base"));
        assert!(!same_zone("Mars/Base", ""));
        assert!(!same_zone("Asia/Tokyo", "Asia/Seoul"));
    }

    #[test]
    fn labels_do_not_reverse_a_sign() {
        assert_eq!(english("Etc/GMT-8"), "Etc/GMT-8");
        assert_eq!(english("America/Argentina/Buenos_Aires"), "Buenos Aires");
    }
}
