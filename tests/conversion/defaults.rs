//! The template's own values: how they are read, and that they are sent so.

use clocked::form::known::shown;
use clocked::model::constant::Edit;
use clocked::model::value::same;
use clocked::model::{Choice, ConstantProblem, Field, Kind, Problem, ProblemKind, Select};
use serde_json::{Value, json};

use crate::world::{
    World, constant, constants, read_one, sendable, sent_or_refused, tree, written,
};

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
        let mut constant = read_one(meta.clone(), value);
        assert_eq!(constant.default, default);
        assert!(constant.required, "as bk-sops' own page has it");
        constant.required = false;
        let sent = World::new(vec![constant]).convert(&written()).unwrap();
        assert_eq!(sent.constants["${one}"], default);
    }
}

/// The template tells it of none of these, whose form it leaves empty.
#[test]
fn types_whose_rule_the_template_does_not_carry_are_asked_for_all_the_same() {
    for (custom_type, empty) in [
        ("select", json!("")),
        ("text_value_select", json!("")),
        ("datatable", json!([])),
        ("attribute_query", json!("")),
    ] {
        let form = json!({"custom_type": custom_type, "form_schema": {}});
        let told = World::new(vec![read_one(form, empty)]).convert(&written());
        let problem = Problem::new(
            Field::Constant("${one}".into()),
            ProblemKind::Constant(ConstantProblem::Required),
        );
        assert_eq!(told.unwrap_err(), [problem], "{custom_type}");
    }
}

/// The start of the run reads what was typed, of the type that goes with it, and no
/// selector but the first.
#[test]
fn a_host_selector_that_takes_what_is_typed_needs_it() {
    let refused = |value: Value| {
        let constant = read_one(json!({"custom_type": "ip_selector"}), value);
        let told = World::new(vec![constant]).convert(&written());
        told.is_err()
    };
    let typed = |typed: Value| json!({"selectors": ["manual"], "ip": [], "manual_input": typed});
    assert!(refused(json!({"selectors": ["manual"], "ip": []})));
    for lacking in [
        json!({}),
        json!({"value": "10.0.0.1"}),
        json!({"type": "ip", "value": ""}),
    ] {
        assert!(refused(typed(lacking.clone())), "{lacking}");
    }
    assert!(!refused(typed(json!({"type": "ip", "value": "10.0.0.1"}))));
    assert!(!refused(json!({"selectors": ["ip", "manual"], "ip": []})));
    // As bk-sops' page leaves it when another selector is chosen again.
    let left =
        json!({"selectors": ["ip"], "ip": [], "manual_input": {"type": "topo", "value": ""}});
    assert!(!refused(left));
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
