//! `make` and `cargo test` of the pages. They would run for minutes, or for
//! ever: make tells what it would do, and cargo's tests are looked for.

use std::process::Command;

use crate::pages::{commands_of, names, read, root};

#[test]
fn make_knows_what_it_is_told_to_make() {
    for (place, command) in commands_of("make") {
        let script = format!("make() {{ command make --dry-run \"$@\"; }}\n{command}");
        let mut shell = Command::new("sh");
        // Started by make itself, the tests would hand its own flags down.
        shell
            .env_remove("MAKEFLAGS")
            .env_remove("MAKELEVEL")
            .current_dir(root());
        let output = shell.args(["-ec", &script]).output().expect("a shell");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{place}: {command}: {told}");
        assert!(!output.stdout.is_empty(), "{place}: {command} does nothing");
    }
}

/// As `.ci/test.sh` has them, in order.
fn steps() -> Vec<String> {
    let script = read(".ci/test.sh");
    let steps = script.lines().filter_map(|line| line.strip_prefix("step "));
    let names = steps.filter_map(|rest| rest.split(' ').next());
    names.map(str::to_owned).collect()
}

#[test]
fn the_steps_of_make_test_are_those_of_the_table() {
    let mut steps = steps();
    for (place, command) in commands_of("make") {
        if let Some((_, only)) = command.split_once("ONLY=\"") {
            for step in only.trim_end_matches('"').split(' ') {
                assert!(steps.contains(&step.to_owned()), "{place}: {step}");
            }
        }
    }
    steps.sort();
    assert_eq!(names("docs/test.md", "step"), steps);
}

/// Where the tests of a package are.
fn tests_of(package: &str) -> Option<&'static str> {
    match package {
        "clocked" => Some("tests"),
        "sandbox" => Some("tests/sandbox/tests"),
        "e2e" => Some("tests/e2e/tests"),
        _ => None,
    }
}

#[test]
fn cargo_has_the_tests_that_it_is_told_to_run() {
    for (place, command) in commands_of("cargo test") {
        let (_, words) = command.split_once("cargo test ").expect("more words");
        let words: Vec<&str> = words.split(' ').collect();
        let (["-p", package] | ["-p", package, ..]) = words[..] else {
            panic!("{place}: of which package? {command}");
        };
        let folder = tests_of(package).unwrap_or_else(|| panic!("{place}: {package}"));
        match words[2..] {
            [] => {}
            ["--test", name] => {
                let file = root().join(folder).join(name);
                let is_there =
                    file.with_extension("rs").is_file() || file.join("main.rs").is_file();
                assert!(is_there, "{place}: {name}");
            }
            _ => panic!("{place}: {command} is not looked at"),
        }
    }
}
