//! `SECURITY.md` names for each threat the tests that show what stops it: they
//! exist, and are run.

use std::fs;
use std::path::{Path, PathBuf};

fn read(path: &str) -> Option<String> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(root.join(path)).ok()
}

/// The threats, each with its title first.
fn threats(text: &str) -> Vec<&str> {
    let (_, rest) = text.split_once("## Who could want what").expect("threats");
    let (part, _) = rest.split_once("\n## ").expect("a part after them");
    part.split("\n### ").skip(1).collect()
}

/// What is named as `file: function`.
fn named(text: &str) -> Vec<(&str, &str)> {
    let quoted = text.split('`').skip(1).step_by(2);
    quoted.filter_map(|words| words.split_once(": ")).collect()
}

/// Whether the file runs a test or a step of this name.
fn runs(file: &str, name: &str) -> bool {
    let below = format!("tests/e2e/tests/{file}");
    let Some(text) = read(&below).or_else(|| read(file)) else {
        return false;
    };
    if Path::new(file).extension().is_some_and(|end| end == "sh") {
        return text.contains(&format!("\nstep {name} "));
    }
    // A function with the attribute, or one that a macro puts it on.
    let is_test = |before: &str| before.trim_end().ends_with("#[test]");
    let head = format!("fn {name}(");
    text.match_indices(&head)
        .any(|(at, _)| is_test(&text[..at]))
        || text
            .split_once("\non_both! {")
            .and_then(|(_, rest)| rest.split_once("\n}"))
            .is_some_and(|(list, _)| list.split_whitespace().any(|one| one == name))
}

#[test]
fn every_threat_names_tests_and_each_of_them_is_run() {
    let text = read("SECURITY.md").expect("SECURITY.md");
    let threats = threats(&text);
    assert!(threats.len() > 5, "{threats:#?}");
    for threat in threats {
        let tests = named(threat);
        assert!(!tests.is_empty(), "no test shows it: {threat}");
        for (file, name) in tests {
            assert!(runs(file, name), "{file} runs no test {name}: {threat}");
        }
    }
}

#[test]
fn a_name_that_nothing_has_is_noticed() {
    assert!(runs(
        "tests/security.rs",
        "a_name_that_nothing_has_is_noticed"
    ));
    assert!(runs("proxy/attack.rs", "what_is_too_large_is_refused"));
    assert!(runs(".ci/test.sh", "native"));
    assert!(!runs("tests/security.rs", "runs"), "no test");
    assert!(!runs("proxy/attack.rs", "is_refused"), "no test");
    assert!(!runs(".ci/test.sh", "nothing"));
    assert!(!runs("nowhere.rs", "nothing"));
}
