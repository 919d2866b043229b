//! The built page as a deployment would serve it.

use std::fs;

use reqwest::Response;
use sandbox::Options;

use crate::visitor::Visitor;

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
    img-src 'self' data:; base-uri 'self'; form-action 'none'; frame-ancestors ";

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response
        .headers()
        .get(name)
        .map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn files_come_compressed_typed_and_with_strict_headers() {
    let dist = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("index.html", "<!doctype html>"),
        ("config.json", "{}"),
        ("app-0123456789abcdef.js", "1"),
        ("app-0123456789abcdef_bg.wasm", "plain"),
        ("app-0123456789abcdef_bg.wasm.br", "brotli"),
        ("app-0123456789abcdef_bg.wasm.gz", "gzip"),
    ] {
        fs::write(dist.path().join(name), text).unwrap();
    }
    let frame_ancestors = "'self' https://portal.example".to_owned();
    let visitor = Visitor::with(Options {
        dist: dist.path().into(),
        frame_ancestors,
        ..Options::default()
    })
    .await;
    for (path, kind, caching) in [
        ("/", "text/html", "no-cache"),
        ("/config.json", "application/json", "no-cache"),
        (
            "/app-0123456789abcdef.js",
            "text/javascript",
            "public, max-age=31536000, immutable",
        ),
        (
            "/app-0123456789abcdef_bg.wasm",
            "application/wasm",
            "public, max-age=31536000, immutable",
        ),
    ] {
        let response = visitor.get(path).await;
        assert_eq!(response.status(), 200, "{path}");
        assert!(
            header(&response, "content-type").starts_with(kind),
            "{path}"
        );
        assert_eq!(header(&response, "cache-control"), caching, "{path}");
        let policy = format!("{POLICY}'self' https://portal.example");
        assert_eq!(
            header(&response, "content-security-policy"),
            policy,
            "{path}"
        );
        assert_eq!(header(&response, "x-content-type-options"), "nosniff");
        assert_eq!(header(&response, "referrer-policy"), "no-referrer");
    }
    for (accepted, encoding, text) in [
        ("br, gzip", "br", "brotli"),
        ("gzip", "gzip", "gzip"),
        ("", "", "plain"),
    ] {
        let address = format!("{}/app-0123456789abcdef_bg.wasm", visitor.sandbox.url());
        let response = visitor
            .client
            .get(address)
            .header("Accept-Encoding", accepted)
            .send()
            .await
            .unwrap();
        assert_eq!(header(&response, "content-encoding"), encoding);
        assert_eq!(response.text().await.unwrap(), text);
    }
    assert_eq!(visitor.get("/no-such-file").await.status(), 404);
    visitor.sandbox.set_config(Some("not even JSON"));
    assert_eq!(
        visitor.get("/config.json").await.text().await.unwrap(),
        "not even JSON"
    );
    visitor.sandbox.set_config(None);
    assert_eq!(
        visitor.get("/config.json").await.text().await.unwrap(),
        "{}"
    );
}

#[tokio::test]
async fn a_page_that_is_not_built_says_how_to_build_it() {
    let visitor = Visitor::with(Options {
        dist: "/no/such/place".into(),
        ..Options::default()
    })
    .await;
    let response = visitor.get("/").await;
    assert_eq!(response.status(), 404);
    assert!(response.text().await.unwrap().contains("make dist"));
}
