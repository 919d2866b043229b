//! The messages of `docs/embed.md` against `src/message.rs`.

use clocked::link::Link;
use clocked::message::{self, Incoming, Init, Token};
use clocked::model::ClockedTask;
use clocked::text::Lang;
use clocked::theme::Theme;
use serde_json::{Map, Value, json};

use crate::pages::{blocks_that_are, names, read, spans, table};

const PAGE: &str = "docs/embed.md";

/// The texts between two others of a file.
fn between(text: &str, start: &str, end: &str) -> Vec<String> {
    let rest = text.split(start).skip(1);
    rest.filter_map(|rest| Some(rest.split_once(end)?.0.to_owned()))
        .collect()
}

/// The types that the page sends: each is the first argument of a call.
fn sent() -> Vec<String> {
    let code: String = read("src/message.rs").split_whitespace().collect();
    let mut kinds = between(&code, "message(\"", "\"");
    kinds.sort();
    kinds
}

/// The types that the page reads: each is a case of `read`.
fn taken() -> Vec<String> {
    let code = read("src/message.rs");
    let cases = code
        .lines()
        .filter(|line| line.contains("=> Some(Incoming::"));
    let names = cases.filter_map(|case| case.split('"').nth(1));
    let mut kinds: Vec<String> = names.map(str::to_owned).collect();
    kinds.sort();
    kinds
}

/// One message of each type, with everything in it.
fn samples() -> Vec<Value> {
    let task = ClockedTask { fields: Map::new() };
    vec![
        message::ready("1.0", Lang::EN, Theme::Dark),
        message::resize(700),
        message::dirty(true),
        message::created(&task, None),
        message::failed("1", "no", None),
        message::unknown_outcome("n", "2027-07-01 09:30:00+0800"),
        message::need_login(None),
        message::need_permission(None, "2", None),
        message::close(),
    ]
}

fn is_message(kind: &str, payload: Value) -> bool {
    let message = json!({"source": "clocked", "v": 1, "type": kind, "payload": payload});
    message::read(&message.to_string()).is_some()
}

#[test]
fn the_tables_have_every_type() {
    assert_eq!(names(PAGE, "from the page"), sent());
    assert_eq!(names(PAGE, "to the page"), taken());
}

#[test]
fn the_payloads_are_those_that_are_sent() {
    let rows = table(PAGE, "from the page");
    let samples = samples();
    assert_eq!(rows.len(), samples.len());
    for row in rows {
        let kind = &spans(&row[0])[0];
        let sample = samples.iter().find(|sample| sample["type"] == **kind);
        let payload = sample.expect(kind)["payload"]
            .as_object()
            .expect("an object");
        let told: Vec<&String> = payload.keys().collect();
        assert_eq!(spans(&row[1]).iter().collect::<Vec<_>>(), told, "{kind}");
    }
}

#[test]
fn each_value_that_is_told_for_a_payload_is_taken() {
    let mut values = 0;
    for row in table(PAGE, "to the page") {
        let kind = &spans(&row[0])[0];
        let told = spans(&row[1]);
        let Some((name, words)) = told.split_first() else {
            assert!(is_message(kind, json!({})), "{kind}");
            continue;
        };
        for word in words {
            assert!(is_message(kind, json!({name: word})), "{kind} {word}");
        }
        assert!(!is_message(kind, json!({name: "any other"})), "{kind}");
        values += words.len();
    }
    assert!(values >= 5);
}

#[test]
fn the_example_of_init_has_every_part_and_all_of_it_is_used() {
    let block = blocks_that_are("json message").remove(0);
    let Some(Incoming::Init(init)) = message::read(&block.text) else {
        panic!("{}: not read", block.place);
    };
    // A new part of a message or of a link fails to compile here: let the example have it.
    let Init {
        bk_biz_id,
        scope,
        template_id,
        link,
        lang,
        theme,
        tokens,
        close,
        odd,
    } = *init;
    let Link {
        name,
        start,
        zone,
        start_zone: _,
        schemes,
        constants,
        added,
        left_out,
        only_changed,
    } = link;
    assert_eq!(odd, []);
    assert!(bk_biz_id.is_some() && scope.is_some() && template_id.is_some());
    assert!(lang.is_some() && theme.is_some() && !tokens.is_empty() && close);
    assert!(name.is_some() && start.is_some() && zone.is_some() && !schemes.is_empty());
    assert!(!constants.is_empty() && !added.is_empty() && !left_out.is_empty() && only_changed);
    let message: Value = serde_json::from_str(&block.text).expect("JSON");
    let parts = message["payload"].as_object().expect("an object");
    let mut parts: Vec<&String> = parts.keys().collect();
    parts.sort();
    assert_eq!(names(PAGE, "part").iter().collect::<Vec<_>>(), parts);
}

/// A value of each sort; a token takes one of them, whatever its name.
fn takes_any(name: &str) -> bool {
    let values = ["#123456", "4px", "system-ui"];
    values
        .iter()
        .any(|value| Token::read(name, value).is_some())
}

#[test]
fn the_table_has_every_token_of_the_style_that_may_be_set() {
    let style = read("style/tokens.css");
    let declared = style.lines().filter_map(|line| line.trim().split_once(':'));
    let declared = declared.map(|(name, _)| name.to_owned());
    let mut settable: Vec<String> = declared.filter(|name| takes_any(name)).collect();
    settable.sort();
    settable.dedup();
    assert_eq!(names(PAGE, "token"), settable);
}
