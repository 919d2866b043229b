//! Requests of somebody who has, or sends along, the cookie of a user and
//! wants more than the page: none reaches the gateway, or none with more than
//! the page would send.

use e2e::Stage;

use crate::raw::{CREATE, LIST, Raw, exchange, plan};
use crate::server::{BELOW, CODE, Kind, SECRET, Server};
use crate::{behind, path};

/// Runs against each server.
fn attack(kind: Kind, scene: impl AsyncFnOnce(&Stage, &Server)) {
    behind(kind, &BELOW, async |t: &Stage, server: &Server| {
        // What the attacks below change goes through as it is.
        assert_eq!(Raw::get(server, LIST).send(server).await.status, 200);
        assert_eq!(t.requests("get_template_list").len(), 1);
        t.sandbox.clear_requests();
        scene(t, server).await;
    });
}

macro_rules! on_both {
    ($($name:ident)*) => {
        mod nginx {
            $(#[test] fn $name() { super::attack(super::Kind::Nginx, super::$name); })*
        }
        mod caddy {
            $(#[test] fn $name() { super::attack(super::Kind::Caddy, super::$name); })*
        }
    };
}

on_both! {
    every_resource_of_the_page_passes
    only_the_pages_own_requests_pass
    a_login_cannot_break_out_of_its_place
    credentials_of_the_browser_go_nowhere
    tricks_with_the_address_find_nothing
    what_is_too_large_is_refused
}

/// Refused with this status, in JSON, and unseen by the gateway.
async fn is_refused(t: &Stage, server: &Server, what: &str, raw: Raw, status: u16) {
    let answer = raw.send(server).await;
    assert_eq!(answer.status, status, "{what}: {}", answer.body);
    assert_eq!(
        answer.header("content-type"),
        Some("application/json"),
        "{what}"
    );
    let body: serde_json::Value = serde_json::from_str(&answer.body).expect(what);
    assert_eq!(body["result"], false, "{what}");
    assert!(
        t.sandbox.requests().is_empty(),
        "{what}: {:#?}",
        t.sandbox.requests()
    );
}

/// The texts between quotes in a source.
fn quoted(source: &str) -> impl Iterator<Item = &str> {
    source.split('"').skip(1).step_by(2)
}

/// With the addresses that `src/config.rs` has for them, and the filters of
/// `src/api/resources.rs`.
async fn every_resource_of_the_page_passes(t: &Stage, server: &Server) {
    let mut asked = 0;
    let mut pass = async |raw: Raw| {
        let answer = raw.send(server).await;
        assert_eq!(answer.status, 200, "{}: {}", raw.target, answer.body);
        asked += 1;
        assert_eq!(t.sandbox.requests().len(), asked);
    };
    let config = include_str!("../../../../src/config.rs");
    for rest in config.split("place(\"").skip(1) {
        let (name, rest) = rest.split_once('"').unwrap();
        let Some(place) = quoted(rest).next().filter(|place| place.starts_with('/')) else {
            continue;
        };
        let place = place
            .replace("{template_id}", "3")
            .replace("{bk_biz_id}", "2");
        let target = format!("/api/bk-sops/prod/{name}{place}");
        pass(match name.starts_with("get_") {
            true => Raw::get(server, &format!("{target}?scope=cmdb_biz")),
            false => Raw::post(server, &target, plan()),
        })
        .await;
    }
    let resources = include_str!("../../../../src/api/resources.rs");
    let filters = quoted(resources).filter(|text| {
        text.starts_with(|first: char| first.is_ascii_lowercase()) && text.contains('=')
    });
    for filter in filters {
        let filter = filter.replace(['{', '}'], "");
        pass(Raw::get(server, &format!("{LIST}&{filter}"))).await;
    }
    assert!(asked > 11, "{asked}");
}

async fn only_the_pages_own_requests_pass(t: &Stage, server: &Server) {
    let get = || Raw::get(server, LIST);
    let post = || Raw::post(server, CREATE, plan());
    let foreign = "https://evil.example";
    let sibling = "http://127.0.0.1:1";
    for (what, raw, status) in [
        ("a foreign origin", post().with("Origin", foreign), 403),
        ("another port", post().with("Origin", sibling), 403),
        ("no origin", post().without("Origin"), 403),
        ("an opaque origin", post().with("Origin", "null"), 403),
        (
            "an origin that begins like the own",
            post().with("Origin", format!("{}.evil.example", server.origin)),
            403,
        ),
        (
            "a read by a foreign origin",
            get().with("Origin", foreign),
            403,
        ),
        (
            "another site",
            post().with("Sec-Fetch-Site", "cross-site"),
            403,
        ),
        (
            "the same site",
            post().with("Sec-Fetch-Site", "same-site"),
            403,
        ),
        ("typed by hand", get().with("Sec-Fetch-Site", "none"), 403),
        ("no script", post().without("X-Requested-With"), 403),
        (
            "a read by no script",
            get().without("X-Requested-With"),
            403,
        ),
        (
            "a form",
            post().with("Content-Type", "application/x-www-form-urlencoded"),
            415,
        ),
        ("a text", post().with("Content-Type", "text/plain"), 415),
        (
            "a type with JSON in it",
            post().with("Content-Type", "text/plain; application/json"),
            415,
        ),
        ("no type", post().without("Content-Type"), 415),
        ("no login", post().without("Cookie"), 401),
        ("an empty login", post().with("Cookie", "bk_token="), 401),
    ] {
        is_refused(t, server, what, raw, status).await;
    }
    for (what, method, raw) in [
        ("a read that writes", "POST", Raw::post(server, LIST, "{}")),
        ("a write that reads", "GET", Raw::get(server, CREATE)),
        ("a question for leave", "OPTIONS", post()),
        ("a HEAD", "HEAD", get()),
        ("a deletion", "DELETE", post()),
        ("a PUT", "PUT", post()),
        ("a method of nobody's", "PLAN", post()),
    ] {
        let allowed = if raw.target == CREATE { "post" } else { "get" };
        let answer = Raw { method, ..raw }.send(server).await;
        assert_eq!(answer.status, 405, "{what}");
        assert_eq!(answer.header("allow"), Some(allowed), "{what}");
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }
    assert!(t.sandbox.requests().is_empty());
    let sent = post().send(server).await;
    assert_eq!(sent.status, 200, "the page's own");
    assert_eq!(t.tasks().len(), 1);
}

async fn a_login_cannot_break_out_of_its_place(t: &Stage, server: &Server) {
    let injected = r#"x", "bk_username": "admin", "bk_token": "token-admin"#;
    let long = "x".repeat(1025);
    for token in [
        injected,
        "token-alice\"",
        "\"token-alice\"",
        "token-alice\\",
        "\\u0074oken-admin",
        "token-\u{e9}",
        "token-алиса",
        "token alice",
        "token-alice\tx",
        &long,
    ] {
        let cookie = format!("bk_token={token}");
        let raw = Raw::get(server, LIST).with("Cookie", cookie);
        is_refused(t, server, token, raw, 401).await;
    }
    // What no server may take as part of a header at all.
    for bytes in [
        &b"bk_token=token-alice\nX-Other: 1"[..],
        b"bk_token=token-alice\r\n continued",
        b"bk_token=token-\x00alice",
        b"bk_token=token-\xff\xfe",
        b"bk_token=token-\x7f",
    ] {
        let answer = Raw::get(server, LIST)
            .with("Cookie", bytes)
            .send(server)
            .await;
        for request in t.sandbox.requests() {
            let header = &request.headers["x-bkapi-authorization"];
            assert!(
                header.contains(r#""bk_token": "token-alice"}"#),
                "{header} {}",
                answer.status
            );
            assert_eq!(request.headers.get("x-other"), None);
        }
        t.sandbox.clear_requests();
    }
    // Every character that a cookie may have arrives as it was.
    let every: String = (0x21..0x7f_u8)
        .map(char::from)
        .filter(|at| !"\",;\\".contains(*at))
        .collect();
    let cookie = format!("a=1; bk_token={every}; b=2");
    Raw::get(server, LIST)
        .with("Cookie", cookie)
        .send(server)
        .await;
    let header = &t.requests("get_template_list")[0].headers["x-bkapi-authorization"];
    let credentials: serde_json::Value = serde_json::from_str(header).unwrap();
    assert_eq!(credentials["bk_token"], every.as_str());
}

async fn credentials_of_the_browser_go_nowhere(t: &Stage, server: &Server) {
    let own = r#"{"bk_app_code": "bk_fta", "bk_app_secret": "secret_fta", "bk_username": "admin"}"#;
    for name in [
        "X-Bkapi-Authorization",
        "x-bkapi-authorization",
        "X_Bkapi_Authorization",
        "X-Bkapi-JWT",
        "Authorization",
        "X-Forwarded-User",
    ] {
        let answer = Raw::get(server, LIST).with(name, own).send(server).await;
        assert_eq!(answer.status, 200, "{name}");
    }
    let body = plan().replacen('{', &own.replace('}', ","), 1);
    Raw::post(server, CREATE, body).send(server).await;
    assert_eq!(t.tasks()[0]["creator"], "alice");
    let requests = t.sandbox.requests();
    assert_eq!(requests.len(), 7);
    for request in &requests {
        let header = &request.headers["x-bkapi-authorization"];
        assert!(header.contains(CODE) && header.contains(SECRET), "{header}");
        assert!(header.contains("token-alice") && !header.contains("fta"));
    }
    t.sandbox.clear_requests();
    for query in [
        "bk_app_code=bk_fta&bk_app_secret=secret_fta&bk_username=admin",
        "scope=cmdb_biz&bk_token=token-admin",
        "scope=cmdb_biz&bk%5Ftoken=token-admin",
        "scope=cmdb_biz&access_token=token-admin",
        "scope=cmdb_biz;bk_token=token-admin",
        "scope=cmdb_biz&&limit=1",
        "scope",
        "&",
    ] {
        let target = format!("/api/bk-sops/prod/get_template_list/2/?{query}");
        is_refused(t, server, query, Raw::get(server, &target), 400).await;
    }
}

async fn tricks_with_the_address_find_nothing(t: &Stage, server: &Server) {
    for target in path::UNKNOWN {
        let answer = Raw::get(server, target).send(server).await;
        assert!(
            (300..500).contains(&answer.status),
            "{target}: {}",
            answer.status
        );
        let posted = Raw::post(server, target, plan()).send(server).await;
        assert!((300..500).contains(&posted.status), "{target}");
        assert!(t.sandbox.requests().is_empty(), "{target}");
    }
    assert!(t.tasks().is_empty());
    // Not HTTP as it should be: two lengths, a length and chunks.
    for extra in [
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
    ] {
        let authority = server.authority();
        let bytes = format!(
            "POST {CREATE} HTTP/1.1\r\nHost: {authority}\r\n{extra}Connection: close\r\n\r\n0\r\n\r\n"
        );
        let answer = exchange(server, bytes.as_bytes()).await;
        assert!(answer.status >= 400, "{extra}: {}", answer.status);
    }
    assert!(t.sandbox.requests().is_empty());
}

async fn what_is_too_large_is_refused(t: &Stage, server: &Server) {
    let filler = "x".repeat(40 << 20);
    let body = plan().replacen("raw", &filler, 1);
    let raw = Raw::post(server, CREATE, body);
    is_refused(t, server, "too large", raw, 413).await;
    // A large one within the limit arrives whole: bk-sops has the word on it.
    let body = plan().replace("{}", &format!(r#"{{"${{a}}": "{}"}}"#, "y".repeat(2 << 20)));
    let answer = Raw::post(server, CREATE, body.clone()).send(server).await;
    assert_eq!(answer.status, 200, "{:.200}", answer.body);
    assert_eq!(t.body().len(), body.len());
}
