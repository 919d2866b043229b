//! Values that are copied out of the form and pasted back change nothing, for
//! every type of variable and every format.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test's own data is as it should be")]

use std::sync::LazyLock;

use clocked::api::constant::read_constants;
use clocked::form::Remaining;
use clocked::form::import::{Effect, FORMATS, Format, Planned, plan, read, write};
use clocked::model::constant::{Edit, resolve};
use clocked::model::{Constant, ConstantProblem};
use proptest::prelude::*;
use serde_json::{Value, json};

/// The sandbox's templates with every type of variable and every form.
static CONSTANTS: LazyLock<Vec<Constant>> = LazyLock::new(|| {
    let seeds = [
        include_str!("sandbox/seed/template/1.json"),
        include_str!("sandbox/seed/template/forms.json"),
    ];
    let constants = seeds.into_iter().flat_map(|seed| {
        let template: Value = serde_json::from_str(seed).unwrap();
        read_constants(&template["pipeline_tree"])
    });
    let mut all: Vec<Constant> = Vec::new();
    for constant in constants.filter(|c| !c.hidden && !c.output) {
        if !all.iter().any(|known| known.key == constant.key) {
            all.push(constant);
        }
    }
    all
});

fn planned(text: &str, edit: impl Fn(&Constant) -> Edit) -> Vec<Planned> {
    let all = Remaining::new(CONSTANTS.clone());
    let (_, pairs) = read(text).unwrap();
    plan(&pairs, &all, edit)
}

fn effect(text: &str) -> Effect {
    let mut planned = planned(text, |_| Edit::Untouched);
    assert_eq!(planned.len(), 1);
    planned.remove(0).effect
}

#[test]
fn defaults_that_are_copied_and_pasted_change_nothing() {
    let values: Vec<(String, Value)> = CONSTANTS
        .iter()
        .map(|constant| (constant.key.clone(), constant.default.clone()))
        .collect();
    assert!(values.len() > 15);
    for format in FORMATS {
        for Planned { key, effect } in planned(&write(format, &values), |_| Edit::Untouched) {
            assert_eq!(effect, Effect::Unchanged, "{format:?} {key}");
        }
    }
}

#[test]
fn a_value_becomes_what_the_control_would_make_of_it() {
    let changes = |text: &str| match effect(text) {
        Effect::Changes { edit, value } => (edit, value),
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(
        changes("str=x"),
        (Edit::Text("x".into()), json!("x")),
        "typed in"
    );
    assert_eq!(
        changes(r#"{"num": 9007199254740993}"#).1,
        json!(9_007_199_254_740_993_i64)
    );
    assert_eq!(changes("num: 7").1, json!(7));
    // A line would show it without its break.
    assert_eq!(
        changes(r#"{"str": "two\nlines"}"#),
        (Edit::Json(r#""two\nlines""#.into()), json!("two\nlines"))
    );
    assert_eq!(
        changes(r#"{"text": "two\nlines"}"#),
        (Edit::Text("two\nlines".into()), json!("two\nlines"))
    );
}

#[test]
fn a_table_and_groups_of_people_come_to_stand_in_their_own_controls() {
    let changed = |key: &str, value: Value| match effect(&json!({ key: value }).to_string()) {
        Effect::Changes { edit, value: own } if own == value => edit,
        other => panic!("{key}: {other:?}"),
    };
    let rows = changed("table", json!([{"col1": "a"}, {"col2": [1, null]}]));
    assert!(matches!(rows, Edit::Rows(rows) if rows.len() == 2));
    let groups = json!(["bk_biz_tester", 12]);
    let picked = Edit::Picked(vec![json!("bk_biz_tester"), json!(12)]);
    assert_eq!(changed("staff", groups), picked);
    // What those could not show stands as JSON.
    for (key, value) in [
        ("table", json!([{"COL1": "a"}])),
        ("staff", json!([12, "12"])),
        ("msel", json!(["a", "a"])),
    ] {
        let json = Edit::Json(value.to_string());
        assert_eq!(changed(key, value), json);
    }
    let reference = effect(r#"{"staff": "${oncall}"}"#);
    let other_type = ConstantProblem::OtherType;
    assert_eq!(reference, Effect::WrongType(other_type));
}

#[test]
fn what_does_not_fit_is_told_and_an_unknown_key_is_kept_apart() {
    let other_type = Effect::WrongType(ConstantProblem::OtherType);
    assert_eq!(effect(r#"{"str": 5}"#), other_type);
    assert_eq!(effect(r#"{"str": ["a"]}"#), other_type);
    assert_eq!(effect(r#"{"msel": "a"}"#), other_type);
    assert_eq!(
        effect("num=seven"),
        Effect::WrongType(ConstantProblem::NotAnInteger)
    );
    // A text in JSON is held to the forms of a number and of a date as well.
    for text in [r#"{"num": "seven"}"#, "num: seven"] {
        let problem = ConstantProblem::NotAnInteger;
        assert_eq!(effect(text), Effect::WrongType(problem), "{text}");
    }
    assert_eq!(effect(r#"{"num": "7"}"#), other_type, "no number");
    assert_eq!(
        effect(r#"{"date": "2027-02-30"}"#),
        Effect::WrongType(ConstantProblem::NotADate)
    );
    assert!(matches!(
        effect(r#"{"num": "${wait}"}"#),
        Effect::Changes { .. }
    ));
    assert!(matches!(
        effect("sel=nothing like it"),
        Effect::WrongType(_)
    ));
    assert_eq!(
        effect("nobody=1"),
        Effect::Unknown {
            edit: Edit::Text("1".into())
        }
    );
}

#[test]
fn of_equal_keys_the_last_one_counts_and_the_others_are_told() {
    let planned = planned("str=1\nnum=2\n${str}=3\n", |_| Edit::Untouched);
    let effects: Vec<Effect> = planned.into_iter().map(|planned| planned.effect).collect();
    assert_eq!(effects[0], Effect::GivenAgain);
    let changed = |effect: &Effect| match effect {
        Effect::Changes { value, .. } => Some(value.clone()),
        _ => None,
    };
    assert_eq!(changed(&effects[1]), Some(json!(2)));
    assert_eq!(changed(&effects[2]), Some(json!("3")));
}

proptest! {
    /// Whatever a text variable holds, it comes back from every format.
    #[test]
    fn texts_survive(text in any::<String>().prop_filter("no NUL", |text| !text.contains('\0'))) {
        let edit = Edit::Text(text.clone());
        for format in FORMATS {
            let values = [("${str}".to_owned(), json!(text))];
            let own = |constant: &Constant| match constant.key.as_str() {
                "${str}" => edit.clone(),
                _ => Edit::Untouched,
            };
            let planned = planned(&write(format, &values), own);
            prop_assert_eq!(&planned[0].effect, &Effect::Unchanged, "{:?}", format);
        }
    }

    /// A JSON value that is taken over is the one that was pasted.
    #[test]
    fn what_json_changes_is_what_was_pasted(number in any::<i64>(), text in ".{0,20}") {
        for value in [json!(number), json!(text), json!([number, text]), json!({"k": text})] {
            for constant in CONSTANTS.iter() {
                let values = [(constant.key.clone(), value.clone())];
                let pasted = write(Format::Json, &values);
                let planned = planned(&pasted, |_| Edit::Untouched);
                if let Effect::Changes { edit, .. } = &planned[0].effect {
                    prop_assert_eq!(resolve(constant, edit), Ok(Some(value.clone())));
                }
            }
        }
    }
}

#[test]
fn what_stands_in_the_json_editor_is_pasted_back_as_it_is() {
    let text = r#"{"num": "seven"}"#;
    let planned = planned(text, |own| match own.key.as_str() {
        "${num}" => Edit::Json("\"seven\"".into()),
        _ => Edit::Untouched,
    });
    assert_eq!(planned[0].effect, Effect::Unchanged);
}
