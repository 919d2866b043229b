//! `docs/configure.md` against the reader of `config.json`.

use std::collections::BTreeMap;

use clocked::config::Config;
use serde_json::{Map, Value, json};

use crate::pages::{blocks_that_are, names, read, spans, table};

const PAGE: &str = "docs/configure.md";

/// The keys that the reader knows in an object of the file: it names them all
/// where it refuses another one.
fn known_in(section: Option<&str>) -> Option<Vec<String>> {
    let stranger = json!({"no such key": 0});
    let (file, path) = match section {
        None => (stranger, "no such key".to_owned()),
        Some(name) => (json!({name: stranger}), format!("{name}.no such key")),
    };
    let error = Config::parse(&file.to_string()).expect_err("no such key");
    let keys = error.expected.split(", ").map(str::to_owned);
    (error.key == path).then(|| keys.collect())
}

/// Every key, as `api.base`.
fn known() -> Vec<String> {
    let mut keys = Vec::new();
    for key in known_in(None).expect("the keys of the file") {
        match known_in(Some(&key)) {
            Some(inner) => keys.extend(inner.iter().map(|inner| format!("{key}.{inner}"))),
            None => keys.push(key),
        }
    }
    keys.sort();
    assert!(keys.len() > 20, "{keys:?}");
    keys
}

/// The keys that a file sets.
fn set_by(file: &Map<String, Value>) -> Vec<String> {
    let mut keys = Vec::new();
    for (key, value) in file {
        match value {
            Value::Object(inner) => keys.extend(inner.keys().map(|inner| format!("{key}.{inner}"))),
            _ => keys.push(key.clone()),
        }
    }
    keys.sort();
    keys
}

/// A file that sets one key.
fn file_with(key: &str, value: Value) -> String {
    match key.split_once('.') {
        Some((section, key)) => json!({section: {key: value}}).to_string(),
        None => json!({key: value}).to_string(),
    }
}

#[test]
fn every_example_is_accepted() {
    for block in blocks_that_are("json config.json") {
        if let Err(error) = Config::parse(&block.text) {
            panic!(
                "{}: {} should be {}",
                block.place, error.key, error.expected
            );
        }
    }
}

#[test]
fn the_table_has_the_keys_that_the_page_reads() {
    assert_eq!(names(PAGE, "key"), known());
}

#[test]
fn one_example_sets_every_key() {
    let examples = blocks_that_are("json config.json");
    let examples = examples
        .iter()
        .filter(|block| block.place.starts_with(PAGE));
    let keys = examples.map(|block| {
        let file = serde_json::from_str(&block.text).expect("JSON");
        set_by(&file)
    });
    let longest = keys.max_by_key(Vec::len).expect("an example");
    assert_eq!(longest, known());
}

#[test]
fn a_default_of_the_table_changes_nothing() {
    let mut told = BTreeMap::new();
    for row in table(PAGE, "key") {
        if let [written] = &spans(&row[2])[..] {
            let value = serde_json::from_str(written).unwrap_or_else(|_| json!(written));
            told.insert(spans(&row[0]).remove(0), value);
        }
    }
    assert!(told.len() > 10, "{told:?}");
    for (key, value) in told {
        let config = Config::parse(&file_with(&key, value)).expect("a good value");
        assert_eq!(config, Config::default(), "{key}");
    }
}

#[test]
fn what_is_shipped_is_accepted_and_sets_nothing() {
    let config = Config::parse(&read("docs/config.json")).expect("a good file");
    assert_eq!(config, Config::default());
}
