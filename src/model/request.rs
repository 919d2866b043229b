//! The one value between the form and the backend. The review is drawn from
//! it, the body is serialised from it, the record is compared with it.

use serde_json::{Map, Value};

use super::project::Target;
use crate::time::{Moment, to_wire};

/// Which nodes run, as it travels. A string id of a scheme has no place here:
/// creation accepts it and every start fails on it (contract part 4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Nodes {
    All,
    /// Integer ids; the schemes are read again at the start.
    Schemes(Vec<i64>),
    /// The nodes of the ticked schemes, frozen now. Never empty: an empty list
    /// would run every node.
    Appointed(Vec<String>),
}

/// A clocked task to be created. Built only by [`crate::form::convert`].
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    pub target: Target,
    /// Trimmed, 1 to 128 code points.
    pub name: String,
    pub start: Moment,
    /// The zone on whose clock the start was chosen; not sent.
    pub zone: String,
    pub nodes: Nodes,
    /// Keys with the values that are sent, in the order of the form.
    pub constants: Map<String, Value>,
    /// Keys of secrets that were sent with it once and are not known any more.
    /// Empty for every request that can be sent.
    pub withheld: Vec<String>,
}

/// A request as it will go over the wire: its body is the text shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Frozen {
    pub request: Request,
    pub url: String,
    pub body: String,
}

impl Target {
    /// What a path can name. `project_id`, `template_name` and
    /// `template_source` are never sent: in the body they override the path
    /// after the permission check (contract part 2). `scope` is read from the
    /// body only, whatever the path says (contract part 1).
    pub fn path_values(&self) -> [(&'static str, &str); 2] {
        [
            ("bk_biz_id", &self.bk_biz_id),
            ("template_id", &self.template_id),
        ]
    }
}

/// Puts values into the `{name}` places of a URL template and gives back what
/// had no place.
pub fn fill_path<'a, 'n>(
    url: &str,
    values: &[(&'n str, &'a str)],
) -> (String, Vec<(&'n str, &'a str)>) {
    let mut path = url.to_owned();
    let mut left = Vec::new();
    for (name, value) in values {
        let place = format!("{{{name}}}");
        if path.contains(&place) {
            path = path.replace(&place, value);
        } else {
            left.push((*name, *value));
        }
    }
    (path, left)
}

impl Request {
    /// The planned start as sent: with the offset of its own date.
    pub fn wire_start(&self) -> String {
        to_wire(&self.start)
    }

    /// The request on its way to `url`, a template such as
    /// `…/create_clocked_task/{template_id}/{bk_biz_id}/`. What its path does
    /// not name travels in the body, as in the older style of the API.
    pub fn freeze(&self, url: &str) -> Frozen {
        let (path, left) = fill_path(url, &self.target.path_values());
        let mut body: Map<String, Value> = left
            .iter()
            .map(|(name, value)| ((*name).to_owned(), Value::from(*value)))
            .collect();
        body.insert(
            "scope".into(),
            Value::String(self.target.scope.as_str().to_owned()),
        );
        body.insert("task_name".into(), Value::String(self.name.clone()));
        body.insert("plan_start_time".into(), Value::String(self.wire_start()));
        body.insert("task_parameters".into(), self.task_parameters());
        Frozen {
            request: self.clone(),
            url: path,
            body: pretty(&Value::Object(body)),
        }
    }
}

/// The constants whose values take most of a body, the largest first, with
/// their bytes there.
pub fn largest(constants: &Map<String, Value>, most: usize) -> Vec<(String, usize)> {
    let bytes = |(key, value): (&String, &Value)| (key.clone(), pretty(value).len());
    let mut rest: Vec<(String, usize)> = constants.iter().map(bytes).collect();
    let mut largest = Vec::new();
    while largest.len() < most
        && let Some(at) = (0..rest.len()).max_by_key(|at| rest[*at].1)
    {
        largest.push(rest.swap_remove(at));
    }
    largest
}

/// Indented JSON, the form in which a body is both shown and sent.
pub fn pretty(value: &Value) -> String {
    format!("{value:#}")
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use serde_json::json;

    use super::*;

    #[test]
    fn the_largest_values_are_found_by_their_bytes() {
        let Value::Object(constants) = json!({
            "${a}": "1", "${b}": ["中文", "x"], "${c}": "12345678", "${d}": ""
        }) else {
            unreachable!("an object")
        };
        let found = largest(&constants, 2);
        // Indented, as in the body.
        let list = "[\n  \"中文\",\n  \"x\"\n]".len();
        assert_eq!(found, [("${b}".to_owned(), list), ("${c}".to_owned(), 10)]);
        assert_eq!(largest(&constants, 9).len(), 4);
        assert!(largest(&Map::new(), 9).is_empty());
    }
    use crate::model::Scope;

    fn request(nodes: Nodes) -> Request {
        let instant = DateTime::from_timestamp(1_782_864_000, 0).expect("in range");
        Request {
            target: Target {
                bk_biz_id: "2".into(),
                scope: Scope::CmdbBiz,
                template_id: "7".into(),
            },
            name: "n".into(),
            start: Moment {
                instant,
                offset: 8 * 3600,
            },
            zone: "Asia/Shanghai".into(),
            nodes,
            withheld: Vec::new(),
            constants: Map::from_iter([("${a}".to_owned(), json!("x"))]),
        }
    }

    fn body(frozen: &Frozen) -> Value {
        serde_json::from_str(&frozen.body).expect("a body is JSON")
    }

    #[test]
    fn what_the_path_names_is_not_in_the_body() {
        let frozen = request(Nodes::All).freeze("/create/{template_id}/{bk_biz_id}/");
        assert_eq!(frozen.url, "/create/7/2/");
        assert_eq!(
            body(&frozen),
            json!({
                "scope": "cmdb_biz",
                "task_name": "n",
                "plan_start_time": "2026-07-01 08:00:00+0800",
                "task_parameters": {"constants": {"${a}": "x"}, "template_schemes_id": []},
            })
        );
    }

    #[test]
    fn what_the_path_does_not_name_travels_in_the_body() {
        let frozen = request(Nodes::All).freeze("/api/create_clocked_task/");
        assert_eq!(body(&frozen)["bk_biz_id"], "2");
        assert_eq!(body(&frozen)["template_id"], "7");
    }

    #[test]
    fn at_most_one_way_to_appoint_nodes_is_sent() {
        for (nodes, key, value) in [
            (Nodes::All, "template_schemes_id", json!([])),
            (
                Nodes::Schemes(vec![5, 4]),
                "template_schemes_id",
                json!([5, 4]),
            ),
            (
                Nodes::Appointed(vec!["node1".into()]),
                "appoint_task_nodes_id",
                json!(["node1"]),
            ),
        ] {
            let parameters = request(nodes).task_parameters();
            assert_eq!(parameters[key], value);
            assert_eq!(parameters.as_object().map(Map::len), Some(2));
        }
    }
}
