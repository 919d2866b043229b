//! The files of the page: their types, copies, headers, and how long they are
//! kept.

use e2e::Stage;
use e2e::stage::dist;

use crate::behind;
use crate::raw::{Answer, LIST, Raw};
use crate::server::{BELOW, Kind, Place, Server, example};

const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// The files of the build, without their compressed copies.
fn files() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(dist())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.ends_with(".br") && !name.ends_with(".gz"))
        .collect();
    names.sort();
    assert!(names.len() > 5, "{names:?}");
    names
}

fn types(name: &str) -> &'static [&'static str] {
    match name.rsplit_once('.').unwrap().1 {
        "html" => &["text/html", "text/html; charset=utf-8"],
        "js" => &[
            "application/javascript",
            "text/javascript; charset=utf-8",
            "application/javascript; charset=utf-8",
        ],
        "css" => &["text/css", "text/css; charset=utf-8"],
        "wasm" => &["application/wasm"],
        "svg" => &["image/svg+xml"],
        "json" => &["application/json"],
        other => panic!("a new type: {other}"),
    }
}

fn files_are_served(kind: Kind, place: &Place) {
    let has_brotli = kind == Kind::Caddy || place.brotli;
    behind(kind, place, async |_: &Stage, server: &Server| {
        for name in files() {
            let target = format!("{}{name}", server.path);
            for coding in ["", "gzip", "br"] {
                let raw = Raw::get(server, &target).with("Accept-Encoding", coding);
                let answer = raw.send(server).await;
                assert_eq!(answer.status, 200, "{target}");
                let is_hashed = !["index.html", "config.json", "files.json"].contains(&&*name);
                let caching = if is_hashed { FOR_EVER } else { "no-cache" };
                assert_eq!(answer.header("cache-control"), Some(caching), "{target}");
                let kind = answer.header("content-type").unwrap();
                assert!(types(&name).contains(&kind), "{target}: {kind}");
                let copy = match coding {
                    "gzip" => Some(format!("{name}.gz")),
                    "br" if has_brotli => Some(format!("{name}.br")),
                    _ => None,
                };
                let copy = copy.filter(|copy| dist().join(copy).is_file());
                let expected = copy.as_ref().map(|_| coding);
                assert_eq!(answer.header("content-encoding"), expected, "{target}");
                let sent = std::fs::metadata(dist().join(copy.unwrap_or(name.clone())));
                // Caddy tells no length of a compressed copy.
                if let Some(length) = answer.header("content-length") {
                    assert_eq!(length, sent.unwrap().len().to_string(), "{target}");
                }
                has_its_headers(&answer);
            }
        }
        let page = Raw::get(server, &server.path).send(server).await;
        assert_eq!(page.header("cache-control"), Some("no-cache"));
        has_its_headers(&page);
        let missing = format!("{}clocked-0123456789abcdef.js", server.path);
        let missing = Raw::get(server, &missing).send(server).await;
        assert_eq!(missing.status, 404);
        assert_eq!(missing.header("cache-control"), Some("no-cache"));
        let answer = Raw::get(server, LIST).send(server).await;
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        has_its_headers(&answer);
    });
}

/// Sent with every answer, once, by both servers alike.
const HEADERS: [(&str, &str); 5] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
            connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; \
            frame-ancestors 'self' https://portal.example.com",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin-allow-popups"),
];

pub fn has_its_headers(answer: &Answer) {
    for (name, value) in HEADERS {
        assert_eq!(answer.header(name), Some(value));
        let lines = answer.head.lines();
        let count = lines
            .filter(|line| line.starts_with(&format!("{name}: ")))
            .count();
        assert_eq!(count, 1, "{name} once: {}", answer.head);
    }
    for name in [
        "set-cookie",
        "x-powered-by",
        "via",
        "access-control-allow-origin",
    ] {
        assert_eq!(answer.header(name), None, "{name}");
    }
    if let Some(server) = answer.header("server") {
        assert!(!server.contains('/'), "no version: {server}");
    }
}

#[test]
fn nginx_serves_the_files_below_a_path() {
    files_are_served(Kind::Nginx, &BELOW);
}

#[test]
fn nginx_serves_the_files_at_the_root() {
    files_are_served(Kind::Nginx, &Place { path: "/", ..BELOW });
}

/// As the example only offers it.
#[test]
fn nginx_serves_brotli_where_that_is_switched_on() {
    let brotli = true;
    files_are_served(Kind::Nginx, &Place { brotli, ..BELOW });
}

#[test]
fn caddy_serves_the_files_below_a_path() {
    files_are_served(Kind::Caddy, &BELOW);
}

#[test]
fn caddy_serves_the_files_at_the_root() {
    files_are_served(Kind::Caddy, &Place { path: "/", ..BELOW });
}

/// Whoever leaves the slash at the end out comes to the page all the same, with
/// what a link asks for.
fn leads_to_the_slash(kind: Kind) {
    behind(kind, &BELOW, async |t: &Stage, server: &Server| {
        let bare = server.path.trim_end_matches('/');
        for query in ["", "?lang=zh&bk_biz_id=2&template_id=3"] {
            let raw = Raw::get(server, &format!("{bare}{query}"));
            let answer = raw.send(server).await;
            assert_eq!(answer.status, 301);
            let place = format!("{}{query}", server.path);
            assert_eq!(answer.header("location"), Some(&*place));
            has_its_headers(&answer);
        }
        let link = format!("{}{bare}?lang=zh&bk_biz_id=2&template_id=3", server.origin);
        t.page.go_to(&link).await;
        t.page.settles().await;
        t.page.sees("simple timer (3)").await;
    });
}

#[test]
fn nginx_leads_to_the_slash_at_the_end() {
    leads_to_the_slash(Kind::Nginx);
}

#[test]
fn caddy_leads_to_the_slash_at_the_end() {
    leads_to_the_slash(Kind::Caddy);
}

/// Names of the headers that nginx adds, in the order of the file.
#[test]
fn every_header_that_nginx_adds_is_looked_at() {
    let text = example("nginx/clocked.conf");
    let lines = text.lines().map(str::trim_start);
    let added = lines.filter_map(|line| line.strip_prefix("add_header "));
    let names: Vec<String> = added
        .map(|rest| rest.split(' ').next().unwrap().to_lowercase())
        .collect();
    let with_every_answer = HEADERS.map(|(name, _)| name);
    // Of the file at hand, and of a method that is refused.
    let of_some = ["cache-control", "allow"];
    let looked_at = [&of_some[..1], &with_every_answer, &of_some[1..]].concat();
    assert_eq!(names, looked_at);
}

/// Who waits in the middle waits longer than the gateway (120 s) and shorter
/// than the page (130 s).
#[test]
fn the_servers_wait_longer_than_the_gateway_and_shorter_than_the_page() {
    for (file, directive) in [
        ("nginx/clocked.conf", "proxy_read_timeout "),
        ("caddy/Caddyfile", "response_header_timeout "),
    ] {
        let text = example(file);
        let (_, rest) = text.split_once(directive).expect(file);
        let seconds: u32 = rest.split_once('s').unwrap().0.parse().unwrap();
        assert!((121..130).contains(&seconds), "{file}: {seconds}");
    }
}
