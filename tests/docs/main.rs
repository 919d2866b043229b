//! `README.md` and `docs/*.md` against the code that they tell of. What a page
//! shows to be copied is taken up by a test here, or by one of the sandbox or of
//! the browser; what nothing takes up fails.

mod command;
mod config;
mod engine;
mod link;
mod message;
#[allow(dead_code, reason = "other packages read the pages by it, too")]
mod pages;
mod path;

use pages::{KINDS, TOOLS, blocks, commands, read, tool_of};

#[test]
fn every_block_is_of_a_kind_that_a_test_takes_up() {
    for block in blocks() {
        let is_known = KINDS.iter().any(|(kind, _)| *kind == block.kind);
        assert!(is_known, "{}: what is {:?}?", block.place, block.kind);
    }
}

#[test]
fn every_command_begins_as_one_that_a_test_takes_up() {
    for (place, command) in commands() {
        assert!(
            tool_of(&command).is_some(),
            "{place}: who runs {command:?}?"
        );
    }
}

#[test]
fn whoever_takes_up_a_kind_names_it() {
    for (kind, file) in KINDS.iter().chain(TOOLS) {
        assert!(
            read(file).contains(&format!("\"{kind}\"")),
            "{file}: {kind}"
        );
    }
}
