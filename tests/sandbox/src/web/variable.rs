//! The types of variables.

use axum::http::Method;

use super::{Outcome, Stop, WebCall, success};
use crate::json::loads;
use crate::seed::VARIABLES;

pub(super) fn view(call: &WebCall) -> Outcome {
    call.only(&Method::GET)?;
    success(loads(VARIABLES.as_bytes()).map_err(|_| Stop::Crash)?)
}
