//! What the tests know of the backend: the seed's template with every type of
//! variable, and a form that is written on it.

use chrono::DateTime;
use clocked::api::constant::read_constants;
use clocked::api::template::read_template;
use clocked::form::known::Flow;
use clocked::form::{Known, Loaded, Remaining, Written, convert};
use clocked::model::constant::Edit;
use clocked::model::{
    Constant, Field, Problem, ProblemKind, Request, Scope, Template, TemplateHead,
};
use serde_json::{Value, json};

const NOW: i64 = 1_795_000_000; // 2026-11-18 10:26:40 UTC

fn seed() -> Value {
    serde_json::from_str(include_str!("../sandbox/seed/template/1.json")).unwrap()
}

pub fn tree() -> Value {
    seed()["pipeline_tree"].clone()
}

pub fn constants() -> Vec<Constant> {
    read_constants(&tree())
}

pub fn constant(key: &str) -> Constant {
    constants()
        .into_iter()
        .find(|constant| constant.key == key)
        .unwrap()
}

pub fn template() -> Template {
    let data = json!({"id": 1, "project_id": 1, "name": "all", "pipeline_tree": tree()});
    Template {
        constants: read_constants(&data["pipeline_tree"]).into(),
        ..read_template(&data).unwrap()
    }
}

pub fn written() -> Written {
    Written {
        bk_biz_id: "2".into(),
        scope: Scope::CmdbBiz,
        template_id: "1".into(),
        name: " nightly ".into(),
        date: "2027-07-01".into(),
        time: "09:30".into(),
        zone: "Asia/Shanghai".into(),
        ..Written::default()
    }
}

pub struct World {
    pub head: Option<TemplateHead>,
    pub flow: Loaded<Flow>,
    pub constants: Loaded<Remaining>,
    pub now: i64,
    pub refreshing: bool,
}

impl World {
    pub fn new(constants: Vec<Constant>) -> World {
        World {
            head: None,
            flow: Loaded::Ready(Flow {
                template: template(),
                schemes: Vec::new(),
            }),
            constants: Loaded::Ready(Remaining::new(constants)),
            now: NOW,
            refreshing: false,
        }
    }

    pub fn known(&self) -> Known<'_> {
        Known {
            head: self.head.as_ref(),
            flow: &self.flow,
            constants: &self.constants,
            refreshing: self.refreshing,
            now: DateTime::from_timestamp(self.now, 0).unwrap(),
            offset_at: &offset_at,
            matches: &|_, _| None,
        }
    }

    pub fn convert(&self, written: &Written) -> Result<Request, Vec<Problem>> {
        convert(written, &self.known())
    }

    pub fn problems(&self, written: &Written) -> Vec<(Field, ProblemKind)> {
        let problems = self.convert(written).err().unwrap_or_default();
        problems
            .into_iter()
            .map(|problem| (problem.field, problem.kind))
            .collect()
    }
}

/// Shanghai, and New York around its two changes of 2027.
fn offset_at(zone: &str, unix: i64) -> Option<i32> {
    match zone {
        "Asia/Shanghai" => Some(8 * 3600),
        "America/New_York" => {
            let summer = 1_805_007_600..1_825_567_200; // 2027-03-14 07:00 to 2027-11-07 06:00 UTC
            Some(if summer.contains(&unix) {
                -4 * 3600
            } else {
                -5 * 3600
            })
        }
        _ => None,
    }
}

/// The shown constants that an untouched form may send: the seed's own
/// defaults leave some required ones empty.
pub fn sendable() -> Vec<Constant> {
    let blank = World::new(constants()).problems(&written());
    let is_blank = |key: &str| {
        blank
            .iter()
            .any(|(field, _)| *field == Field::Constant(key.into()))
    };
    constants()
        .into_iter()
        .filter(|constant| !is_blank(&constant.key))
        .collect()
}

/// One constant with this `value`, and other fields of its JSON.
pub fn read_one(fields: Value, value: Value) -> Constant {
    let mut constant = json!({"key": "${one}", "show_type": "show", "value": value});
    for (name, field) in fields.as_object().unwrap() {
        constant[name] = field.clone();
    }
    let tree = json!({"constants": {"${one}": constant}});
    read_constants(&tree).pop().unwrap()
}

/// The value that the body holds for an edit, where it may be sent.
pub fn sent(constant: &Constant, edit: Edit) -> Option<Value> {
    sent_or_refused(constant, edit).ok().flatten()
}

/// The same, or everything that is told instead.
pub fn sent_or_refused(constant: &Constant, edit: Edit) -> Result<Option<Value>, Vec<Problem>> {
    let mut form = written();
    form.edits.push((constant.key.clone(), edit));
    let request = World::new(vec![constant.clone()]).convert(&form)?;
    let body = request.freeze("/{template_id}/{bk_biz_id}/").body;
    let body: Value = serde_json::from_str(&body).unwrap();
    Ok(body["task_parameters"]["constants"]
        .get(&constant.key)
        .cloned())
}
