//! The schemes that are ticked from the start.

use axum::http::Method;

use super::{Outcome, WebCall, success};
use crate::json::object;

pub(super) fn view(call: &WebCall) -> Outcome {
    call.only(&Method::GET)?;
    call.need_flow("flow_view", &call.template_of_param()?)?;
    let found = call
        .store
        .default_schemes(call.number("project_id")?, call.number("template_id")?)?;
    let items: Vec<_> = found
        .into_iter()
        .map(|default| {
            object! {
                "id": default.id,
                "project_id": default.project_id,
                "template_id": default.template_id,
                "scheme_ids": default.scheme_ids,
            }
        })
        .collect();
    success(items)
}
