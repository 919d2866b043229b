use proptest::prelude::*;
use serde_json::json;

use super::*;

fn init(payload: Value) -> Init {
    let message = json!({"source": "clocked", "v": 1, "type": "init", "payload": payload});
    match read(&message.to_string()) {
        Some(Incoming::Init(init)) => *init,
        other => panic!("no init: {other:?}"),
    }
}

#[test]
fn only_listed_origins_and_the_own_one_may_frame() {
    let may = |around: &[&str], parents: &[&str]| {
        let owned = |list: &[&str]| list.iter().map(|own| (*own).to_owned()).collect::<Vec<_>>();
        may_frame(&owned(around), "https://own", &owned(parents))
    };
    assert!(may(&["https://a"], &["https://a"]));
    assert!(may(&["https://own"], &[]));
    assert!(may(
        &["https://a", "https://own", "https://b"],
        &["https://b", "https://a"]
    ));
    assert!(!may(&["https://a"], &[]));
    assert!(!may(&["https://a", "https://b"], &["https://a"]));
    assert!(!may(&["https://b", "https://a"], &["https://a"]));
    assert!(!may(&["null"], &["https://a"]));
    assert!(!may(&[], &["https://a"]), "nobody can tell who it is");
}

#[test]
fn every_message_is_read() {
    let message = |kind: &str, payload: Value| {
        read(&json!({"source": "clocked", "v": 1, "type": kind, "payload": payload}).to_string())
    };
    assert_eq!(
        message("set_locale", json!({"locale": "en-GB"})),
        Some(Incoming::SetLocale(Lang::EN))
    );
    assert_eq!(
        message("set_theme", json!({"theme": "contrast"})),
        Some(Incoming::SetTheme(Theme::Contrast))
    );
    assert_eq!(message("logged_in", json!({})), Some(Incoming::LoggedIn));
    assert_eq!(message("ask_state", json!(null)), Some(Incoming::AskState));
    let bare = r#"{"source": "clocked", "v": 1, "type": "ask_state", "more": 1}"#;
    assert_eq!(read(bare), Some(Incoming::AskState));
}

#[test]
fn init_is_read_as_a_link_is() {
    let read = init(json!({
        "bk_biz_id": 2, "scope": "cmdb_biz", "template_id": "7 ", "task_name": "nightly",
        "plan_start_time": "2027-07-01 09:30:00+0800", "zone": "Asia/Shanghai",
        "constants": {"${a}": "", "b": 9_007_199_254_740_991_i64}, "schemes": ["x", 5],
        "locale": "zh-CN", "theme": "system", "close": true,
        "tokens": {"--primary": "#123456", "--radius": "0"},
    }));
    assert_eq!(read.odd, []);
    assert_eq!(
        (read.bk_biz_id.as_deref(), read.template_id.as_deref()),
        (Some("2"), Some("7"))
    );
    assert_eq!(read.link.name.as_deref(), Some("nightly"));
    assert!(read.link.start.is_some() && read.close);
    assert_eq!(read.link.schemes, ["x", "5"]);
    assert_eq!(
        Value::Object(read.link.constants),
        json!({"${a}": "", "b": 9_007_199_254_740_991_i64})
    );
    assert_eq!(
        (read.lang, read.theme),
        (Some(Lang::ZH), Some(Theme::System))
    );
    assert_eq!(read.tokens.len(), 2);
}

#[test]
fn a_text_of_json_keeps_integers_that_scripts_would_round() {
    let text = r#"{"${big}": 9007199254740993}"#;
    let read = init(json!({"constants": text}));
    assert_eq!(
        Value::Object(read.link.constants).to_string(),
        text.replace(": ", ":")
    );
}

#[test]
fn what_of_init_cannot_be_used_is_listed_and_null_is_absent() {
    let read = init(json!({
        "task_name": ["n"], "bk_biz_id": true, "template_id": {}, "zone": null, "colour": "red",
        "constants": [1], "schemes": 5, "locale": "fr", "theme": "pink", "close": "yes",
        "tokens": {"--page": "url(x)"}, "plan_start_time": "soon",
    }));
    let names: Vec<&str> = read.odd.iter().map(|odd| odd.name.as_str()).collect();
    let wrong = [
        "task_name",
        "bk_biz_id",
        "template_id",
        "colour",
        "constants",
        "schemes",
        "locale",
        "theme",
        "close",
        "tokens",
        "plan_start_time",
    ];
    assert_eq!(names, wrong);
    assert_eq!(
        Init {
            odd: Vec::new(),
            ..read
        },
        Init::default()
    );
}

#[test]
fn anything_else_is_no_message() {
    for text in [
        "",
        "null",
        "1",
        "[]",
        "\"clocked\"",
        "{",
        "{}",
        r#"{"source": "clocked", "type": "ask_state"}"#,
        r#"{"source": "clocked", "v": "1", "type": "ask_state"}"#,
        r#"{"source": "clocked", "v": 2, "type": "ask_state"}"#,
        r#"{"source": "clocked", "v": -1, "type": "ask_state"}"#,
        r#"{"source": "clocked", "v": 1e400, "type": "ask_state"}"#,
        r#"{"source": "Clocked", "v": 1, "type": "ask_state"}"#,
        r#"{"source": "clocked", "v": 1}"#,
        r#"{"source": "clocked", "v": 1, "type": "ready", "payload": {}}"#,
        r#"{"source": "clocked", "v": 1, "type": ["ask_state"]}"#,
        r#"{"source": "clocked", "v": 1, "type": "ask_state", "payload": []}"#,
        r#"{"source": "clocked", "v": 1, "type": "set_locale", "payload": {"locale": "fr"}}"#,
        r#"{"source": "clocked", "v": 1, "type": "set_theme", "payload": {"theme": 1}}"#,
        r#"{"source": "clocked", "v": 1, "type": "set_theme"}"#,
    ] {
        assert_eq!(read(text), None, "{text}");
    }
    assert_eq!(read(&"[".repeat(100_000)), None, "too deep");
}

/// Any JSON, of the names that messages have more often than chance would.
fn hostile() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        "\\PC{0,12}",
        prop::sample::select(vec![
            "init",
            "clocked",
            "zh",
            "dark",
            "2027-07-01 09:30:00+0800",
            "{}",
            "[1",
            "url(x)"
        ])
        .prop_map(str::to_owned),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text.prop_map(Value::from),
    ];
    let name = prop_oneof![
        "\\PC{0,6}",
        prop::sample::select(vec![
            "source",
            "v",
            "type",
            "payload",
            "constants",
            "schemes",
            "tokens",
            "--page",
            "close",
            "task_name",
            "plan_start_time",
            "locale",
            "added",
            "left_out",
            "__proto__",
        ])
        .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        let members = prop::collection::vec((name.clone(), inner.clone()), 0..6);
        prop_oneof![
            prop::collection::vec(inner, 0..6).prop_map(Value::from),
            members.prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn hostile_texts_are_harmless(text in "\\PC{0,200}") {
        prop_assert_eq!(read(&text), None);
    }

    #[test]
    fn hostile_messages_are_harmless(message in hostile()) {
        let _ = read(&message.to_string());
    }

    #[test]
    fn hostile_payloads_are_harmless(kind in "init|set_locale|set_theme", payload in hostile()) {
        let message = json!({"source": "clocked", "v": 1, "type": kind, "payload": payload});
        if let Some(Incoming::Init(init)) = read(&message.to_string()) {
            for Token { name, value } in init.tokens {
                prop_assert!(name.starts_with("--") && !value.contains("url"));
            }
        }
    }
}

fn task() -> ClockedTask {
    let Value::Object(fields) = json!({
        "id": 72, "project_id": 1, "template_id": 7, "task_name": "n", "task_id": null,
        "plan_start_time": "2027-07-01 09:30:00+0800", "creator": "alice",
        "task_parameters": {"constants": {"${pwd}": "pl4nted"}},
    }) else {
        unreachable!("an object")
    };
    ClockedTask { fields }
}

#[test]
fn created_tells_the_record_and_no_value() {
    let told = created(&task(), Some("t1"));
    assert_eq!(
        told,
        json!({"source": "clocked", "v": 1, "type": "created", "payload": {
            "id": 72, "task_name": "n", "template_id": 7, "project_id": 1,
            "plan_start_time": "2027-07-01 09:30:00+0800", "trace_id": "t1",
        }})
    );
    assert_eq!(created(&task(), None)["payload"]["trace_id"], Value::Null);
    assert!(
        !create_task_event(&task(), "2")
            .to_string()
            .contains("pl4nted")
    );
}

#[test]
fn the_legacy_event_gives_no_plan_for_a_run() {
    let told = create_task_event(&task(), "2");
    assert_eq!(
        told,
        json!({"eventName": "createTaskEvent", "data": {
            "cc_id": "2", "project_id": 1, "task_id": null, "task_name": "n", "clocked_task_id": 72,
        }})
    );
}

#[test]
fn every_message_has_the_envelope() {
    for (kind, told) in [
        ("ready", ready("1.0", Lang::ZH, Theme::Dark)),
        ("resize", resize(700)),
        ("dirty", dirty(true)),
        ("failed", failed("50000", "no", None)),
        (
            "unknown_outcome",
            unknown_outcome("n", "2027-07-01 09:30:00+0800"),
        ),
        ("need_login", need_login(None)),
        (
            "need_permission",
            need_permission(Some("flow_create_clocked_task"), "7", None),
        ),
        ("close", close()),
    ] {
        assert_eq!(
            (&told["source"], &told["v"], &told["type"]),
            (&json!("clocked"), &json!(1), &json!(kind))
        );
        assert!(told["payload"].is_object());
        assert_eq!(
            read(&told.to_string()),
            None,
            "no message to the page itself"
        );
    }
}

#[test]
fn a_quoted_value_is_noticed() {
    let values = json!({"${a}": "pl4nted", "${b}": [{"deep": "line one\nsecret-word"}], "${c}": "ab", "${d}": 12345, "${e}": true});
    for quoted in [
        "'pl4nted' is no choice",
        "[\"line one\\nsecret-word\"]",
        "12345 is too large",
        "the secret of it",
    ] {
        assert!(quotes(quoted, &values), "{quoted}");
    }
    for plain in ["", "a is not allowed about", "true", "line"] {
        assert!(!quotes(plain, &values), "{plain}");
    }
}
