//! What the gateway answers by itself, and the denial that it lets through (contract part 7).

use crate::answer::Answer;
use crate::json::{Json, object};

pub(crate) fn gateway_error(status: u16, code_name: &str, code: i64, message: &str) -> Answer {
    let members = object! {
        "code_name": code_name, "data": Json::Null, "code": code, "message": message, "result": false,
    };
    Answer::json(status, members)
        .with("x-bkapi-error-code", &code.to_string())
        .with("x-bkapi-error-message", message)
}

pub(super) fn invalid_args(reason: &str) -> Answer {
    gateway_error(
        400,
        "INVALID_ARGS",
        1640001,
        &format!("Parameters error [reason=\"{reason}\"]"),
    )
}

pub(super) const NO_USER: &str = "user authentication failed, please provide a valid user identity, such as bk_username, bk_token, access_token";

pub(crate) fn not_user() -> Answer {
    invalid_args(NO_USER)
}

pub(crate) fn rate_limit(limit: u64, reset: u64) -> Answer {
    gateway_error(
        429,
        "RATE_LIMIT_RESTRICTION",
        1642902,
        "API rate limit exceeded by stage strategy",
    )
    .with("x-bkapi-ratelimit-limit", &limit.to_string())
    .with("x-bkapi-ratelimit-remaining", "0")
    .with("x-bkapi-ratelimit-reset", &reset.to_string())
}

/// HTTP 200; the same code stands for unknown errors, only the message tells them apart.
pub(crate) fn iam_denial(action: &str, trace_id: &str) -> Answer {
    Answer::json(
        200,
        object! {
            "result": false,
            "data": Json::Null,
            "message": format!("iam authentication exception, please check, action:{action}"),
            "code": 3599999,
            "trace_id": trace_id,
        },
    )
}
