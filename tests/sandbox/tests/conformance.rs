//! Replays recorded exchanges with the real bk-sops and compares the answers: the status,
//! `result`, `code`, the failing fields and the keys of `data` (for a list, of its first item).
//!
//! The recordings are `../shared/contract/corpus.jsonl` beside the workspace, or the file or
//! directory that `CLOCKED_CORPUS` names, seen from the workspace. They are replayed in their
//! order, with the sandbox's clock at the recorded moment, so that no date has to be moved.

#![allow(clippy::unwrap_used)]

#[path = "conformance/agreement.rs"]
mod agreement;
#[path = "conformance/exchange.rs"]
mod exchange;

use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::Utc;
use sandbox::{Options, Running, Sandbox};

use agreement::disagreement;
use exchange::{Exchange, Replayed};

/// At least so many of a hundred must agree.
const ENOUGH: f64 = 97.0;

#[tokio::test]
async fn answers_as_the_real_one_did() {
    let Some(files) = recordings() else { return };
    let options = Options {
        proxy: false,
        start_tasks: false,
        ..Options::default()
    };
    let running = Sandbox::start(options).await.unwrap();
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let exchanges: Vec<Exchange> = files.iter().flat_map(|file| exchange::read(file)).collect();
    assert!(!exchanges.is_empty(), "there is no exchange in {files:?}");
    let (mut agreed, mut left_out, mut disagreed) = (0, Vec::new(), Vec::new());
    for (at, exchange) in exchanges.iter().enumerate() {
        if let Some(reason) = exchange.left_out() {
            left_out.push(format!("{}: {reason}", exchange.name));
            continue;
        }
        set_clock(&running, exchange, &exchanges[at..]);
        let replayed = Replayed::of(exchange, &running.url(), &client).await;
        match disagreement(exchange, &replayed) {
            None => agreed += 1,
            Some(difference) => disagreed.push(format!("{}: {difference}", exchange.name)),
        }
    }
    let asked = agreed + disagreed.len();
    #[allow(clippy::cast_precision_loss)]
    let share = agreed as f64 * 100.0 / asked as f64;
    println!(
        "{agreed} of {asked} exchanges agree ({share:.1} %), {} left out",
        left_out.len()
    );
    left_out
        .iter()
        .for_each(|line| println!("left out  {line}"));
    disagreed
        .iter()
        .for_each(|line| println!("disagrees {line}"));
    assert!(share >= ENOUGH, "only {share:.1} % agree");
}

/// What is created has its moment on it; anything else happened before the next creation was
/// over.
fn set_clock(running: &Running, exchange: &Exchange, following: &[Exchange]) {
    let moment = exchange.created_at().or_else(|| {
        let next = following.iter().find_map(Exchange::created_at);
        next.map(|next| next + chrono::TimeDelta::milliseconds(900))
    });
    if let Some(moment) = moment {
        running
            .set_clock_skew(moment.to_utc() - Utc::now())
            .unwrap();
    }
}

/// Nothing, and a word about it, where there are no recordings. Those that are asked for by name
/// must be there.
fn recordings() -> Option<Vec<PathBuf>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let asked = std::env::var_os("CLOCKED_CORPUS").map(|place| root.join(place));
    let place = asked
        .clone()
        .unwrap_or_else(|| root.join("../shared/contract/corpus.jsonl"));
    if !place.exists() {
        assert!(asked.is_none(), "there is no {}", place.display());
        // Said also of a test that passes.
        let _ = writeln!(
            std::io::stderr(),
            "NOT RUN: there are no recordings at {}",
            place.display()
        );
        return None;
    }
    if place.is_file() {
        return Some(vec![place]);
    }
    let entries = std::fs::read_dir(&place).unwrap();
    let mut files: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    Some(files)
}
