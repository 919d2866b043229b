//! The links of `docs/embed.md`: all of their fragments can be used, and their
//! queries have the names of the table. The browser opens them in `tests/e2e`.

use clocked::link::read;

use crate::pages::{self, blocks_that_are, names};

fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.split('%');
    bytes.extend(rest.next()?.bytes());
    for part in rest {
        bytes.push(u8::from_str_radix(part.get(..2)?, 16).ok()?);
        bytes.extend(part[2..].bytes());
    }
    String::from_utf8(bytes).ok()
}

fn links() -> Vec<String> {
    let blocks = blocks_that_are("text link");
    let lines = blocks.iter().flat_map(|block| block.text.lines());
    lines.map(str::to_owned).collect()
}

#[test]
fn nothing_in_a_fragment_is_odd() {
    let links = links();
    let mut fragments = links
        .iter()
        .filter_map(|link| Some(link.split_once('#')?.1))
        .peekable();
    assert!(fragments.peek().is_some());
    for fragment in fragments {
        let (link, odd) = read(fragment, &decode);
        assert_eq!(odd, [], "{fragment}");
        assert_ne!(link, Default::default(), "{fragment}");
    }
}

#[test]
fn the_names_of_the_queries_are_in_the_table() {
    let known = names("docs/embed.md", "in the query");
    for link in links() {
        let (_, query) = link.split_once('?').expect("a query");
        for part in query.split('#').next().unwrap_or_default().split('&') {
            let name = part.split('=').next().unwrap_or_default().to_owned();
            assert!(known.contains(&name), "{link}: {name}");
        }
    }
}

/// The page asks its address for nothing that is not told, and nothing is told
/// that it does not ask for.
#[test]
fn the_table_has_the_names_that_the_page_asks_for() {
    let files = [
        "src/app.rs",
        "src/app/screen.rs",
        "src/app/embed.rs",
        "src/app/link.rs",
    ];
    let code: String = files.map(pages::read).concat();
    for name in names("docs/embed.md", "in the query") {
        assert!(code.contains(&format!("\"{name}\"")), "{name}");
    }
    for asked in code.split("query(\"").skip(1) {
        let name = asked.split('"').next().unwrap_or_default().to_owned();
        assert!(
            names("docs/embed.md", "in the query").contains(&name),
            "{name}"
        );
    }
}
