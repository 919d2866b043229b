//! Names and values that mean harm, or only look as if they did: shown as
//! text, sent unchanged, and no script runs.

use std::process::Command;

use e2e::stage::{WITHOUT_CLIPBOARD, play_after};
use e2e::wait::until;
use e2e::{Stage, fill, play};
use serde_json::{Value, json};

const SEED: &str = include_str!("../../sandbox/seed/template/2.json");

const MARKUP: &str = "<img src=x onerror=\"window.harmed=1\"><script>window.harmed=1</script>";

async fn is_unharmed(t: &Stage) {
    let found = t
        .page
        .run(
            "return [typeof window.harmed, document.querySelectorAll('#app img, #app script, #app iframe').length]",
            &[],
        )
        .await;
    assert_eq!(found, json!(["undefined", 0]));
}

/// Sends, and gives the body as it was received, which is what was shown.
async fn sent(t: &Stage) -> Value {
    let page = &t.page;
    t.review().await;
    is_unharmed(t).await;
    let shown = page.request_json().await;
    // From the second on another plan stands close by.
    page.sees_no("正在核对流程是否有变化").await;
    t.send().await;
    page.has_heading("计划任务 #").await;
    page.sees("记录与发送的内容一致").await;
    is_unharmed(t).await;
    let body = t.creations().pop().unwrap().body;
    assert_eq!(body, shown);
    serde_json::from_str(&body).unwrap()
}

#[test]
fn a_typed_value_is_text_whatever_stands_in_it() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.open_template(fill::RELEASE).await;
        t.fill_start().await;
        page.tick("发布").await;
        page.settles().await;
        page.type_into("服务B", "b").await;
        page.type_into("版本", "1.0.0").await;
        page.press("添加变量").await;
        page.type_into("KEY", "${x}").await;
        for value in [
            MARKUP,
            "${7*7} {{7*7}} {% raw %} <%= 1 %> ${'a' if b else c}",
            "\u{202e}txt.exe\u{202c} \u{200f}שלום\u{200b}",
            "👩‍👩‍👧‍👦 é e\u{301} 𝔘 \u{1f3f3}\u{fe0f}",
            "\\ \" ' ` \\u0000 \\n &amp; &#60; \u{2028} \u{2029} \u{7f}",
            "__proto__",
            "9007199254740993",
        ] {
            page.type_into("值", value).await;
            page.type_into("任务名称", value).await;
            let body = sent(t).await;
            assert_eq!(body["task_name"], value);
            assert_eq!(body["task_parameters"]["constants"]["${x}"], value);
            let stored = &t.tasks()[0];
            assert_eq!(stored["task_name"], value);
            let shown = page.run("return document.body.textContent", &[]).await;
            assert!(
                shown.as_str().unwrap().contains(value),
                "{value:?} is shown"
            );
            page.press("再计划一个").await;
            page.settles().await;
        }
    });
}

/// Somebody pastes it into a shell.
#[test]
fn a_copied_command_is_one_call_whatever_stands_in_it() {
    play_after(WITHOUT_CLIPBOARD, async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        let hostile = "'; touch harmed; ' $(touch harmed) `touch harmed` \" \\' !! %s ''\\''\n& #";
        page.type_into("任务名称", "'$(touch harmed)'").await;
        page.press("添加变量").await;
        page.type_into("KEY", "${x'\"}").await;
        page.type_into("值", hostile).await;
        t.review().await;
        page.press("实际发送的请求").await;
        page.press("复制 cURL").await;
        let script = "return document.querySelector('textarea.by-hand')?.value ?? ''";
        let command = until("the command", async || {
            match page.run(script, &[]).await.as_str() {
                Some(text) if !text.is_empty() => Ok(text.to_owned()),
                other => Err(format!("{other:?}")),
            }
        })
        .await;
        let folder = tempfile::tempdir().unwrap();
        let told = Command::new("sh")
            .arg("-c")
            .arg(format!("curl() {{ printf '%s\\0' \"$@\"; }}\n{command}"))
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(told.status.success() && told.stderr.is_empty(), "{told:?}");
        assert_eq!(folder.path().read_dir().unwrap().count(), 0, "{command}");
        let words = String::from_utf8(told.stdout).unwrap();
        let words: Vec<&str> = words.split_terminator('\0').collect();
        let [.., "--data-raw", body] = words[..] else {
            panic!("{words:?}");
        };
        let body: Value = serde_json::from_str(body).unwrap();
        assert_eq!(body["task_parameters"]["constants"]["${x'\"}"], hostile);
        t.send().await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(body, t.body_json(), "what is sent");
    });
}

#[test]
fn a_hundred_kilobytes_of_text_arrive_whole() {
    play(async |t: &Stage| {
        let page = &t.page;
        let long: String = "线 line \"quoted\" <b>\n"
            .chars()
            .cycle()
            .take(100_000)
            .collect();
        t.fill_plain().await;
        page.press("添加变量").await;
        page.type_into("KEY", "${long}").await;
        page.type_into("值", "").await;
        page.paste(&long).await;
        assert_eq!(page.value_of("值").await.len(), long.len());
        let body = sent(t).await;
        assert_eq!(
            body["task_parameters"]["constants"]["${long}"],
            long.as_str()
        );
    });
}

#[test]
fn numbers_in_json_keep_every_digit() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        page.press("添加变量").await;
        page.type_into("KEY", "${big}").await;
        page.tick("值是 JSON").await;
        let numbers = "[9007199254740993,123456789012345678901234567890,-0.10,1e300,1E+2]";
        page.type_into("值", numbers).await;
        t.review().await;
        let shown: String = page.request_json().await.split_whitespace().collect();
        t.send().await;
        page.has_heading("计划任务 #1").await;
        let body: String = t.body().split_whitespace().collect();
        assert_eq!(body, shown);
        for number in [
            "9007199254740993",
            "123456789012345678901234567890",
            "-0.10",
        ] {
            assert!(body.contains(number), "{number} in {body}");
        }
    });
}

#[test]
fn a_number_that_the_backend_would_store_as_infinity_is_refused() {
    play(async |t: &Stage| {
        t.fill_plain().await;
        t.page.press("添加变量").await;
        t.page.type_into("KEY", "${big}").await;
        t.page.tick("值是 JSON").await;
        t.page.type_into("值", "[1e400]").await;
        t.page.press("创建计划任务…").await;
        t.page.is_refused_at("值", "数值过大").await;
        assert!(t.creations().is_empty());
    });
}

#[test]
fn a_key_with_any_characters_gets_a_field_of_its_own() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        let keys = [
            "${a b}",
            "${<i>x</i>}",
            "__proto__",
            "constructor",
            "${键}",
            "\"]#x",
        ];
        for (number, key) in keys.iter().enumerate() {
            page.press("添加变量").await;
            let id = format!("added-key-{number}");
            page.focus_is_on(&id).await;
            page.insert(key).await;
        }
        let body = sent(t).await;
        let constants = body["task_parameters"]["constants"].as_object().unwrap();
        let sent: Vec<&String> = constants.keys().collect();
        assert_eq!(sent, keys);
    });
}

/// The release template with hostile words in every place.
fn hostile_template() -> String {
    let mut template: Value = serde_json::from_str(SEED).unwrap();
    template["id"] = json!(77);
    template["name"] = json!(format!("T{MARKUP} ${{x}} {{{{y}}}} \u{202e}flip"));
    template["description"] = json!(format!("D{MARKUP}"));
    template["creator"] = json!("alice");
    let tree = &mut template["pipeline_tree"];
    for node in tree["activities"].as_object_mut().unwrap().values_mut() {
        node["name"] = json!(format!("N{MARKUP}"));
    }
    for constant in tree["constants"].as_object_mut().unwrap().values_mut() {
        constant["name"] = json!(format!("V{MARKUP}{}", constant["index"]));
        constant["desc"] = json!(format!("H{MARKUP}"));
    }
    let select = &mut tree["constants"]["${env}"]["value"];
    select["items_text"] = json!(json!([{"text": MARKUP, "value": MARKUP}]).to_string());
    select["default"] = json!(MARKUP);
    tree["constants"]["${svc_b}"]["value"] = json!("b");
    tree["constants"]["${version}"]["value"] = json!("1.0.0");
    for scheme in template["schemes"].as_array_mut().unwrap() {
        scheme["id"] = json!(scheme["id"].as_i64().unwrap() + 700);
        scheme["name"] = json!(format!("S{MARKUP}{}", scheme["id"]));
    }
    template.as_object_mut().unwrap().remove("default_scheme");
    template.to_string()
}

#[test]
fn words_of_a_hostile_template_are_shown_as_words() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.sandbox.add_template(&hostile_template()).unwrap();
        t.open("lang=zh&bk_biz_id=2").await;
        page.type_into("流程模板", "T<img").await;
        page.find(&["option"], &format!("T{MARKUP}")).await;
        is_unharmed(t).await;
        page.press_option(&format!("T{MARKUP}")).await;
        page.settles().await;
        for words in [
            format!("D{MARKUP}"),
            format!("V{MARKUP}"),
            format!("H{MARKUP}"),
            format!("S{MARKUP}"),
        ] {
            page.sees(&words).await;
        }
        is_unharmed(t).await;
        t.fill_start().await;
        page.tick(&format!("S{MARKUP}705")).await;
        page.settles().await;
        page.press("查看节点").await;
        page.sees(&format!("N{MARKUP}")).await;
        page.has_no_barriers("a hostile template").await;
        let body = sent(t).await;
        assert_eq!(body["task_parameters"]["constants"]["${env}"], MARKUP);
        let record = page.pairs(".record-fields").await;
        let named = record
            .iter()
            .any(|(_, text)| text.starts_with(&format!("T{MARKUP}")));
        assert!(named, "{record:?}");
    });
}

#[test]
fn a_pattern_that_cannot_be_read_refuses_no_value() {
    play(async |t: &Stage| {
        let page = &t.page;
        let mut template: Value = serde_json::from_str(SEED).unwrap();
        template["id"] = json!(72);
        template["schemes"] = json!([]);
        template.as_object_mut().unwrap().remove("default_scheme");
        let long = "(".repeat(100_000);
        let values = [
            ("${svc_a}", "服务A", "(", ""),
            ("${svc_b}", "服务B", "(?<n>", "b"),
            ("${version}", "版本", "[z-a]", "any"),
            ("${pkg}", "包名(引用版本)", &long, "中"),
        ];
        for (key, _, pattern, _) in values {
            template["pipeline_tree"]["constants"][key]["validation"] = json!(pattern);
        }
        let id = t.sandbox.add_template(&template.to_string()).unwrap();
        t.open_template(id).await;
        t.fill_start().await;
        for (_, label, _, text) in values {
            page.type_into(label, text).await;
            page.run("document.activeElement.blur()", &[]).await;
            assert_eq!(page.error_at(label).await, "", "{label}");
        }
        let body = sent(t).await;
        for (key, _, _, text) in values {
            assert_eq!(body["task_parameters"]["constants"][key], text);
        }
    });
}

#[test]
fn a_refusal_in_markup_is_shown_as_words() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        t.fault(
            "create_clocked_task",
            e2e::Fault::answer(
                200,
                json!({"result": false, "code": MARKUP, "message": MARKUP, "trace_id": MARKUP}),
                false,
            ),
        );
        t.review_and_send().await;
        page.sees(MARKUP).await;
        is_unharmed(t).await;
    });
}

#[test]
fn an_address_of_a_login_page_that_is_a_script_is_no_link() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        t.fault(
            "create_clocked_task",
            e2e::Fault::answer(
                401,
                json!({"login_url": "javascript:window.harmed=1", "width": 1, "height": 1}),
                false,
            ),
        );
        t.review_and_send().await;
        page.has_heading("登录已失效").await;
        assert!(!page.has(&["link"], "去登录").await);
        is_unharmed(t).await;
    });
}

#[test]
fn a_link_cannot_put_a_script_or_another_server_into_the_page() {
    play(async |t: &Stage| {
        let page = &t.page;
        let query = "lang=zh&theme=%22%3E%3Cscript%3E&scope=%3Cimg%3E&bk_biz_id=%2F%2Fevil.invalid%2F..&template_id=%3Csvg%20onload%3Dalert(1)%3E";
        t.visit(query).await;
        page.press("创建计划任务…").await;
        page.is_refused_at("项目", "只能是数字 ID").await;
        page.is_refused_at("流程模板", "只能是数字 ID").await;
        is_unharmed(t).await;
        assert!(t.requests("get_template_list").is_empty());
    });
}
