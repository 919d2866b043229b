//! One call over the browser's fetch: time-out, language, login redirects and
//! the server's clock are handled here and nowhere else.

use std::rc::Rc;

use gloo_net::http::{Method, RequestBuilder};
use wasm_bindgen::JsCast;
use web_sys::{AbortSignal, RequestCredentials, RequestRedirect, ResponseType};

use super::envelope::Answer;
use super::error::ApiError;
use crate::time::{Instant, intl};

/// Told the `Date` header of an answer, when the request left and when the
/// answer was there: what the server's clock is learnt from.
pub type OnDate = Rc<dyn Fn(&str, Instant, Instant)>;

#[derive(Clone)]
pub struct Client {
    pub on_date: OnDate,
}

/// A call to make.
pub struct Call<'a> {
    pub url: &'a str,
    /// JSON text; without one the call is a GET.
    pub body: Option<&'a str>,
    pub timeout_ms: u32,
    /// `Accept-Language`: the language of the backend's field errors.
    pub language: &'a str,
    /// Ends the call when the person takes it back.
    pub abort: Option<AbortSignal>,
}

impl Client {
    pub async fn send(&self, call: Call<'_>) -> Result<Answer, ApiError> {
        let signal = joined_signal(&call);
        let method = if call.body.is_some() {
            Method::POST
        } else {
            Method::GET
        };
        let builder = RequestBuilder::new(call.url)
            .method(method)
            .abort_signal(Some(&signal))
            .credentials(RequestCredentials::Include)
            // A redirect means a login page: following it would read that page
            // as an answer.
            .redirect(RequestRedirect::Manual)
            .header("Accept", "application/json")
            .header("Accept-Language", call.language)
            // Makes bk-sops answer 401 with a login address instead.
            .header("X-Requested-With", "XMLHttpRequest");
        let request = match call.body {
            Some(body) => builder
                .header("Content-Type", "application/json")
                .body(body),
            None => builder.build(),
        }
        .map_err(|error| failed(&error))?;
        let sent = intl::now();
        let response = request.send().await.map_err(|error| failed(&error))?;
        if response.type_() == ResponseType::Opaqueredirect {
            return Err(ApiError::Redirected);
        }
        if let Some(date) = response.headers().get("date") {
            (self.on_date)(&date, sent, intl::now());
        }
        let headers = response.headers();
        let mut answer = Answer {
            status: response.status(),
            body: String::new(),
            trace_id: headers
                .get("sops-trace-id")
                .or_else(|| headers.get("x-bkapi-request-id")),
            retry_after: headers
                .get("retry-after")
                .or_else(|| headers.get("x-bkapi-ratelimit-reset"))
                .and_then(|seconds| seconds.trim().parse().ok()),
        };
        match response.text().await {
            Ok(body) => answer.body = body,
            // The head arrived, the body did not: an answer that cannot be read.
            Err(error) => match failed(&error) {
                ApiError::Network => return Err(answer.unreadable("", "the body broke off")),
                other => return Err(other),
            },
        }
        Ok(answer)
    }
}

fn joined_signal(call: &Call<'_>) -> AbortSignal {
    let timeout = AbortSignal::timeout_with_u32(call.timeout_ms);
    match &call.abort {
        None => timeout,
        Some(abort) => AbortSignal::any(&js_sys::Array::of2(
            timeout.unchecked_ref(),
            abort.unchecked_ref(),
        )),
    }
}

/// What the browser says of a call without an answer. Offline, an unknown host
/// and a refused connection are one and the same `TypeError`.
fn failed(error: &gloo_net::Error) -> ApiError {
    match error {
        gloo_net::Error::JsError(error) if error.name == "TimeoutError" => ApiError::Timeout,
        gloo_net::Error::JsError(error) if error.name == "AbortError" => ApiError::Aborted,
        _ => ApiError::Network,
    }
}
