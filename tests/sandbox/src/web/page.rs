//! Pages of a list by `limit` and `offset`, with the addresses of the next and the one before.

use super::WebCall;
use crate::json::{Json, Object, object};
use crate::python;

pub(super) struct Page {
    pub limit: i64,
    pub offset: i64,
}

impl Page {
    /// A limit that is not a positive number is the default; without one there are no pages.
    pub fn of(call: &WebCall, default: Option<i64>) -> Option<Page> {
        let number =
            |name: &str| -> Option<i64> { python::int(&call.request.param(name)?)?.parse().ok() };
        let limit = number("limit").filter(|limit| *limit > 0).or(default)?;
        Some(Page {
            limit,
            offset: number("offset")
                .filter(|offset| *offset >= 0)
                .unwrap_or_default(),
        })
    }

    pub fn wrap(&self, call: &WebCall, count: i64, results: impl Into<Json>) -> Object {
        let next = (self.offset + self.limit < count)
            .then(|| self.address(call, Some(self.offset + self.limit)));
        let previous = (self.offset > 0).then(|| {
            let before = self.offset - self.limit;
            self.address(call, (before > 0).then_some(before))
        });
        object! { "count": count, "next": next, "previous": previous, "results": results.into() }
    }

    fn address(&self, call: &WebCall, offset: Option<i64>) -> String {
        let mut params: Vec<_> = call
            .request
            .params()
            .filter(|(name, _)| name != "limit" && name != "offset")
            .collect();
        params.push(("limit".to_owned(), self.limit.to_string()));
        params.extend(offset.map(|offset| ("offset".to_owned(), offset.to_string())));
        params.sort();
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(params)
            .finish();
        format!("{}{}?{query}", call.request.origin(), call.request.path)
    }
}
