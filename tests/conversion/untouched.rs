//! Any value of any type: what nobody touched reaches the body as it came.

use clocked::api::constant::read_constants;
use clocked::form::known::shown;
use clocked::model::constant::Edit;
use clocked::model::{Constant, ConstantProblem, Field, Kind, Problem, ProblemKind};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::world::{read_one, sent, sent_or_refused, tree};

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        "-?[1-9][0-9]{0,40}".prop_map(|digits| serde_json::from_str(&digits).unwrap()),
        (any::<i32>(), 0u32..6).prop_map(|(n, d)| {
            serde_json::from_str(&format!("{n}.{:0>width$}", d, width = d as usize + 1)).unwrap()
        }),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(".{0,6}", inner, 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// Every type of variable, and every form of a plugin.
const TAGS: [&str; 39] = [
    "input",
    "textarea",
    "datetime",
    "date",
    "time",
    "int",
    "password",
    "select",
    "text_value_select",
    "datatable",
    "format_support_datetime",
    "current_time",
    "format_support_current_time",
    "bk_user_selector",
    "staff_group_selector",
    "ip_selector",
    "ip",
    "set_module_ip_selector",
    "set_module_selector",
    "set_group_selector",
    "set_filter_selector",
    "set_allocation",
    "attribute_query",
    "ip_filter",
    "radio",
    "checkbox",
    "combine",
    "tree",
    "cascader",
    "code_editor",
    "member_selector",
    "upload",
    "text",
    "button",
    "section",
    "log_display",
    "host_allocation",
    "unknown",
    "",
];

/// A form with parts of every kind, nested once.
fn form_of(tag: &str, multiple: bool) -> Value {
    let items = json!([{"text": "one", "value": 1}, {"text": "two", "value": "2"},
        {"label": "nested", "value": "n", "id": "n", "children": [{"label": "leaf", "value": 3}]}]);
    let part = |tag: &str| {
        let inner = json!([{"tag_code": "a", "type": "input", "attrs": {}},
            {"tag_code": "b", "type": "int", "attrs": {}}]);
        let attrs =
            json!({"items": items, "multiple": multiple, "columns": inner, "children": inner});
        json!({"tag_code": tag, "type": tag, "attrs": attrs})
    };
    let parts: Vec<Value> = TAGS.iter().map(|tag| part(tag)).collect();
    json!({"type": tag, "attrs": {
        "items": items, "multiple": multiple, "columns": parts, "children": parts,
    }})
}

/// The shapes that kinds look for, with anything inside.
fn any_shape() -> impl Strategy<Value = Value> {
    let member = prop::sample::select(TAGS.to_vec());
    let members = prop::collection::vec((member, any_json()), 0..5);
    let object = members.prop_map(|members| {
        let members = members.into_iter();
        Value::Object(
            members
                .map(|(key, value)| (key.to_owned(), value))
                .collect(),
        )
    });
    let object = object.boxed();
    prop_oneof![
        any_json(),
        object.clone(),
        prop::collection::vec(object, 0..4).prop_map(Value::from),
        prop::collection::vec(
            prop_oneof![Just(json!(1)), Just(json!("2")), any_json()],
            0..4
        )
        .prop_map(Value::from),
    ]
}

/// Why a value that nobody touched is not sent, by the rules that the template
/// states: what it requires, and the options that it names.
fn refusal(constant: &Constant, value: &Value) -> Option<ConstantProblem> {
    let is_empty = |value: &Value| match value {
        Value::Object(password) if constant.kind == Kind::Password => password
            .get("value")
            .is_none_or(|text| !text.is_string() || text == ""),
        value if constant.kind == Kind::Password => !value.is_string() || value == "",
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    };
    let is_reference = value.as_str().is_some_and(|text| {
        let inside = text
            .strip_prefix("${")
            .and_then(|rest| rest.strip_suffix('}'));
        inside.is_some_and(|inside| !inside.is_empty() && !inside.contains(['{', '}', '$']))
    });
    if is_reference {
        return None;
    }
    if is_empty(value) {
        return constant.required.then_some(ConstantProblem::Required);
    }
    let within = |object: &Value| {
        let mut parts = constant.kind.parts().iter();
        parts.find_map(|part| Some(refusal(part, object.get(&part.key)?)?.within(part)))
    };
    match (&constant.kind, value) {
        (Kind::Select(select), value) => {
            let is_named = select.options.iter().any(|option| !option.label.is_empty());
            let is_option = |value: &Value| select.position(value).is_some();
            let is_chosen = is_option(value)
                || match value {
                    Value::Array(items) => items.iter().all(is_option),
                    Value::String(joined) if select.multiple => {
                        joined.split(',').all(|item| is_option(&item.into()))
                    }
                    _ => false,
                };
            (is_named && !is_chosen).then_some(ConstantProblem::NotAnOption)
        }
        (Kind::Group(_), object) => within(object),
        (Kind::Table(_), Value::Array(rows)) => {
            let mut rows = rows.iter().enumerate();
            rows.find_map(|(at, row)| Some(within(row)?.in_row(at + 1)))
        }
        _ => None,
    }
}

/// Edits that open a value and change nothing in it.
fn idle_edits(constant: &Constant) -> Vec<Edit> {
    let parts = constant.kind.parts().iter();
    let untouched = parts.map(|part| (part.key.clone(), Edit::Untouched));
    let untouched: Vec<_> = untouched.collect();
    let mut rows = constant.rows(&Edit::Untouched);
    for row in &mut rows {
        row.cells = untouched.clone();
    }
    match &constant.kind {
        Kind::Group(_) => vec![Edit::Parts(untouched)],
        Kind::Table(_) if constant.default.is_array() => vec![Edit::Rows(rows)],
        _ => Vec::new(),
    }
}

#[test]
fn the_templates_own_constants_are_sent_as_they_are_whatever_was_opened() {
    let all: Value =
        serde_json::from_str(include_str!("../sandbox/seed/template/forms.json")).unwrap();
    for tree in [tree(), all["pipeline_tree"].clone()] {
        for constant in shown(&read_constants(&tree)) {
            for edit in idle_edits(constant) {
                let value = sent(constant, edit).unwrap();
                assert_eq!(
                    value.to_string(),
                    constant.default.to_string(),
                    "{}",
                    constant.key
                );
            }
        }
    }
}

/// The untouched value in the body, or all that is told instead.
fn told(constant: &Constant) -> Result<Option<String>, Vec<Problem>> {
    let told = sent_or_refused(constant, Edit::Untouched);
    told.map(|sent| sent.map(|sent| sent.to_string()))
}

/// The value as it came, or the rule of the template that forbids it.
fn expected(constant: &Constant, value: &Value) -> Result<Option<String>, Vec<Problem>> {
    match refusal(constant, value) {
        None => Ok(Some(value.to_string())),
        Some(problem) => Err(vec![Problem::new(
            Field::Constant(constant.key.clone()),
            ProblemKind::Constant(problem),
        )]),
    }
}

/// A setting of a configuration: any value, and any as JSON text.
fn any_setting() -> impl Strategy<Value = Option<Value>> {
    let value = prop_oneof![
        any_shape(),
        any_shape().prop_map(|value| json!(value.to_string())),
        "[12n,]{0,6}".prop_map(Value::from),
    ];
    prop::option::of(value)
}

/// What bk-sops sends of a configuration that nobody touched (contract part 5):
/// the default that stands in it, several options as a list, rows as rows.
fn inside(tag: &str, config: &Value) -> Value {
    let setting = |name: &str| config.get(name).cloned();
    let is_several = config["type"] == "1";
    match tag {
        "select" | "text_value_select" => match setting("default") {
            Some(Value::String(joined)) if is_several => {
                let options = joined.split(',').filter(|option| !option.is_empty());
                options.map(Value::from).collect()
            }
            None if is_several => json!([]),
            default => default.unwrap_or_else(|| json!("")),
        },
        "datatable" => match setting("default_text") {
            None | Some(Value::Null) => json!([]),
            Some(Value::String(text)) if text.is_empty() => json!([]),
            Some(Value::String(text)) => match serde_json::from_str(&text) {
                Ok(rows @ Value::Array(_)) => rows,
                _ => Value::String(text),
            },
            Some(rows) => rows,
        },
        _ => config.clone(),
    }
}

proptest! {
    #[test]
    fn what_stands_inside_a_configuration_reaches_the_body_unchanged(
        tag in prop::sample::select(TAGS.to_vec()),
        is_several in any::<bool>(),
        is_remote in any::<bool>(),
        default in any_setting(),
        rows in any_setting(),
    ) {
        let items = json!([{"text": "one", "value": "1"}, {"text": "two", "value": 2}, {"text": "n", "value": "n"}]);
        let columns = json!([{"tag_code": "input", "type": "input", "attrs": {}}, {"tag_code": "int", "type": "int", "attrs": {}}]);
        let digit = |is: bool| if is { "1" } else { "0" };
        let mut config = json!({
            "type": digit(is_several), "datasource": digit(is_remote),
            "items_text": items.to_string(), "columns_text": columns.to_string(),
        });
        for (name, setting) in [("default", default), ("default_text", rows)] {
            if let Some(setting) = setting {
                config[name] = setting;
            }
        }
        let value = inside(tag, &config);
        let constant = read_one(json!({"custom_type": tag, "is_meta": true}), config);
        prop_assert_eq!(told(&constant), expected(&constant, &value));
    }

    #[test]
    fn any_value_that_nobody_touched_reaches_the_body_unchanged(
        value in any_shape(),
        tag in prop::sample::select(TAGS.to_vec()),
        is_custom in any::<bool>(),
        multiple in any::<bool>(),
    ) {
        let custom_type = if is_custom { tag } else { "" };
        let fields = json!({"custom_type": custom_type, "form_schema": form_of(tag, multiple)});
        let constant = read_one(fields, value.clone());
        let untouched = sent(&constant, Edit::Untouched);
        for edit in idle_edits(&constant) {
            prop_assert_eq!(&sent(&constant, edit), &untouched);
        }
        let as_json = sent(&constant, Edit::Json(value.to_string()));
        prop_assert_eq!(as_json.map(|value| value.to_string()), Some(value.to_string()));
        prop_assert_eq!(told(&constant), expected(&constant, &value));
    }

    #[test]
    fn an_edit_of_one_part_leaves_every_other_as_it_came(
        value in any_shape(),
        tag in prop::sample::select(vec!["combine", "datatable", "ip_selector", "ip"]),
        text in "[a-z]{1,5}",
    ) {
        let constant = read_one(json!({"custom_type": tag, "form_schema": form_of(tag, true)}), value.clone());
        let Some(part) = constant.kind.parts().iter().find(|part| part.kind == Kind::Text) else {
            return Ok(());
        };
        let typed = (part.key.clone(), Edit::Text(text.clone()));
        let mut expected = value.clone();
        let edit = match &mut expected {
            Value::Object(members) => {
                members.insert(part.key.clone(), json!(text));
                Edit::Parts(vec![typed])
            }
            Value::Array(rows) if !rows.is_empty() => {
                rows[0][&part.key] = json!(text);
                let mut own = constant.rows(&Edit::Untouched);
                own[0].cells.push(typed);
                Edit::Rows(own)
            }
            _ => return Ok(()),
        };
        let stood = constant.part(&part.key, value.get(&part.key).or(value.pointer(&format!("/0/{}", part.key))));
        // Where the member is edited as JSON a bare word means nothing.
        prop_assume!(stood.is_some_and(|stood| stood.kind == Kind::Text || stood.kind == Kind::LongText));
        if let Some(sent) = sent(&constant, edit) {
            prop_assert_eq!(sent.to_string(), expected.to_string());
        }
    }
}
