//! The command line.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

const SANDBOX: &str = env!("CARGO_BIN_EXE_sandbox");

#[test]
fn bad_flags_end_with_one_line_and_status_2() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let listen = ["--listen", "127.0.0.1:0"];
    for flags in [
        &["--nonsense"][..],
        &["--listen", "nowhere"],
        &["--listen", &taken],
        &["--fault", "{"],
        &[
            "--fault",
            r#"{"endpoint": "x", "fault": {"kind": "flood"}}"#,
        ],
        &[listen[0], listen[1], "--user", "nobody"],
        &[
            listen[0],
            listen[1],
            "--frame-ancestors",
            "'none'; script-src *",
        ],
        &[listen[0], listen[1], "--db", "/no/such/place/file"],
    ] {
        let output = Command::new(SANDBOX).args(flags).output().unwrap();
        let line = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{flags:?}: {line}");
        assert_eq!(line.lines().count(), 1, "{flags:?}: {line}");
        assert!(line.starts_with("sandbox: "), "{line}");
    }
}

#[tokio::test]
async fn it_says_where_it_listens_and_takes_its_flags() {
    let fault = r#"{"endpoint": "get_user_project_list", "fault": {"kind": "rate_limit"}}"#;
    let flags = [
        "--listen",
        "127.0.0.1:0",
        "--user",
        "p1only",
        "--demo",
        "--fault",
        fault,
    ];
    let mut child = Command::new(SANDBOX)
        .args(flags)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut address = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut address)
        .unwrap();
    let projects = format!(
        "{}api/bk-sops/prod/get_user_project_list/",
        address.trim_end()
    );
    assert_eq!(reqwest::get(&projects).await.unwrap().status(), 429);
    let text = reqwest::get(&projects).await.unwrap().text().await.unwrap();
    let answer: serde_json::Value = serde_json::from_str(&text).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(answer["data"].as_array().unwrap().len(), 1);
}
