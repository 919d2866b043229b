//! The rooms of the source and which of them may use which: data goes one way,
//! and whoever draws knows no answer of the backend that the model does not.

use std::fs;
use std::path::{Path, PathBuf};

/// Each room with the rooms that it may use.
const ROOMS: &[(&str, &[&str])] = &[
    ("time", &["sort"]),
    ("sort", &[]),
    ("theme", &[]),
    ("browser", &[]),
    ("model", &["time"]),
    ("config", &["text", "time"]),
    ("api", &["config", "model", "sort", "text", "time"]),
    ("link", &["model", "time"]),
    ("message", &["link", "model", "text", "theme"]),
    ("form", &["api", "model", "sort", "time"]),
    ("text", &["api", "form", "model", "time"]),
    (
        "submission",
        &["api", "browser", "form", "model", "sort", "time"],
    ),
    ("ui", &["browser"]),
    (
        "control",
        &["api", "browser", "form", "model", "text", "ui"],
    ),
    (
        "app",
        &[
            "api",
            "browser",
            "config",
            "form",
            "link",
            "message",
            "model",
            "submission",
            "text",
            "theme",
            "time",
        ],
    ),
    (
        "view",
        &[
            "api",
            "app",
            "browser",
            "config",
            "control",
            "form",
            "link",
            "model",
            "sort",
            "submission",
            "text",
            "theme",
            "time",
            "ui",
        ],
    ),
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of the source");
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// The room that a file of the source belongs to: `form` for `form/state.rs`.
fn room(path: &Path) -> String {
    let inside = path.strip_prefix(source()).expect("below src/");
    let first = inside.iter().next().expect("a name").to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// The rooms that a line of code names, comments left out.
fn named(line: &str) -> Vec<&str> {
    let code = line.split("//").next().unwrap_or_default();
    let rest = code.split("crate::").skip(1);
    let end = |text: &str| text.find(|c: char| !c.is_alphanumeric() && c != '_');
    rest.map(|text| &text[..end(text).unwrap_or(text.len())])
        .collect()
}

#[test]
fn every_room_uses_only_those_that_it_may() {
    let mut wrong = Vec::new();
    for path in files(&source()) {
        let own = room(&path);
        if ["lib", "main"].contains(&own.as_str()) {
            continue;
        }
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == own) else {
            panic!("{own} is in no list: say what it may use");
        };
        let text = fs::read_to_string(&path).expect("a file of the source");
        // Tests may look further.
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in code.lines().enumerate() {
            for other in named(line) {
                if other != own && !allowed.contains(&other) {
                    let place = path.strip_prefix(source()).unwrap_or(&path);
                    wrong.push(format!("{}:{} uses {other}", place.display(), number + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_list_names_no_room_that_is_gone() {
    for (name, allowed) in ROOMS {
        for room in allowed.iter().chain([name]) {
            let file = source().join(format!("{room}.rs"));
            assert!(file.is_file(), "{room}");
        }
    }
}

/// `time` reads what people type in Chinese, and finds zones by Chinese names.
#[test]
fn chinese_words_of_the_page_stand_in_their_catalogue_alone() {
    let catalogue = source().join("text/zh.rs");
    let mut strays = Vec::new();
    for path in files(&source()) {
        if path == catalogue || room(&path) == "time" || path.ends_with("tests.rs") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a file of the source");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in code.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            if code.contains(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) {
                let place = path.strip_prefix(source()).unwrap_or(&path);
                strays.push(format!("{}:{}", place.display(), number + 1));
            }
        }
    }
    assert!(strays.is_empty(), "{strays:#?}");
}
