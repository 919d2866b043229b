//! A template with every type of variable, from the sandbox's seed: nothing
//! that nobody touched changes on its way to the backend.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test's own data is as it should be")]

use chrono::DateTime;
use clocked::api::constant::read_constants;
use clocked::api::template::read_template;
use clocked::form::convert::Conversion;
use clocked::form::known::{Flow, shown};
use clocked::form::{Added, Known, Loaded, Remaining, Sent, Written, convert};
use clocked::model::constant::Edit;
use clocked::model::scheme::SchemeName;
use clocked::model::value::same;
use clocked::model::{
    Choice, Constant, ConstantProblem, Field, Kind, Nodes, Problem, ProblemKind, Request, Scheme,
    Scope, Select, Template, TemplateHead,
};
use clocked::time::Instant;
use proptest::prelude::*;
use serde_json::{Value, json};

const NOW: i64 = 1_795_000_000; // 2026-11-18 10:26:40 UTC

fn seed() -> Value {
    serde_json::from_str(include_str!("sandbox/seed/template/1.json")).unwrap()
}

fn tree() -> Value {
    seed()["pipeline_tree"].clone()
}

fn constants() -> Vec<Constant> {
    read_constants(&tree())
}

fn constant(key: &str) -> Constant {
    constants()
        .into_iter()
        .find(|constant| constant.key == key)
        .unwrap()
}

fn template() -> Template {
    let data = json!({"id": 1, "project_id": 1, "name": "all", "pipeline_tree": tree()});
    let constants = read_constants(&data["pipeline_tree"]);
    read_template(&data, constants).unwrap()
}

fn written() -> Written {
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

#[test]
fn schemes_that_are_not_found_have_to_be_decided() {
    let mut form = written();
    form.gone_schemes = vec![SchemeName::unknown("#5".into())];
    let problems = World::new(Vec::new()).convert(&form).unwrap_err();
    let gone = Problem::new(Field::Schemes, ProblemKind::SchemesGone);
    assert!(problems.contains(&gone), "{problems:?}");
}

struct World {
    head: Option<TemplateHead>,
    flow: Loaded<Flow>,
    constants: Loaded<Remaining>,
    now: i64,
    refreshing: bool,
}

impl World {
    fn new(constants: Vec<Constant>) -> World {
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

    fn known(&self) -> Known<'_> {
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

    fn convert(&self, written: &Written) -> Result<Request, Vec<Problem>> {
        convert(written, &self.known())
    }

    fn problems(&self, written: &Written) -> Vec<(Field, ProblemKind)> {
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

fn instant(unix: i64) -> Instant {
    DateTime::from_timestamp(unix, 0).unwrap()
}

/// The shown constants that an untouched form may send: the seed's own
/// defaults leave some required ones empty.
fn sendable() -> Vec<Constant> {
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

#[test]
fn every_variable_of_the_template_is_read_and_has_a_control() {
    let tree = tree();
    assert_eq!(
        constants().len(),
        tree["constants"].as_object().unwrap().len()
    );
    for (key, kind) in [
        ("${str}", Kind::Text),
        ("${text}", Kind::LongText),
        ("${dt}", Kind::DateTime),
        ("${date}", Kind::Date),
        ("${time}", Kind::Time),
        ("${num}", Kind::Integer),
        ("${pwd}", Kind::Password),
        ("${script}", Kind::Code),
        ("${users}", Kind::Users),
        ("${staff}", Kind::Staff),
        ("${rsel}", Kind::Text),
        ("${setalloc}", Kind::Json),
    ] {
        assert_eq!(constant(key).kind, kind, "{key}");
    }
    let Kind::Select(select) = constant("${msel}").kind else {
        panic!("a select")
    };
    assert!(select.multiple);
    assert_eq!(
        select.options[0],
        Choice {
            label: "A".into(),
            value: json!("a"),
            depth: 0,
        }
    );
    let Kind::Select(Select {
        multiple: false,
        radios: true,
        options,
    }) = constant("${script_type}").kind
    else {
        panic!("a radio is a choice of one")
    };
    assert_eq!(options[0].label, "shell");
}

#[test]
fn defaults_inside_a_configuration_are_what_is_sent() {
    assert_eq!(constant("${sel}").default, json!("test"));
    assert_eq!(constant("${msel}").default, json!(["a", "b"]));
    assert!(constant("${table}").default.is_array());
}

/// One constant with this `value`, and other fields of its JSON.
fn read_one(fields: Value, value: Value) -> Constant {
    let mut constant = json!({"key": "${one}", "show_type": "show", "value": value});
    for (name, field) in fields.as_object().unwrap() {
        constant[name] = field.clone();
    }
    let tree = json!({"constants": {"${one}": constant}});
    read_constants(&tree).pop().unwrap()
}

#[test]
fn a_default_of_another_form_than_its_choice_is_chosen_and_stays() {
    let items = json!([{"text": "five", "value": 5}, {"text": "six", "value": "6"}]);
    let plugin = |multiple: bool, value: Value| {
        let attrs = json!({"items": items, "multiple": multiple});
        read_one(
            json!({"form_schema": {"type": "select", "attrs": attrs}}),
            value,
        )
    };
    for (multiple, value, strays) in [
        (false, json!("5"), 0),
        (false, json!(6), 0),
        (false, json!(["5"]), 1),
        (true, json!("5"), 0),
        (true, json!(6), 0),
        (true, json!("5,6"), 0),
        (true, json!("7"), 1),
    ] {
        let constant = plugin(multiple, value.clone());
        let Kind::Select(select) = &constant.kind else {
            panic!("{value} is edited as {:?}", constant.kind)
        };
        assert_eq!(select.strays(&value).len(), strays, "{value}");
        assert_eq!(constant.default, value);
        let sent = World::new(vec![constant]).convert(&written());
        if strays == 0 || !multiple {
            assert_eq!(sent.unwrap().constants["${one}"], value, "as it came");
        }
    }
}

#[test]
fn options_that_the_page_knows_by_itself_forbid_no_other() {
    let value = json!({"var_ip_method": "a later one", "var_ip_custom_value": ""});
    let constant = read_one(json!({"custom_type": "ip"}), value.clone());
    assert!(matches!(constant.kind, Kind::Group(_)));
    let sent = World::new(vec![constant]).convert(&written()).unwrap();
    assert_eq!(sent.constants["${one}"], value);
}

#[test]
fn a_table_whose_default_is_no_list_of_rows_keeps_its_text() {
    let meta = json!({"custom_type": "datatable", "is_meta": true});
    let columns = r#"[{"tag_code": "a", "type": "input", "attrs": {"name": "A"}}]"#;
    for (text, default) in [
        (json!("not json"), json!("not json")),
        (json!("{\"a\": 1}"), json!("{\"a\": 1}")),
        (json!("${rows}"), json!("${rows}")),
        (json!(""), json!([])),
        (json!("[{\"a\": 1}]"), json!([{"a": 1}])),
    ] {
        let value = json!({"columns_text": columns, "default_text": text});
        let constant = read_one(meta.clone(), value);
        assert_eq!(constant.default, default);
        let sent = World::new(vec![constant]).convert(&written()).unwrap();
        assert_eq!(sent.constants["${one}"], default);
    }
}

#[test]
fn what_nobody_touched_is_sent_as_the_template_has_it() {
    let sendable = sendable();
    let request = World::new(sendable.clone()).convert(&written()).unwrap();
    let tree = tree();
    for constant in shown(&sendable) {
        let stored = &tree["constants"][&constant.key];
        if stored["is_meta"] != json!(true) {
            assert!(
                same(&request.constants[&constant.key], &stored["value"]),
                "{}",
                constant.key
            );
        }
    }
    let sent: Vec<&String> = request.constants.keys().collect();
    let on_form: Vec<&String> = shown(&sendable).map(|constant| &constant.key).collect();
    assert_eq!(
        sent, on_form,
        "every shown one, in the order of the form, and no other"
    );
}

#[test]
fn only_changed_ones_are_sent_where_the_person_wants_it() {
    let mut form = written();
    form.sent = Sent::Changed;
    form.edits = vec![
        ("${str}".to_owned(), Edit::Text("other".into())),
        // Typed and back at the default again.
        ("${num}".to_owned(), Edit::Text("3".into())),
    ];
    let request = World::new(sendable()).convert(&form).unwrap();
    assert_eq!(Value::Object(request.constants), json!({"${str}": "other"}));
}

#[test]
fn a_left_out_variable_is_not_sent() {
    let mut form = written();
    form.edits
        .push(("${str}".into(), Edit::NotSent(Box::default())));
    let request = World::new(sendable()).convert(&form).unwrap();
    assert!(!request.constants.contains_key("${str}"));
}

#[test]
fn the_name_is_trimmed_and_the_start_has_the_offset_of_its_own_date() {
    let request = World::new(Vec::new()).convert(&written()).unwrap();
    assert_eq!(request.name, "nightly");
    assert_eq!(request.wire_start(), "2027-07-01 09:30:00+0800");
    let mut form = written();
    form.zone = "America/New_York".into();
    for (date, wire) in [
        ("2027-07-01", "2027-07-01 09:30:00-0400"),
        ("2027-12-01", "2027-12-01 09:30:00-0500"),
    ] {
        form.date = date.into();
        assert_eq!(
            World::new(Vec::new()).convert(&form).unwrap().wire_start(),
            wire
        );
    }
}

#[test]
fn a_time_that_does_not_exist_is_refused_and_one_that_comes_twice_is_asked_about() {
    let mut form = written();
    form.zone = "America/New_York".into();
    (form.date, form.time) = ("2027-03-14".into(), "02:30".into());
    let world = World::new(Vec::new());
    assert_eq!(world.problems(&form), [(Field::Time, ProblemKind::Gap)]);
    (form.date, form.time) = ("2027-11-07".into(), "01:30".into());
    assert_eq!(world.problems(&form), [(Field::Time, ProblemKind::Overlap)]);
    for wire in ["2027-11-07 01:30:00-0400", "2027-11-07 01:30:00-0500"] {
        form.meant = clocked::time::parse_wire(wire).map(|moment| moment.instant.timestamp());
        assert_eq!(world.convert(&form).unwrap().wire_start(), wire);
    }
}

#[test]
fn a_time_that_meant_another_instant_when_it_was_written_is_asked_about() {
    let mut form = written();
    let world = World::new(Vec::new());
    let start = world.convert(&form).unwrap().start.instant.timestamp();
    form.meant = Some(start);
    assert!(world.convert(&form).is_ok());
    form.meant = Some(start + 3600);
    assert_eq!(
        world.problems(&form),
        [(Field::Time, ProblemKind::OtherInstant)]
    );
}

#[test]
fn the_start_must_be_later_than_now() {
    let mut world = World::new(Vec::new());
    let start = world.convert(&written()).unwrap().start.instant;
    world.now = start.timestamp();
    assert_eq!(
        world.problems(&written()),
        [(Field::Time, ProblemKind::Past)]
    );
    world.now -= 1;
    assert_eq!(
        world.convert(&written()).unwrap().start.instant,
        instant(world.now + 1)
    );
}

#[test]
fn an_empty_form_has_every_problem_in_page_order() {
    let mut world = World::new(Vec::new());
    world.flow = Loaded::Not;
    world.constants = Loaded::Not;
    let missing = |field| (field, ProblemKind::Missing);
    assert_eq!(
        world.problems(&Written::default()),
        [
            Field::Project,
            Field::Template,
            Field::Name,
            Field::Date,
            Field::Time
        ]
        .map(missing)
    );
}

#[test]
fn names_are_held_to_the_backends_rules() {
    let world = World::new(Vec::new());
    let problem = |name: &str| {
        let mut form = written();
        form.name = name.into();
        world.problems(&form).pop().map(|(_, kind)| kind)
    };
    for blank in ["", "  ", "\u{3000}\u{a0}", "\u{1f}\t"] {
        assert_eq!(problem(blank), Some(ProblemKind::Missing), "{blank:?}");
    }
    assert_eq!(
        problem("\u{200b}"),
        None,
        "the backend takes a zero-width space for a name"
    );
    assert_eq!(problem(&"🚀".repeat(128)), None);
    assert_eq!(
        problem(&"🚀".repeat(129)),
        Some(ProblemKind::TooLong { length: 129 })
    );
    assert_eq!(problem(&format!(" {} ", "n".repeat(128))), None);
    assert_eq!(problem("a\0b"), Some(ProblemKind::Nul));
    assert_eq!(problem("<b>'\"$&\n\t"), None);
}

#[test]
fn a_template_that_may_not_be_planned_is_refused() {
    let mut world = World::new(Vec::new());
    world.head = Some(TemplateHead {
        id: 1,
        name: String::new(),
        editor: String::new(),
        edit_time: String::new(),
        auth_actions: Some(vec!["flow_view".into()]),
    });
    assert_eq!(
        world.problems(&written()),
        [(Field::Template, ProblemKind::MayNotPlan)]
    );
}

#[test]
fn nothing_is_final_while_an_answer_is_out() {
    let mut world = World::new(Vec::new());
    world.refreshing = true;
    assert_eq!(
        world.problems(&written()),
        [(Field::Schemes, ProblemKind::Loading)]
    );
}

#[test]
fn references_between_submitted_values_are_checked_with_added_ones() {
    let mut form = written();
    form.added = vec![
        Added {
            number: 0,
            key: "${x}".into(),
            edit: Edit::Text("${y}".into()),
        },
        Added {
            number: 1,
            key: "${y}".into(),
            edit: Edit::Json("[\"${x}\"]".into()),
        },
        Added {
            number: 2,
            key: "${z}".into(),
            edit: Edit::Text("a ${z} b".into()),
        },
    ];
    let keys = vec!["${x}".to_owned(), "${y}".to_owned()];
    assert_eq!(
        World::new(Vec::new()).problems(&form),
        [
            (
                Field::AddedValue(0),
                ProblemKind::Constant(ConstantProblem::Cycle(keys))
            ),
            (
                Field::AddedValue(2),
                ProblemKind::Constant(ConstantProblem::RefersToItself)
            ),
        ]
    );
}

#[test]
fn an_added_key_must_be_there_and_be_new() {
    let mut form = written();
    form.added = vec![
        Added {
            number: 0,
            key: " ".into(),
            edit: Edit::Text(String::new()),
        },
        Added {
            number: 1,
            key: "${str}".into(),
            edit: Edit::Text(String::new()),
        },
    ];
    let problem = |kind| ProblemKind::Constant(kind);
    assert_eq!(
        World::new(sendable()).problems(&form),
        [
            (Field::AddedKey(0), problem(ConstantProblem::KeyMissing)),
            (Field::AddedKey(1), problem(ConstantProblem::KeyTwice)),
        ]
    );
}

fn schemes(ids: [Option<i64>; 2]) -> Vec<Scheme> {
    let nodes = template().nodes;
    let scheme = |position: usize| Scheme {
        position,
        id: ids[position],
        name: format!("scheme {position}"),
        nodes: vec![nodes[position].id.clone()],
        default: false,
    };
    vec![scheme(0), scheme(1)]
}

#[test]
fn schemes_travel_as_integers_where_all_have_one_and_as_nodes_otherwise() {
    let nodes = |ids, ticked: &[usize]| {
        let mut world = World::new(Vec::new());
        world.flow = Loaded::Ready(Flow {
            template: template(),
            schemes: schemes(ids),
        });
        let mut form = written();
        form.ticked = ticked.to_vec();
        world.convert(&form).unwrap().nodes
    };
    let all = template().nodes;
    assert_eq!(nodes([Some(4), Some(5)], &[]), Nodes::All);
    assert_eq!(
        nodes([Some(4), Some(5)], &[1, 0]),
        Nodes::Schemes(vec![4, 5])
    );
    assert_eq!(nodes([Some(4), None], &[0]), Nodes::Schemes(vec![4]));
    assert_eq!(
        nodes([Some(4), None], &[0, 1]),
        Nodes::Appointed(vec![all[0].id.clone(), all[1].id.clone()])
    );
}

#[test]
fn schemes_without_nodes_never_mean_all_of_them() {
    let mut schemes = schemes([None, None]);
    schemes[0].nodes.clear();
    let mut world = World::new(Vec::new());
    let mut form = written();
    form.ticked = vec![0];
    let mut flow = Flow {
        template: template(),
        schemes,
    };
    world.flow = Loaded::Ready(flow.clone());
    let always: Vec<String> = template()
        .nodes
        .into_iter()
        .filter(|node| !node.optional)
        .map(|node| node.id)
        .collect();
    assert_eq!(
        world.convert(&form).unwrap().nodes,
        Nodes::Appointed(always)
    );
    for node in &mut flow.template.nodes {
        node.optional = true;
    }
    world.flow = Loaded::Ready(flow);
    assert_eq!(
        world.problems(&form),
        [(Field::Schemes, ProblemKind::NothingRuns)]
    );
}

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

/// The value that the body holds for an edit, where it may be sent.
fn sent(constant: &Constant, edit: Edit) -> Option<Value> {
    sent_or_refused(constant, edit).ok().flatten()
}

/// The same, or everything that is told instead.
fn sent_or_refused(constant: &Constant, edit: Edit) -> Result<Option<Value>, Vec<Problem>> {
    let mut form = written();
    form.edits.push((constant.key.clone(), edit));
    let request = World::new(vec![constant.clone()]).convert(&form)?;
    let body = request.freeze("/{template_id}/{bk_biz_id}/").body;
    let body: Value = serde_json::from_str(&body).unwrap();
    Ok(body["task_parameters"]["constants"]
        .get(&constant.key)
        .cloned())
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

#[test]
fn a_default_outside_the_options_is_refused_by_its_own_problem_or_sent_as_it_came() {
    let items = json!([{"text": "one", "value": "a"}, {"text": "two", "value": 2}]);
    let choice = |multiple: bool| {
        json!({"tag_code": "c", "type": "select",
        "attrs": {"name": "Choice", "items": items, "multiple": multiple}})
    };
    let select = |multiple| json!({"form_schema": choice(multiple)});
    let required = json!({"form_schema": {"type": "radio",
        "attrs": {"items": items, "validation": [{"type": "required"}]}}});
    let remote = json!({"form_schema": {"type": "select", "attrs": {"items": [], "remote": true}}});
    let parts = |tag: &str, within: &str| json!({"form_schema": {"type": tag, "attrs": {within: [choice(false)]}}});
    let own = json!({"custom_type": "ip"});
    let stray = || Some(ConstantProblem::NotAnOption);
    let within = |row| {
        Some(ConstantProblem::Within {
            row,
            part: "Choice".into(),
            problem: Box::new(ConstantProblem::NotAnOption),
        })
    };
    for (fields, value, problem) in [
        (select(false), json!("z"), stray()),
        (select(false), json!("a"), None),
        (select(false), json!("2"), None),
        (select(false), json!(["a", 2]), None),
        (select(false), json!(["a", "z"]), stray()),
        (select(false), json!("a,z"), stray()),
        (select(false), json!(""), None),
        (select(false), json!("${other}"), None),
        (select(true), json!("a,2"), None),
        (select(true), json!("a,z"), stray()),
        (select(true), json!(["z"]), stray()),
        (select(true), json!([]), None),
        (required.clone(), json!("z"), stray()),
        (required, json!(""), Some(ConstantProblem::Required)),
        (remote.clone(), json!("z"), None),
        (remote, json!(["z"]), None),
        (
            parts("combine", "children"),
            json!({"c": "z", "d": "z"}),
            within(None),
        ),
        (
            parts("combine", "children"),
            json!({"c": 2, "d": "z"}),
            None,
        ),
        (parts("combine", "children"), json!({"d": "z"}), None),
        (
            parts("datatable", "columns"),
            json!([{"c": "a"}, {"c": "z"}]),
            within(Some(2)),
        ),
        (parts("datatable", "columns"), json!([{"c": "a"}, {}]), None),
        (own, json!({"var_ip_method": "z"}), None),
    ] {
        let constant = read_one(fields, value.clone());
        let expected = match problem {
            None => Ok(Some(value.clone())),
            Some(problem) => Err(vec![Problem::new(
                Field::Constant("${one}".into()),
                ProblemKind::Constant(problem),
            )]),
        };
        assert_eq!(
            sent_or_refused(&constant, Edit::Untouched),
            expected,
            "{value}"
        );
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
        serde_json::from_str(include_str!("sandbox/seed/template/forms.json")).unwrap();
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

fn any_edit() -> impl Strategy<Value = Edit> {
    let text = "[a1 {}$]{0,4}|\\$\\{(str|num)\\}";
    prop_oneof![
        Just(Edit::Untouched),
        text.prop_map(Edit::Text),
        text.prop_map(Edit::Json),
        Just(Edit::NotSent(Box::default())),
    ]
}

/// A key of the template or another one, with an edit.
fn any_step() -> impl Strategy<Value = (usize, Edit)> {
    (0..40_usize, any_edit())
}

proptest! {
    #[test]
    fn a_conversion_that_remembers_says_what_a_new_one_says(
        steps in prop::collection::vec(any_step(), 1..12),
        only_changed in any::<bool>(),
    ) {
        let all = sendable();
        let keys: Vec<String> = shown(&all).map(|constant| constant.key.clone()).collect();
        let world = World::new(all);
        let mut form = written();
        form.sent = if only_changed { Sent::Changed } else { Sent::All };
        let mut remembering = Conversion::default();
        for (number, edit) in steps {
            match keys.get(number) {
                Some(key) => {
                    form.edits.retain(|(other, _)| other != key);
                    form.edits.push((key.clone(), edit));
                }
                None => form.added.push(Added { number, key: format!("${{{number}}}"), edit }),
            }
            let known = world.known();
            let (new, old) = (convert(&form, &known), remembering.request(&form, &known));
            prop_assert_eq!(&new, &old);
            let outlook = remembering.outlook(&form, &known);
            prop_assert_eq!(new.as_ref().map(|request| request.constants.len()).ok(),
                new.is_ok().then_some(outlook.sent));
            prop_assert_eq!(new.err().unwrap_or_default(), outlook.problems);
        }
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
        let expected = match refusal(&constant, &value) {
            None => Ok(Some(value.to_string())),
            Some(problem) => Err(vec![Problem::new(
                Field::Constant(constant.key.clone()),
                ProblemKind::Constant(problem),
            )]),
        };
        let told = sent_or_refused(&constant, Edit::Untouched);
        prop_assert_eq!(told.map(|sent| sent.map(|sent| sent.to_string())), expected);
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
