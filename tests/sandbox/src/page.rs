//! The built page: static files with their compressed copies, and the headers that a real
//! deployment gives them.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use tower::ServiceExt;
use tower_http::services::ServeDir;

use crate::answer::{Answer, JSON};
use crate::state::State;

pub async fn respond(state: Arc<State>, request: Request) -> Response<Body> {
    let path = request.uri().path().to_owned();
    let mut response = match state.config().filter(|_| path == "/config.json") {
        Some(text) => Answer::new(200, JSON, text).into_response(),
        None if !state.options.dist.join("index.html").is_file() => not_built(&state),
        None => file(&state, request).await,
    };
    for (name, value) in headers(&state, &path) {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

async fn file(state: &State, request: Request) -> Response<Body> {
    let files = ServeDir::new(&state.options.dist)
        .precompressed_br()
        .precompressed_gzip();
    match files.oneshot(request).await {
        Ok(response) => response.map(Body::new),
        Err(never) => match never {},
    }
}

fn not_built(state: &State) -> Response<Body> {
    let text = format!(
        "The page is not built: there is no index.html in {}.\nBuild it with: make dist\n",
        state.options.dist.display()
    );
    Answer::new(
        StatusCode::NOT_FOUND.as_u16(),
        "text/plain; charset=utf-8",
        text,
    )
    .into_response()
}

fn headers(state: &State, path: &str) -> [(HeaderName, String); 4] {
    let frames = state.options.frame_src.as_ref();
    let frames = frames.map_or_else(String::new, |sources| format!("frame-src {sources}; "));
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
         img-src 'self' data:; {frames}base-uri 'self'; form-action 'none'; frame-ancestors {}",
        state.options.frame_ancestors
    );
    let caching = if is_hashed(path) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::REFERRER_POLICY, "no-referrer".to_owned()),
        (header::CACHE_CONTROL, caching.to_owned()),
    ]
}

/// A script, module or style sheet whose name carries a hash of its content: its name changes
/// with it.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let Some((stem, "js" | "wasm" | "css")) = name.rsplit_once('.') else {
        return false;
    };
    let mut parts = stem.split(['-', '_', '.']).skip(1);
    parts.any(|part| part.len() >= 8 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_never_change() {
        for name in [
            "/clocked-0123456789abcdef.js",
            "/clocked-0123456789abcdef_bg.wasm",
            "/style/base-89abcdef01.css",
        ] {
            assert!(is_hashed(name), "{name}");
        }
        for name in [
            "/",
            "/index.html",
            "/config.json",
            "/boot.js",
            "/clocked-main.js",
            "/photo-0123456789abcdef.png",
        ] {
            assert!(!is_hashed(name), "{name}");
        }
    }
}
