//! Templates with very many variables: only what is near the screen exists, and
//! everything that can be done to one can be done to each.

use e2e::wait::until;
use e2e::{Page, Stage, play};
use serde_json::{Map, Value, json};
use thirtyfour::Key;

const TEMPLATE: i64 = 901;

fn key(number: usize) -> String {
    format!("${{v_{number}}}")
}

/// One step that uses the first of them; every hundredth is required.
fn add_template(t: &Stage, number: usize, used: usize) {
    let constant = |n: usize| {
        let required = n.is_multiple_of(100);
        let attrs = json!({"validation": if required { [json!({"type": "required"})].to_vec() } else { vec![] }});
        let constant = json!({
            "key": key(n), "name": format!("参数 {n}"), "desc": "", "index": n,
            "show_type": "show", "source_type": "custom", "source_tag": "input.input",
            "custom_type": "input", "source_info": {}, "value": format!("value {n}"),
            "validation": if required { ".+" } else { "" }, "version": "legacy",
            "form_schema": {"type": "input", "attrs": attrs}, "is_meta": false,
        });
        (key(n), constant)
    };
    let constants: Map<String, Value> = (0..number).map(constant).collect();
    let used: Vec<String> = (0..used).map(key).collect();
    let template = json!({
        "id": TEMPLATE, "project_id": 1, "name": "许多参数",
        "schemes": [],
        "pipeline_tree": {
            "activities": {"n1": {
                "id": "n1", "type": "ServiceActivity", "name": "步骤", "incoming": ["l1"],
                "outgoing": "l2", "optional": false,
                "component": {"code": "bk_display", "version": "v1.0", "data": {
                    "bk_display_message": {
                        "hook": false, "need_render": true, "value": used.join(" ")
                    }
                }},
            }},
            "gateways": {}, "outputs": [],
            "flows": {
                "l1": {"id": "l1", "source": "s", "target": "n1", "is_default": false},
                "l2": {"id": "l2", "source": "n1", "target": "e", "is_default": false},
            },
            "start_event": {
                "id": "s", "type": "EmptyStartEvent", "incoming": "", "outgoing": "l1", "name": ""
            },
            "end_event": {
                "id": "e", "type": "EmptyEndEvent", "incoming": ["l2"], "outgoing": "", "name": ""
            },
            "constants": constants,
        },
    });
    t.sandbox.add_template(&template.to_string()).unwrap();
}

async fn open(t: &Stage, number: usize) {
    add_template(t, number, number);
    t.open_template(TEMPLATE).await;
    t.page.settles().await;
}

async fn drawn(page: &Page) -> u64 {
    let script = "return document.querySelectorAll('.variable').length";
    page.run(script, &[]).await.as_u64().unwrap()
}

/// What was near the screen a moment ago may still be drawn.
async fn only_few_are_drawn(page: &Page) {
    until("only a few to be drawn", async || match drawn(page).await {
        ..250 => Ok(()),
        many => Err(many.to_string()),
    })
    .await;
}

/// The id of the field of a variable.
fn id(number: usize) -> String {
    clocked_id(&key(number))
}

fn clocked_id(key: &str) -> String {
    let plain = |byte: u8| match byte.is_ascii_alphanumeric() {
        true => (byte as char).to_string(),
        false => format!("_{byte:x}"),
    };
    format!("c-{}", key.bytes().map(plain).collect::<String>())
}

async fn scroll(page: &Page, to: &str) {
    let script = "document.scrollingElement.scrollTo(0, arguments[0] === 'end' ? 1e9 : 0)";
    page.run(script, &[json!(to)]).await;
}

/// Scrolls until a variable has been drawn.
async fn scroll_to(page: &Page, number: usize) {
    until(&format!("variable {number}"), async || {
        let script = "const field = document.getElementById(arguments[0]);
            if (field) { field.scrollIntoView({block: 'center'}); return true }
            const block = document.querySelector('.variable-list').children[arguments[1]];
            (block.children[arguments[2]] ?? block).scrollIntoView()";
        let (block, part) = (number / 500, number % 500 / 25);
        match page
            .run(script, &[json!(id(number)), json!(block), json!(part)])
            .await
        {
            Value::Bool(true) => Ok(()),
            _ => Err("not drawn".to_owned()),
        }
    })
    .await;
}

#[test]
fn of_many_variables_only_those_near_the_screen_exist_and_no_edit_is_lost() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t, 1000).await;
        only_few_are_drawn(page).await;
        page.type_into("参数 3", "near the top").await;
        scroll_to(page, 999).await;
        only_few_are_drawn(page).await;
        page.type_into("参数 999", "at the end").await;
        page.run("document.activeElement.blur()", &[]).await;
        until("the first part to be drawn again", async || {
            // Firefox may yet bring into sight what was typed in last.
            scroll(page, "start").await;
            match page.has(&["textbox"], "参数 3").await {
                true => Ok(()),
                false => Err(page.text().await),
            }
        })
        .await;
        assert_eq!(page.value_of("参数 3").await, "near the top");
        until("the last part to be gone", async || {
            match page
                .run(
                    "return !document.getElementById(arguments[0])",
                    &[json!(id(999))],
                )
                .await
            {
                Value::Bool(true) => Ok(()),
                _ => Err("still drawn".to_owned()),
            }
        })
        .await;
        page.has_no_barriers("a long list").await;
        t.fill_start().await;
        t.review().await;
        page.sees("再显示一些（还有 800 个）").await;
        let shown: Value = serde_json::from_str(&page.request_json().await).unwrap();
        t.send().await;
        page.has_heading("计划任务 #").await;
        let sent = t.body_json()["task_parameters"]["constants"].clone();
        assert_eq!(sent, shown["task_parameters"]["constants"]);
        assert_eq!(sent.as_object().unwrap().len(), 1000);
        assert_eq!(sent[key(3)], "near the top");
        assert_eq!(sent[key(999)], "at the end");
        assert_eq!(sent[key(500)], "value 500");
    });
}

#[test]
fn many_variables_are_searched_and_filtered() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t, 10_000).await;
        page.type_into("参数 3", "Needle").await;
        for (text, found, name) in [
            ("参数 7777", 1, "参数 7777"),
            ("V_7778}", 1, "参数 7778"),
            ("VALUE 7779", 1, "参数 7779"),
            ("needle", 1, "参数 3"),
            ("value 9", 1111, "参数 9"),
        ] {
            page.type_into("搜索名称、KEY 或值", text).await;
            page.sees(&format!("显示 {found} 个，共 10,000 个参数"))
                .await;
            page.find(&["textbox"], name).await;
        }
        page.type_into("搜索名称、KEY 或值", "nobody").await;
        page.sees("显示 0 个，共 10,000 个参数").await;
        page.type_into("搜索名称、KEY 或值", "").await;
        page.choose("筛选参数", "已修改").await;
        page.sees("显示 1 个，共 10,000 个参数").await;
        page.choose("筛选参数", "必填").await;
        page.sees("显示 100 个，共 10,000 个参数").await;
        page.type_into("参数 300", "").await;
        assert_eq!(page.run(PLACE, &[]).await, json!([id(300), "4", "100"]));
        page.key(Key::Tab).await;
        page.is_refused_at("参数 300", "该参数必填").await;
        page.choose("筛选参数", "有问题").await;
        page.sees("显示 1 个，共 10,000 个参数").await;
        page.is_refused_at("参数 300", "该参数必填").await;
        // What is mended stays until the filter is chosen again.
        page.type_into("参数 300", "mended").await;
        page.sees("显示 1 个，共 10,000 个参数").await;
        assert_eq!(page.value_of("参数 300").await, "mended");
    });
}

#[test]
fn what_no_step_uses_is_listed_by_a_filter_and_not_sent() {
    play(async |t: &Stage| {
        let page = &t.page;
        add_template(t, 14, 9);
        t.open_template(TEMPLATE).await;
        page.settles().await;
        assert!(!page.has(&["textbox"], "参数 9").await);
        page.choose("筛选参数", "所选方案用不到").await;
        page.sees("5 个用不到的参数").await;
        assert!(!page.has(&["textbox"], "参数 0").await);
        page.sees("要执行的节点都用不到它们，不会发送").await;
        let pairs = page.pairs(".variables-unused").await;
        let expected = (9..14).map(|n| (key(n), format!("参数 {n}：value {n}")));
        assert_eq!(pairs, expected.collect::<Vec<_>>());
        page.has_no_barriers("variables that nothing uses").await;
        page.type_into("搜索名称、KEY 或值", "VALUE 12").await;
        page.sees("1 个用不到的参数").await;
        page.sees_no("参数 13").await;
        page.type_into("搜索名称、KEY 或值", "value 3").await;
        page.sees("没有用不到的参数").await;
        t.fill_start().await;
        t.review_and_send().await;
        page.has_heading("计划任务 #").await;
        let sent = t.body_json()["task_parameters"]["constants"].clone();
        let keys: Vec<String> = sent.as_object().unwrap().keys().cloned().collect();
        assert_eq!(keys, (0..9).map(key).collect::<Vec<_>>());
    });
}

#[test]
fn a_filter_ends_where_the_next_template_has_too_little_to_filter() {
    play(async |t: &Stage| {
        let page = &t.page;
        add_template(t, 14, 9);
        t.open_template(TEMPLATE).await;
        page.choose("筛选参数", "所选方案用不到").await;
        page.sees("5 个用不到的参数").await;
        page.choose("流程模板", "变量引用与隐藏条件").await;
        page.settles().await;
        assert!(!page.has(&["listbox"], "筛选参数").await);
        page.find(&["textbox"], "甲").await;
        page.sees_no("用不到的参数").await;
    });
}

#[test]
fn a_problem_far_away_is_gone_to() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t, 1000).await;
        scroll_to(page, 900).await;
        page.type_into("参数 900", "").await;
        scroll(page, "start").await;
        t.fill_start().await;
        page.choose("筛选参数", "已修改").await;
        page.type_into("搜索名称、KEY 或值", "参数 1").await;
        page.sees("显示 0 个，共 1000 个参数").await;
        page.press("创建计划任务…").await;
        page.focus_is_on("problems").await;
        page.press("参数 900 ${v_900}：该参数必填").await;
        page.focus_is_on(&id(900)).await;
        let script = "const box = document.activeElement.getBoundingClientRect();
            return box.top >= 0 && box.bottom <= innerHeight";
        until("it to be in sight", async || {
            match page.run(script, &[]).await {
                Value::Bool(true) => Ok(()),
                _ => Err("out of sight".to_owned()),
            }
        })
        .await;
    });
}

#[test]
fn the_keyboard_goes_through_all_of_them_and_each_tells_its_place() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t, 120).await;
        page.type_into("参数 0", "x").await;
        for number in 0..120 {
            until(
                &format!("the focus on variable {number}"),
                async || match page.run(PLACE, &[]).await {
                    now if now[0] == id(number) => Ok(()),
                    _ => {
                        page.key(Key::Tab).await;
                        Err("not yet".to_owned())
                    }
                },
            )
            .await;
            let now = page.run(PLACE, &[]).await;
            assert_eq!(now, json!([id(number), (number + 1).to_string(), "120"]));
        }
        // And back, past those that are no longer drawn.
        for number in (40..119).rev() {
            until(&format!("variable {number} again"), async || {
                match page.run(PLACE, &[]).await {
                    now if now[0] == id(number) => Ok(()),
                    now => {
                        page.back_tab().await;
                        Err(now.to_string())
                    }
                }
            })
            .await;
        }
        page.control("f").await;
        page.focus_is_on("find-variable").await;
    });
}

/// Which variable has the focus, and what a screen reader is told of its place.
const PLACE: &str = "const item = document.activeElement.closest('[role=listitem]');
    return [document.activeElement.id, item?.ariaPosInSet, item?.ariaSetSize]";

/// Notes of each Ctrl+F whether the page took it from the browser.
const LISTEN: &str = "window.taken = [];
    addEventListener('keydown', (event) => {
        if (event.key === 'f') window.taken.push(event.defaultPrevented);
    })";

async fn taken(page: &Page) -> Value {
    page.run("return window.taken", &[]).await
}

#[test]
fn the_pages_search_takes_the_browsers_place_only_where_something_is_not_drawn() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t, 120).await;
        page.run(LISTEN, &[]).await;
        page.type_into("任务名称", "x").await;
        page.control("f").await;
        assert_eq!(taken(page).await, json!([false]), "outside the list");
        page.focus_is_on("task-name").await;
        page.type_into("参数 3", "x").await;
        page.control("f").await;
        page.focus_is_on("find-variable").await;
        page.control("f").await;
        let all = json!([false, true, false]);
        assert_eq!(
            taken(page).await,
            all,
            "inside it, and in the search itself"
        );
    });
}

#[test]
fn the_browsers_search_stays_where_there_is_little_to_search() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t, 9).await;
        page.run(LISTEN, &[]).await;
        page.type_into("参数 3", "x").await;
        page.control("f").await;
        assert_eq!(taken(page).await, json!([false]));
        page.focus_is_on(&id(3)).await;
    });
}

#[test]
fn of_ten_thousand_variables_each_is_found_and_mended_and_only_those_are_sent() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t, 10_000).await;
        only_few_are_drawn(page).await;
        t.fill_start().await;
        let search = "搜索名称、KEY 或值";
        for (number, text) in [(7777, "needle"), (9900, "")] {
            page.type_into(search, &format!("v_{number}}}")).await;
            page.sees("显示 1 个，共 10,000 个参数").await;
            page.type_into(&format!("参数 {number}"), text).await;
        }
        page.type_into(search, "参数 77").await;
        page.sees("显示 111 个，共 10,000 个参数").await;
        page.press("创建计划任务…").await;
        page.focus_is_on("problems").await;
        page.press("参数 9900 ${v_9900}：该参数必填").await;
        page.focus_is_on(&id(9900)).await;
        only_few_are_drawn(page).await;
        page.insert("mended").await;
        page.control("f").await;
        page.focus_is_on("find-variable").await;
        t.review().await;
        page.sees("再显示一些（还有 9800 个）").await;
        page.press("返回修改").await;
        page.tick("只发送修改过的").await;
        t.review().await;
        let shown = page.request_json().await;
        t.send().await;
        page.has_heading("计划任务 #").await;
        assert_eq!(t.body(), shown, "what was shown is what was sent");
        let changed = json!({key(7777): "needle", key(9900): "mended"});
        assert_eq!(t.body_json()["task_parameters"]["constants"], changed);
    });
}

#[test]
fn ten_thousand_variables_are_sent_whole() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t, 10_000).await;
        t.fill_start().await;
        for (number, text) in [(7777, "needle"), (9900, "mended")] {
            page.type_into("搜索名称、KEY 或值", &format!("v_{number}}}"))
                .await;
            page.type_into(&format!("参数 {number}"), text).await;
        }
        t.review().await;
        let shown = page.request_json().await;
        t.send().await;
        page.has_heading("计划任务 #").await;
        page.sees("记录与发送的内容一致").await;
        assert_eq!(t.body(), shown, "what was shown is what was sent");
        let value = |n| (key(n), json!(format!("value {n}")));
        let mut expected: Map<String, Value> = (0..10_000).map(value).collect();
        expected[&key(7777)] = json!("needle");
        expected[&key(9900)] = json!("mended");
        let sent = &t.body_json()["task_parameters"]["constants"];
        assert!(sent == &Value::Object(expected), "{sent:.2000}");
    });
}
