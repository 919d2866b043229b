//! The exceptions of `docs/test.md` against the tests that are left out in an
//! engine.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::pages::{root, spans, table};

const PAGE: &str = "docs/test.md";
const TESTS: &str = "tests/e2e/tests";

/// The sources of the end-to-end tests, in folders too.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => sources(&path, found),
            false => found.push(path),
        }
    }
}

/// The engines of each `not_in!` of a source.
fn left_out(text: &str) -> impl Iterator<Item = &str> {
    let calls = text.split("not_in!(").skip(1);
    let engines = calls.map(|call| call.split(':').next().unwrap_or_default());
    engines.flat_map(|engines| engines.split(',').map(str::trim))
}

/// Each source that leaves a test out, and the engine: `tabs` and `WebKit`.
fn in_code() -> BTreeSet<(String, String)> {
    let folder = root().join(TESTS);
    let mut paths = Vec::new();
    sources(&folder, &mut paths);
    let mut found = BTreeSet::new();
    for path in paths {
        let name = path.strip_prefix(&folder).expect("below it");
        let name = name.with_extension("").display().to_string();
        let text = fs::read_to_string(&path).expect("a source");
        found.extend(left_out(&text).map(|engine| (name.clone(), engine.to_owned())));
    }
    found
}

fn in_page() -> BTreeSet<(String, String)> {
    let rows = table(PAGE, "not in").into_iter();
    let pairs = rows.flat_map(|row| {
        let engines = row[0].clone();
        let names = spans(&row[1]).into_iter();
        names.flat_map(move |name| {
            let engines: Vec<_> = engines.split(", ").map(str::to_owned).collect();
            engines
                .into_iter()
                .map(move |engine| (name.clone(), engine))
        })
    });
    pairs.collect()
}

#[test]
fn the_table_of_exceptions_has_every_test_that_is_left_out_in_an_engine() {
    let (code, page) = (in_code(), in_page());
    let untold: Vec<_> = code.difference(&page).collect();
    assert!(untold.is_empty(), "{PAGE} does not tell of {untold:?}");
    let gone: Vec<_> = page.difference(&code).collect();
    assert!(
        gone.is_empty(),
        "{PAGE} tells of {gone:?}, which are played"
    );
}

#[test]
fn a_call_names_its_engines() {
    let source = "not_in!(Firefox, WebKit: \"a reason: of its own\");\n e2e::not_in!(WebKit: WHY);";
    let engines: Vec<_> = left_out(source).collect();
    assert_eq!(engines, ["Firefox", "WebKit", "WebKit"]);
}
