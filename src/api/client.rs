//! One call over the browser's fetch: time-out, language, login redirects and
//! the server's clock are handled here and nowhere else.

use std::cell::Cell;
use std::rc::Rc;

use gloo_net::http::{Method, RequestBuilder};
use gloo_timers::callback::{Interval, Timeout};
use web_sys::{AbortController, RequestCache, RequestCredentials, RequestRedirect, ResponseType};

use super::envelope::Answer;
use super::error::{ApiError, Asked, again_at};
use crate::time::{Instant, intl};

/// Told the `Date` header of an answer, empty for none, when the request left
/// and when the answer was there: what the server's clock is learnt from. Says
/// what that clock showed when the answer was there.
pub type ServerClock = Rc<dyn Fn(&str, Instant, Instant) -> Instant>;

#[derive(Clone)]
pub struct Client {
    pub clock: ServerClock,
}

/// A call to make.
pub struct Call<'a> {
    pub url: &'a str,
    /// JSON text; without one the call is a GET.
    pub body: Option<&'a str>,
    /// The click that this call is the only one of. A browser may send a POST
    /// again by itself when its connection breaks; by the id, which is then
    /// the same, a server can tell.
    pub click: Option<&'a str>,
    pub timeout_ms: u32,
    /// `Accept-Language`: the language of the backend's field errors.
    pub language: &'a str,
    /// Ends the call when the person takes it back.
    pub abort: Option<AbortController>,
}

impl Client {
    pub async fn send(&self, call: Call<'_>) -> Result<Answer, ApiError> {
        let Some(abort) = call.abort.or_else(|| AbortController::new().ok()) else {
            return Err(ApiError::Network);
        };
        let limit = Limit::start(call.timeout_ms, &abort);
        let failed = |error: &gloo_net::Error| limit.failed(error);
        let method = if call.body.is_some() {
            Method::POST
        } else {
            Method::GET
        };
        let builder = RequestBuilder::new(call.url)
            .method(method)
            .abort_signal(Some(&abort.signal()))
            .credentials(RequestCredentials::Include)
            // A redirect means a login page: following it would read that page
            // as an answer.
            .redirect(RequestRedirect::Manual)
            // An answer from a cache would teach an old clock.
            .cache(RequestCache::NoStore)
            .header("Accept", "application/json")
            .header("Accept-Language", call.language)
            // Makes bk-sops answer 401 with a login address instead.
            .header("X-Requested-With", "XMLHttpRequest");
        let builder = match call.click {
            Some(click) => builder.header("X-Clocked-Click", click),
            None => builder,
        };
        let request = match call.body {
            Some(body) => builder
                .header("Content-Type", "application/json")
                .body(body),
            None => builder.build(),
        }
        .map_err(|error| failed(&error))?;
        let sent = intl::now();
        let response = request.send().await.map_err(|error| failed(&error))?;
        let headers = response.headers();
        let date = headers.get("date").unwrap_or_default();
        let at = (self.clock)(&date, sent, intl::now());
        // The second is the gateway's: it stands on every answer, refused or not.
        let wait = headers.get("retry-after").or_else(|| {
            let is_refused = response.status() == 429;
            is_refused.then(|| headers.get("x-bkapi-ratelimit-reset"))?
        });
        let asked = Asked {
            method: if call.body.is_some() { "POST" } else { "GET" },
            url: call.url.to_owned(),
            at,
            again_at: wait.and_then(|wait| again_at(&wait, at)),
        };
        if response.type_() == ResponseType::Opaqueredirect {
            return Err(ApiError::Redirected(Box::new(asked)));
        }
        let mut answer = Answer {
            status: response.status(),
            body: String::new(),
            trace_id: headers
                .get("sops-trace-id")
                .or_else(|| headers.get("x-bkapi-request-id")),
            asked,
        };
        // As bytes: a browser's text would be turned into UTF-16 and back,
        // which takes long for a template of thousands of constants.
        match response.binary().await {
            Ok(body) => answer.body = text(body),
            // The head arrived, the body did not: an answer that cannot be read.
            Err(error) => match failed(&error) {
                ApiError::Network => return Err(answer.unreadable("", "the body broke off")),
                other => return Err(other),
            },
        }
        Ok(answer)
    }
}

/// As the browser would read it: without a byte order mark, and with a sign in
/// the place of what is no UTF-8.
fn text(body: Vec<u8>) -> String {
    let text = String::from_utf8(body);
    let text = text.unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}

/// Ends a call that takes too long. `AbortSignal.any` would do the same, but
/// browsers of 2023 lack it.
struct Limit {
    is_over: Rc<Cell<bool>>,
    _timer: Timeout,
    _clock: Interval,
}

/// Milliseconds between looks at the clock, and how far it may be beyond the
/// limit: a timer stands still while the machine sleeps, and the connection may
/// be dead when it wakes.
const LOOK: u32 = 1000;
const SLEPT: i64 = 2000;

impl Limit {
    fn start(timeout_ms: u32, abort: &AbortController) -> Limit {
        let is_over = Rc::new(Cell::new(false));
        let (over, abort) = (is_over.clone(), abort.clone());
        let end = Rc::new(move || {
            over.set(true);
            abort.abort();
        });
        let latest = intl::now().timestamp_millis() + i64::from(timeout_ms) + SLEPT;
        let slept = end.clone();
        let _clock = Interval::new(LOOK, move || {
            if intl::now().timestamp_millis() > latest {
                slept();
            }
        });
        let _timer = Timeout::new(timeout_ms, move || end());
        Limit {
            is_over,
            _timer,
            _clock,
        }
    }

    /// What the browser says of a call without an answer. Offline, an unknown
    /// host and a refused connection are one and the same `TypeError`.
    fn failed(&self, error: &gloo_net::Error) -> ApiError {
        match error {
            _ if self.is_over.get() => ApiError::Timeout,
            gloo_net::Error::JsError(error) if error.name == "AbortError" => ApiError::Aborted,
            _ => ApiError::Network,
        }
    }
}
