//! The headers that come past the servers: of the gateway's none that is the
//! page's own server's to give, of the browser's the type and the language.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use e2e::{Fault, Stage};
use sandbox::LoggedRequest;
use tokio::time::timeout;

use crate::behind;
use crate::file::has_its_headers;
use crate::raw::{Answer, CREATE, LIST, Raw, plan};
use crate::server::{BELOW, Kind, Server, example};

/// What the gateway may say and no browser is to hear. For each line of the
/// examples that holds a header back there is one here.
const HELD_BACK: [&str; 27] = [
    "set-cookie",
    "access-control-allow-origin",
    "access-control-allow-credentials",
    "access-control-allow-methods",
    "access-control-allow-headers",
    "access-control-expose-headers",
    "x-powered-by",
    "via",
    "server",
    "x-bkapi-error-message",
    "cache-control",
    "content-security-policy",
    "x-content-type-options",
    "x-frame-options",
    "referrer-policy",
    "cross-origin-resource-policy",
    "cross-origin-opener-policy",
    "cross-origin-embedder-policy",
    "access-control-max-age",
    "timing-allow-origin",
    "clear-site-data",
    "strict-transport-security",
    "refresh",
    "link",
    "nel",
    "report-to",
    "alt-svc",
];

/// What the page reads of the gateway's headers.
const PASSED_ON: [&str; 2] = ["sops-trace-id", "retry-after"];

const OF_THE_GATEWAY: &str = "of-the-gateway";

/// An answer with every header that a gateway could have a word in.
fn talkative(status: u16) -> Fault {
    let names = HELD_BACK.iter().chain(&PASSED_ON);
    Fault::Status {
        status,
        body: "{}".into(),
        content_type: None,
        headers: names
            .map(|name| ((*name).to_owned(), OF_THE_GATEWAY.to_owned()))
            .collect(),
        commit: false,
    }
}

/// Names and values in the order of an answer.
fn lines(answer: &Answer) -> Vec<(&str, &str)> {
    let lines = answer.head.lines().skip(1);
    lines.filter_map(|line| line.split_once(": ")).collect()
}

fn is_of_the_pages_server(answer: &Answer) {
    let lines = lines(answer);
    let came: Vec<&str> = lines
        .iter()
        .filter(|(_, value)| value.contains(OF_THE_GATEWAY))
        .map(|(name, _)| *name)
        .collect();
    let (came, passed_on): (BTreeSet<_>, _) = (came.into_iter().collect(), PASSED_ON.into());
    assert_eq!(came, passed_on, "{}", answer.head);
    let names: BTreeSet<_> = lines.iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), lines.len(), "each once: {}", answer.head);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    has_its_headers(answer);
}

fn the_gateways_stay_behind(kind: Kind) {
    behind(kind, &BELOW, async |t: &Stage, server: &Server| {
        for status in [200, 400, 429, 500, 502] {
            t.fault("get_template_list", talkative(status));
            let answer = Raw::get(server, LIST).send(server).await;
            assert_eq!(answer.status, status);
            is_of_the_pages_server(&answer);
        }
    });
}

#[test]
fn the_gateways_headers_stay_behind_nginx() {
    the_gateways_stay_behind(Kind::Nginx);
}

#[test]
fn the_gateways_headers_stay_behind_caddy() {
    the_gateways_stay_behind(Kind::Caddy);
}

/// The examples name the same headers, each of which is tried above. Some lines
/// of Caddy's are its second way: what it sets for every answer takes the place
/// of the gateway's, too, but only as long as a header is taken away there.
#[test]
fn each_example_names_every_header_that_stays_behind() {
    for (file, directive) in [
        ("nginx/clocked.conf", "proxy_hide_header "),
        ("caddy/Caddyfile", "header_down -"),
    ] {
        let text = example(file).to_lowercase();
        let lines = text.lines().map(str::trim_start);
        let named: Vec<&str> = lines
            .filter_map(|line| line.strip_prefix(directive))
            .map(|name| name.trim_end_matches(';'))
            .collect();
        let untried = named
            .iter()
            .find(|name| !HELD_BACK.iter().any(|tried| is_meant(name, tried)));
        assert_eq!(untried, None, "{file}");
        // nginx holds this one back unasked.
        let unasked = |tried: &str| file.starts_with("nginx/") && tried == "server";
        let missing = HELD_BACK
            .iter()
            .find(|tried| !unasked(tried) && !named.iter().any(|name| is_meant(name, tried)));
        assert_eq!(missing, None, "{file}");
    }
}

/// A name may stand for all that begin like it.
fn is_meant(name: &str, header: &str) -> bool {
    match name.strip_suffix('*') {
        Some(start) => header.starts_with(start),
        None => header == name,
    }
}

/// What a server sends to the gateway, and nothing else.
fn of_a_call(kind: Kind, method: &str) -> BTreeSet<&'static str> {
    let mut names = BTreeSet::from([
        "accept",
        "accept-language",
        "connection",
        "host",
        "x-bkapi-authorization",
        "x-forwarded-for",
        "x-requested-with",
    ]);
    if method == "POST" {
        names.extend(["content-length", "content-type"]);
    }
    if kind == Kind::Caddy {
        // Its own, and the type of nothing, which is empty.
        names.extend([
            "accept-encoding",
            "content-type",
            "x-forwarded-host",
            "x-forwarded-proto",
        ]);
    }
    names
}

/// Whoever asked, the gateway heard from the server.
pub fn are_the_servers(kind: Kind, request: &LoggedRequest) {
    let names: BTreeSet<&str> = request.headers.keys().map(String::as_str).collect();
    let expected = of_a_call(kind, &request.method);
    assert_eq!(names, expected, "{:#?}", request.headers);
}

const OF_THE_BROWSER: &str = "of-the-browser";

/// What a browser, a script in it or a person with other tools may add.
const ADDED: [&str; 32] = [
    "Accept",
    "Accept-Encoding",
    "Authorization",
    "Cache-Control",
    "DNT",
    "Forwarded",
    "From",
    "If-None-Match",
    "Pragma",
    "Priority",
    "Proxy-Authorization",
    "Range",
    "Referer",
    "Sec-Ch-Ua",
    "Sec-Ch-Ua-Platform",
    "Sec-Fetch-Dest",
    "Sec-Fetch-Mode",
    "Sec-Fetch-User",
    "Traceparent",
    "Upgrade-Insecure-Requests",
    "User-Agent",
    "Via",
    "X-Bkapi-Authorization",
    "X-Bkapi-JWT",
    "X-CSRFToken",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Forwarded-User",
    "X-HTTP-Method-Override",
    "X-Real-IP",
    "X_Bkapi_Authorization",
];

/// With everything that a browser can send, and the login among other cookies.
fn with_everything(raw: Raw, server: &Server) -> Raw {
    let cookies =
        format!("theme={OF_THE_BROWSER}; bk_token=token-alice; bk_csrftoken={OF_THE_BROWSER}");
    let raw = raw
        .with("Cookie", cookies)
        .with("Origin", server.origin.clone())
        .with("X-Clocked-Click", crate::raw::new_click());
    ADDED
        .iter()
        .fold(raw, |raw, name| raw.with(name, OF_THE_BROWSER))
}

fn heard(headers: &BTreeMap<String, String>) -> Vec<&String> {
    let values = headers.iter();
    let of_the_browser = values.filter(|(_, value)| value.contains(OF_THE_BROWSER));
    of_the_browser.map(|(name, _)| name).collect()
}

fn the_browsers_stay_before(kind: Kind) {
    behind(kind, &BELOW, async |t: &Stage, server: &Server| {
        for raw in [
            Raw::get(server, LIST),
            Raw::post(server, CREATE, plan())
                .with("Content-Type", "application/json; charset=UTF-8"),
        ] {
            let answer = with_everything(raw, server).send(server).await;
            assert_eq!(answer.status, 200, "{}", answer.body);
        }
        let requests = t.sandbox.requests();
        assert_eq!(requests.len(), 2);
        for request in &requests {
            are_the_servers(kind, request);
            assert!(heard(&request.headers).is_empty(), "{:#?}", request.headers);
            // Of the browser's.
            assert_eq!(request.headers["accept-language"], "en");
        }
        let kind = &requests[1].headers["content-type"];
        assert_eq!(kind, "application/json; charset=UTF-8");
        assert_eq!(t.tasks()[0]["creator"], "alice");
    });
}

#[test]
fn of_the_browsers_headers_only_type_and_language_pass_nginx() {
    the_browsers_stay_before(Kind::Nginx);
}

#[test]
fn of_the_browsers_headers_only_type_and_language_pass_caddy() {
    the_browsers_stay_before(Kind::Caddy);
}

/// Less than a byte a second would take.
const AT_ONCE: Duration = Duration::from_secs(20);

/// An answer can order nginx about, if that listens: to another place, where
/// the gateway's cookie passes and a creation is sent once more, or to be slow.
#[test]
fn the_gateway_gives_nginx_no_orders() {
    behind(Kind::Nginx, &BELOW, async |t: &Stage, server: &Server| {
        for place in ["/tools/clocked/config.json", "@clocked_gateway"] {
            let orders = [
                ("x-accel-redirect", place),
                ("x-accel-limit-rate", "1"),
                ("set-cookie", OF_THE_GATEWAY),
            ];
            t.fault("create_clocked_task", ordering(&orders));
            let before = t.tasks().len();
            let raw = Raw::post(server, CREATE, plan());
            let answer = timeout(AT_ONCE, raw.send(server)).await.expect("at once");
            assert_eq!((answer.status, &*answer.body), (200, "its own"), "{place}");
            assert!(!answer.head.contains(OF_THE_GATEWAY), "{}", answer.head);
            assert_eq!(t.tasks().len(), before + 1, "{place}");
        }
    });
}

fn ordering(orders: &[(&str, &str)]) -> Fault {
    let headers = orders.iter();
    Fault::Status {
        status: 200,
        body: "its own".into(),
        content_type: None,
        headers: headers
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        commit: true,
    }
}
