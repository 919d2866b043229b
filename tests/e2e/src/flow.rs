//! Templates that a test makes for itself: optional steps one after the other,
//! each of which needs every constant.

use serde_json::{Map, Value, json};

use crate::Stage;

/// A template of the first project, without schemes. The steps are called
/// `node0`, `node1` and so on.
pub fn flow(id: i64, name: &str, steps: &[&str], constants: &[Value]) -> Value {
    let line = |n: usize| format!("line{n}");
    let node = |n: usize| format!("node{n}");
    let keys: Vec<&str> = constants.iter().filter_map(|c| c["key"].as_str()).collect();
    let step = |(n, name): (usize, &&str)| {
        let message = json!({"hook": false, "need_render": true, "value": keys.join(" ")});
        let activity = json!({
            "id": node(n), "type": "ServiceActivity", "name": name,
            "incoming": [line(n)], "outgoing": line(n + 1), "optional": true,
            "component": {"code": "bk_display", "version": "v1.0", "data": {"bk_display_message": message}},
        });
        (node(n), activity)
    };
    let last = steps.len();
    let flow = |n: usize| {
        let source = if n == 0 { "s".to_owned() } else { node(n - 1) };
        let target = if n == last { "e".to_owned() } else { node(n) };
        let flow = json!({"id": line(n), "source": source, "target": target, "is_default": false});
        (line(n), flow)
    };
    let activities: Map<String, Value> = steps.iter().enumerate().map(step).collect();
    let flows: Map<String, Value> = (0..=last).map(flow).collect();
    let of_key = |constant: &Value| Some((constant["key"].as_str()?.to_owned(), constant.clone()));
    let constants: Map<String, Value> = constants.iter().filter_map(of_key).collect();
    json!({
        "id": id, "project_id": 1, "name": name,
        "pipeline_tree": {
            "activities": activities, "flows": flows, "gateways": {}, "outputs": [],
            "start_event": {"id": "s", "type": "EmptyStartEvent", "incoming": "", "outgoing": line(0), "name": ""},
            "end_event": {"id": "e", "type": "EmptyEndEvent", "incoming": [line(last)], "outgoing": "", "name": ""},
            "constants": constants,
        },
    })
}

/// A constant that the form shows, of a type that has its default for a value.
pub fn constant(key: &str, name: &str, custom_type: &str, default: &Value) -> Value {
    let source_tag = match custom_type {
        "staff_group_selector" => "staff_group_multi_selector.staff_group_selector".to_owned(),
        plain => format!("{plain}.{plain}"),
    };
    json!({
        "custom_type": custom_type, "desc": "", "index": 0, "key": key, "name": name,
        "show_type": "show", "source_info": {}, "source_tag": source_tag, "source_type": "custom",
        "validation": "", "is_condition_hide": "false", "pre_render_mako": false, "value": default,
        "version": "legacy", "is_meta": false,
    })
}

impl Stage {
    pub fn add(&self, template: &Value) {
        let added = self.sandbox.add_template(&template.to_string());
        added.expect("the template is taken");
    }
}
