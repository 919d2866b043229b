//! `README.md` and `docs/*.md` in the parts that tests take up: blocks of code,
//! commands, tables, names in backticks. The tests of all packages read the
//! pages by this file.

use std::fs;
use std::path::{Path, PathBuf};

/// What a block of code is, as stands behind its first fence, with the file that
/// takes such blocks up.
pub const KINDS: &[(&str, &str)] = &[
    ("sh", "tests/docs/pages.rs"),
    ("sh nginx", "tests/e2e/tests/proxy/steps.rs"),
    ("json config.json", "tests/docs/config.rs"),
    ("json message", "tests/docs/message.rs"),
    ("html portal", "tests/e2e/tests/embed/snippet.rs"),
    ("js portal", "tests/e2e/tests/embed/snippet.rs"),
    ("text link", "tests/e2e/tests/embed/snippet.rs"),
    ("text source", "tests/docs/path.rs"),
];

/// How a command of an `sh` block begins, with the file that takes it up.
pub const TOOLS: &[(&str, &str)] = &[
    ("make", "tests/docs/command.rs"),
    ("cargo test", "tests/docs/command.rs"),
    ("cargo run -p sandbox --", "tests/sandbox/tests/docs.rs"),
    ("curl", "tests/sandbox/tests/docs.rs"),
];

pub struct Page {
    /// From the root of the repository: `docs/try.md`.
    pub name: String,
    pub text: String,
}

pub struct Block {
    /// Where it stands, for whoever has to mend it.
    pub place: String,
    pub kind: String,
    pub text: String,
}

/// The root of the repository, from whichever package.
pub fn root() -> PathBuf {
    let mut above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let root = above.find(|folder| folder.join("tests/docs/pages.rs").is_file());
    root.expect("the repository").to_owned()
}

pub fn read(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

pub fn pages() -> Vec<Page> {
    let mut names = vec!["README.md".to_owned()];
    for entry in fs::read_dir(root().join("docs")).expect("docs/") {
        let name = entry.expect("an entry").file_name();
        let name = name.to_string_lossy();
        if name.ends_with(".md") {
            names.push(format!("docs/{name}"));
        }
    }
    names.sort();
    let page = |name: String| Page {
        text: read(&name),
        name,
    };
    names.into_iter().map(page).collect()
}

/// Every block of every page. One that is indented is of no kind.
pub fn blocks() -> Vec<Block> {
    pages().iter().flat_map(blocks_of).collect()
}

pub fn blocks_of(page: &Page) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = page.text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let place = format!("{}:{}", page.name, number + 1);
        if let Some(kind) = line.trim_start().strip_prefix("```") {
            let inside = lines.by_ref().map(|(_, line)| line);
            let inside = inside.take_while(|line| line.trim_start() != "```");
            blocks.push(Block {
                place,
                kind: kind.to_owned(),
                text: inside.map(|line| format!("{line}\n")).collect(),
            });
        } else if line.starts_with("    ") || line.starts_with('\t') {
            blocks.push(Block {
                place,
                kind: "indented".to_owned(),
                text: line.to_owned(),
            });
        }
    }
    blocks
}

/// The blocks of a kind, of which there is one at least.
pub fn blocks_that_are(kind: &str) -> Vec<Block> {
    let mut blocks = blocks();
    blocks.retain(|block| block.kind == kind);
    assert!(!blocks.is_empty(), "no block is {kind:?}");
    blocks
}

/// The commands that begin so, of `sh` blocks and of the text, with their places.
pub fn commands_of(tool: &str) -> Vec<(String, String)> {
    let mut found = commands();
    found.retain(|(_, command)| tool_of(command) == Some(tool));
    assert!(!found.is_empty(), "no command begins with {tool:?}");
    found
}

pub fn commands() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for page in pages() {
        for block in blocks_of(&page).iter().filter(|block| block.kind == "sh") {
            let lines = block.text.lines();
            found.extend(lines.map(|line| (block.place.clone(), line.to_owned())));
        }
        let spans = spans(&prose(&page.text)).into_iter();
        // A tool alone is no command.
        let is_command = |span: &String| tool_of(span).is_some_and(|tool| tool != span);
        let spoken = spans.filter(is_command);
        found.extend(spoken.map(|span| (page.name.clone(), span)));
    }
    found
}

/// What a command begins with, behind the variables that are set for it.
pub fn tool_of(command: &str) -> Option<&'static str> {
    let is_setting = |word: &&str| word.contains('=') && !word.starts_with('=');
    let words: Vec<&str> = command.split(' ').skip_while(is_setting).collect();
    let plain = words.join(" ");
    let mut tools = TOOLS.iter().map(|(tool, _)| *tool);
    tools.find(|tool| plain == *tool || plain.starts_with(&format!("{tool} ")))
}

/// A page without its blocks.
pub fn prose(text: &str) -> String {
    let parts = text.split("```").step_by(2);
    parts.collect::<Vec<_>>().join("\n")
}

/// What stands in backticks.
pub fn spans(text: &str) -> Vec<String> {
    let spans = text.split('`').skip(1).step_by(2);
    spans.map(|span| span.replace('\n', " ")).collect()
}

/// The rows below the head that begins with this cell, without that head.
pub fn table(file: &str, first: &str) -> Vec<Vec<String>> {
    let text = read(file);
    let mut lines = text.lines();
    lines
        .find(|line| line.starts_with(&format!("| {first} |")))
        .unwrap_or_else(|| panic!("{file} has no table of {first:?}"));
    let rows = lines.skip(1).take_while(|line| line.starts_with('|'));
    let cells = |row: &str| {
        let inside = row.trim_matches('|').split('|');
        inside.map(|cell| cell.trim().to_owned()).collect()
    };
    rows.map(cells).collect()
}

/// The names in the first column of a table, sorted.
pub fn names(file: &str, first: &str) -> Vec<String> {
    let rows = table(file, first);
    let mut names: Vec<String> = rows.iter().flat_map(|row| spans(&row[0])).collect();
    names.sort();
    assert!(!names.is_empty(), "{file}: the table of {first:?} is empty");
    names
}
