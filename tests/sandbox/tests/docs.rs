//! What `README.md` and `docs/*.md` tell of the sandbox: its commands are run as they stand there,
//! and its table of faults is compared with the faults.

#![allow(clippy::unwrap_used)]

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use sandbox::{Options, QueuedFault, Sandbox};
use serde_json::json;

#[allow(dead_code, reason = "other packages read the pages by it, too")]
#[path = "../../docs/pages.rs"]
mod pages;

use pages::{commands_of, names, root, spans, table};

/// Where the pages say that the sandbox listens.
const TOLD: &str = "127.0.0.1:8080";

/// A shell that runs a command from the root of the repository.
fn shell(script: &str) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-ec", script]).current_dir(root());
    shell
}

#[tokio::test(flavor = "multi_thread")]
async fn every_call_of_the_pages_is_answered() {
    let options = Options {
        demo: true,
        start_tasks: false,
        ..Options::default()
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    let own = sandbox.address().to_string();
    for (place, command) in commands_of("curl") {
        assert!(
            command.contains(TOLD),
            "{place}: whom does it ask? {command}"
        );
        // The same command, but a refusal is a failure.
        let command = command.replace(TOLD, &own);
        let script = format!(
            "curl() {{ command curl --silent --show-error --fail-with-body \"$@\"; }}\n{command}"
        );
        let output = shell(&script).output().unwrap();
        let told = [output.stdout, output.stderr].concat();
        let told = String::from_utf8_lossy(&told);
        assert!(output.status.success(), "{place}: {command}: {told}");
    }
}

#[test]
fn every_start_of_the_pages_is_one() {
    for (place, command) in commands_of("cargo run -p sandbox --") {
        // The program that cargo has built for this test, on a port that nobody else has.
        let script = format!(
            "cargo() {{ shift 4; case \"$*\" in *--listen*) ;; *) set -- \"$@\" --listen 127.0.0.1:0 ;; esac
             exec \"$SANDBOX\" \"$@\"; }}\n{}",
            command.replace(TOLD, "127.0.0.1:0")
        );
        let mut process = shell(&script)
            .env("SANDBOX", env!("CARGO_BIN_EXE_sandbox"))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut told = String::new();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        output.read_line(&mut told).unwrap();
        // It may have ended by itself.
        let _ = process.kill();
        process.wait().unwrap();
        let is_good = match command.ends_with("--help") {
            true => told.contains("stand-in"),
            false => told.starts_with("http://127.0.0.1:"),
        };
        assert!(is_good, "{place}: {command}: {told:?}");
    }
}

/// What the reader of faults says that it would have taken in the place of something else.
fn expected(fault: &serde_json::Value) -> Vec<String> {
    let queued = json!({"endpoint": "*", "fault": fault}).to_string();
    let told = match QueuedFault::parse(&queued) {
        Ok(_) => String::new(),
        Err(told) => told,
    };
    let (_, rest) = told.split_once("expected").unwrap_or_default();
    spans(rest)
}

#[test]
fn the_table_has_every_kind_of_fault_with_what_it_takes() {
    let mut kinds = expected(&json!({"kind": "none such"}));
    kinds.sort();
    assert_eq!(names("docs/try.md", "kind"), kinds);
    for row in table("docs/try.md", "kind") {
        let kind = &spans(&row[0])[0];
        let parts = expected(&json!({"kind": kind, "none such": 0}));
        assert_eq!(spans(&row[2]), parts, "{kind}");
    }
}
