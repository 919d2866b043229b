//! Every file that a page names is there, and the map of the source is whole.

use std::fs;
use std::path::Path;

use crate::pages::{blocks_that_are, pages, prose, root, spans};

/// How a path of the repository begins.
const PLACES: [&str; 6] = ["src/", "tests/", "docs/", "style/", ".ci/", "/docs/"];

/// What stands in the round brackets of links and pictures.
fn targets(text: &str) -> Vec<&str> {
    let rest = text.split("](").skip(1);
    rest.filter_map(|rest| Some(rest.split_once(')')?.0))
        .collect()
}

/// The anchors of a page's headings.
fn anchors(text: &str) -> Vec<String> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let anchor = |line: &str| {
        let words = line.trim_start_matches('#').trim().to_lowercase();
        let kept = words
            .chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-'));
        kept.collect::<String>().replace(' ', "-")
    };
    headings.map(anchor).collect()
}

#[test]
fn every_link_leads_to_a_file_and_every_anchor_to_a_heading() {
    for page in pages() {
        let own = root().join(&page.name);
        for target in targets(&prose(&page.text)) {
            if target.contains("://") {
                continue;
            }
            let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
            let file = match path {
                "" => own.clone(),
                path => own.parent().expect("a folder").join(path),
            };
            assert!(file.exists(), "{}: {target}", page.name);
            if !anchor.is_empty() {
                let text = fs::read_to_string(file).expect("a page");
                let anchors = anchors(&text);
                assert!(
                    anchors.contains(&anchor.to_owned()),
                    "{}: {target} {anchors:?}",
                    page.name
                );
            }
        }
    }
}

#[test]
fn every_page_can_be_reached_from_the_readme() {
    let pages = pages();
    let readme = pages
        .iter()
        .find(|page| page.name == "README.md")
        .expect("it is there");
    let targets = targets(&readme.text);
    for page in pages.iter().filter(|page| page.name != "README.md") {
        assert!(targets.contains(&page.name.as_str()), "{}", page.name);
    }
}

#[test]
fn every_path_that_is_named_is_there() {
    let mut count = 0;
    for page in pages() {
        for span in spans(&prose(&page.text)) {
            let is_path = PLACES.iter().any(|place| span.starts_with(place));
            if is_path && !span.contains(['*', ' ', '?']) {
                assert!(root().join(&span).exists(), "{}: {span}", page.name);
                count += 1;
            }
        }
    }
    assert!(count > 10);
}

#[test]
fn the_map_of_the_source_is_true_and_whole() {
    let map = blocks_that_are("text source").remove(0);
    let mut named = Vec::new();
    for line in map.text.lines() {
        let (path, told) = line.split_once(' ').expect("a path and what it holds");
        assert!(root().join(path).exists(), "{path}");
        for file in told
            .split([' ', ',', '(', ')', ';'])
            .filter(|word| word.ends_with(".rs"))
        {
            assert!(root().join(path).join(file).is_file(), "{path}{file}");
        }
        named.push(
            path.trim_end_matches('/')
                .trim_end_matches(".rs")
                .to_owned(),
        );
    }
    for entry in fs::read_dir(root().join("src")).expect("src/") {
        let name = entry
            .expect("an entry")
            .file_name()
            .into_string()
            .expect("a plain name");
        let room = Path::new("src").join(name.trim_end_matches(".rs"));
        assert!(
            named.contains(&room.display().to_string()),
            "{} is in no line",
            room.display()
        );
    }
}
