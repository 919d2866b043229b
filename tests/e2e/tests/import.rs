//! Many variables at once: what is pasted or opened is looked at before it
//! changes anything, and can be undone; what is copied out holds no secret.

use e2e::stage::{WITHOUT_CLIPBOARD, play_after};
use e2e::wait::until;
use e2e::{Page, Stage, play};
use serde_json::{Value, json};
use tempfile::NamedTempFile;
use thirtyfour::{By, Key};

/// The template with every type of variable, filled in but for these.
async fn open(t: &Stage) {
    t.open_template(1).await;
    t.fill_start().await;
    t.page.type_into_variable("远程下拉", "r1").await;
}

async fn paste(t: &Stage, text: &str) {
    t.page.press("粘贴导入…").await;
    t.page.has_heading("导入变量的值").await;
    t.page.focus_is_on("import-text").await;
    t.page.run("document.activeElement.select()", &[]).await;
    t.page.insert(text).await;
}

#[test]
fn pasted_lines_are_looked_at_taken_over_and_sent() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t).await;
        let before = page.typed().await;
        paste(
            t,
            "ver=2.4.1\nstr=hello\nnum=9007199254740993\npwd=s3cret\ndate=tomorrow\nnew_key=x",
        )
        .await;
        page.sees("修改 3 个，不变 1 个，不能使用 1 个，表单里没有 1 个")
            .await;
        assert!(
            !page.text().await.contains("s3cret\n"),
            "masked in the look"
        );
        page.has_no_barriers("an import").await;
        page.tick("把表单里没有的也作为变量添加").await;
        page.press("导入").await;
        page.sees("已导入 4 个变量的值").await;
        page.focus_is_on("variables-title").await;
        page.press("粘贴导入…").await;
        page.focus_is_on("import-text").await;
        let left = page.value_of("要导入的内容").await;
        assert!(left.contains("date=tomorrow"), "not all of it was taken");
        page.key(Key::Escape).await;
        t.review().await;
        page.press("实际发送的请求").await;
        page.tick("显示密文变量").await;
        let shown = page.request_json().await;
        t.send().await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(t.body(), shown);
        let constants = &t.body_json()["task_parameters"]["constants"];
        assert_eq!(constants["${ver}"], "2.4.1");
        assert_eq!(constants["${num}"], json!(9_007_199_254_740_993_i64));
        assert_eq!(constants["${pwd}"]["value"], "s3cret");
        assert_eq!(constants["${date}"], "2000-04-19", "left as it was");
        assert_eq!(constants["${new_key}"], "x");
        assert_ne!(before, page.typed().await);
    });
}

#[test]
fn imported_json_is_typed_on_in_its_box() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t).await;
        paste(
            t,
            r#"{"setalloc": {"config": {}, "data": [], "separator": ""}}"#,
        )
        .await;
        page.sees("修改 1 个").await;
        page.press("导入").await;
        page.sees("已导入 1 个变量的值").await;
        page.press("粘贴导入…").await;
        page.focus_is_on("import-text").await;
        assert_eq!(page.value_of("要导入的内容").await, "", "all was taken");
        page.key(Key::Escape).await;
        let end = "const area = document.activeElement;
            area.setSelectionRange(area.value.length - 2, area.value.length - 2)";
        page.field("集群资源筛选").await.click().await.unwrap();
        page.run(end, &[]).await;
        page.keys("; |").await;
        let value = page.value_of("集群资源筛选").await;
        assert!(value.ends_with(r#""separator":"; |"}"#), "{value}");
    });
}

#[test]
fn an_import_can_be_cancelled_and_undone() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t).await;
        page.type_into_variable("版本号", "1.0.0").await;
        let before = page.typed().await;
        paste(
            t,
            r#"{"task_parameters": {"constants": {"${ver}": "9.9.9"}}}"#,
        )
        .await;
        page.sees("JSON：修改 1 个").await;
        page.press("取消").await;
        assert_eq!(page.typed().await, before, "nothing has changed");
        page.press("粘贴导入…").await;
        page.sees("JSON：修改 1 个").await;
        page.press("导入").await;
        assert_eq!(page.value_of("版本号").await, "9.9.9");
        page.press("撤销").await;
        assert_eq!(page.value_of("版本号").await, "1.0.0");
        assert_eq!(page.typed().await, before);
        page.focus_is_on("variables-title").await;
    });
}

#[test]
fn undoing_an_import_keeps_what_was_typed_since() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t).await;
        paste(t, "ver=9.9.9\nstr=came\n").await;
        page.press("导入").await;
        page.sees("已导入 2 个变量的值").await;
        page.type_into_variable("字符串", "typed since").await;
        page.press("撤销").await;
        assert_eq!(page.value_of("版本号").await, "");
        assert_eq!(page.value_of("字符串").await, "typed since");
    });
}

#[test]
fn undoing_an_import_keeps_an_added_variable_that_was_edited_since() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t).await;
        paste(t, "one=1\ntwo=2\n").await;
        page.tick("把表单里没有的也作为变量添加").await;
        page.press("导入").await;
        page.sees("已导入 2 个变量的值").await;
        page.type_into_added(1, "值", "typed since").await;
        page.press("撤销").await;
        let keys =
            "return [...document.querySelectorAll('.added-row input.mono')].map((e) => e.value)";
        assert_eq!(page.run(keys, &[]).await, json!(["${two}"]));
        assert!(page.typed().await.to_string().contains("typed since"));
    });
}

#[test]
fn what_is_wrong_of_what_was_taken_over_is_told_at_its_field() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t).await;
        paste(t, "ver=no version").await;
        page.press("导入").await;
        page.is_refused_at("版本号", "不符合该变量的格式").await;
    });
}

#[test]
fn of_a_key_that_is_given_twice_the_one_that_counts_is_told() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t).await;
        paste(t, "str=first\nstr=second\n").await;
        page.sees("修改 1 个").await;
        let rows = page.lines("dialog tbody tr").await;
        let rows: Vec<Vec<&str>> = rows.iter().map(|row| cells(row)).collect();
        assert_eq!(rows[0][..2], ["${str}", "后面又出现，以后面的为准"]);
        assert_eq!(rows[1], ["${str}", "修改", "second"]);
        page.press("导入").await;
        assert_eq!(page.value_of("字符串").await, "second");
    });
}

#[test]
fn a_text_for_a_number_is_refused_in_json_as_in_lines() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t).await;
        for text in ["num: seven", r#"{"num": "seven"}"#] {
            paste(t, text).await;
            page.sees("修改 0 个，不变 0 个，不能使用 1 个").await;
            page.sees("请填整数").await;
            page.press("取消").await;
        }
    });
}

#[test]
fn what_cannot_be_read_is_told_and_kept() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t).await;
        for (text, words) in [
            ("{\"ver\": 1,}", "JSON"),
            ("[1, 2]", "应当是以变量名为键的对象"),
            ("A=1\nno pair here", "第 2 行看不出键和值"),
            ("A=\"1", "第 1 行的引号没有结束"),
        ] {
            paste(t, text).await;
            page.sees(words).await;
            let kept = page
                .run("return document.getElementById('import-text').value", &[])
                .await;
            assert_eq!(kept, text);
            page.press("取消").await;
            page.focus_is_on("import-open").await;
        }
    });
}

#[test]
fn what_is_copied_out_can_be_pasted_back_and_holds_no_secret() {
    play_after(WITHOUT_CLIPBOARD, async |t: &Stage| {
        let page = &t.page;
        open(t).await;
        page.type_into_variable("密码", "pl4nted").await;
        page.type_into_variable("版本号", "1.0.0").await;
        page.press("复制全部的值").await;
        page.sees("不会复制（密文、不发送或填写有误）：${pwd}")
            .await;
        page.press("复制").await;
        page.sees("请按 Ctrl+C").await;
        let text = page
            .run(
                "return document.querySelector('textarea.by-hand').value",
                &[],
            )
            .await;
        let text = text.as_str().expect("a text").to_owned();
        assert!(!text.contains("pl4nted"), "{text}");
        assert!(text.contains("\"${ver}\": \"1.0.0\""), "{text}");
        paste(t, &text).await;
        page.sees("JSON：修改 0 个").await;
        page.sees("不能使用 0 个，表单里没有 0 个").await;
    });
}

/// Chooses a file of these bytes, as the browser's own dialog does.
async fn open_file(t: &Stage, bytes: &[u8]) -> NamedTempFile {
    let file = NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let input = t.page.driver.find(By::Id("import-file")).await.unwrap();
    let path = file.path().to_str().unwrap().to_owned();
    input.send_keys(path).await.unwrap();
    file
}

async fn pasted_text_is(t: &Stage, expected: &str) {
    let script = "return document.getElementById('import-text').value";
    until("the text of the file", async || {
        match t.page.run(script, &[]).await {
            Value::String(text) if text == expected => Ok(()),
            other => Err(other.to_string()),
        }
    })
    .await;
}

/// What stands in the form's variables, without the dialog and the tools above them.
async fn values(page: &Page) -> Vec<Value> {
    let Value::Array(mut fields) = page.typed().await else {
        panic!("a list of fields")
    };
    fields.retain(|field| field[0].as_str().is_some_and(|id| id.starts_with("c-")));
    assert!(!fields.is_empty(), "variables are on the form");
    fields
}

fn cells(row: &str) -> Vec<&str> {
    row.split('\t').map(str::trim).collect()
}

#[test]
fn a_file_is_read_like_what_is_pasted() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t).await;
        let before = values(page).await;
        paste(t, "ver=0.0.1").await;
        let file = open_file(t, "ver: 2.4.1\nstr: 来自文件\n".as_bytes()).await;
        pasted_text_is(t, "ver: 2.4.1\nstr: 来自文件\n").await;
        page.sees("key: value：修改 2 个，不变 0 个").await;
        assert_eq!(values(page).await, before, "only looked at");
        page.press("导入").await;
        assert_eq!(page.value_of("版本号").await, "2.4.1");
        assert_eq!(page.value_of("字符串").await, "来自文件");
        drop(file);
        page.type_into_variable("密码", "s3cret").await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        let constants = &t.body_json()["task_parameters"]["constants"];
        assert_eq!(constants["${str}"], "来自文件");
    });
}

#[test]
fn a_file_that_is_no_text_or_too_large_is_told_and_nothing_is_lost() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t).await;
        let before = values(page).await;
        let utf_16 = "str=hello\n".encode_utf16().flat_map(u16::to_le_bytes);
        for (what, bytes) in [
            ("more than 10 MB", "a=1\n".repeat(2_500_001).into_bytes()),
            ("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
            ("GBK", b"str=\xc4\xe3\xba\xc3\n".to_vec()),
            ("UTF-16", utf_16.collect()),
        ] {
            paste(t, "ver=1.2.3").await;
            page.sees_no("无法读取这个文件").await;
            let _file = open_file(t, &bytes).await;
            page.sees("无法读取这个文件，或文件不是 UTF-8 文本，或超过 10 MB")
                .await;
            pasted_text_is(t, "ver=1.2.3").await;
            page.sees("修改 1 个，不变 0 个").await;
            assert_eq!(values(page).await, before, "{what}");
            let _good = open_file(t, b"ver=4.5.6\n").await;
            page.sees_no("无法读取这个文件").await;
            pasted_text_is(t, "ver=4.5.6\n").await;
            page.press("取消").await;
        }
        assert_eq!(values(page).await, before);
    });
}

/// The same four values in everything that can be pasted, and the name that the
/// page gives to it.
fn pasted() -> [(&'static str, String); 5] {
    let values = json!({"ver": "2.4.1", "str": "hello", "table": 5, "new_key": "x"});
    let wrapped = json!({"${ver}": "2.4.1", "${str}": "hello", "${table}": 5, "${new_key}": "x"});
    let body = json!({"task_name": "n", "task_parameters": {"constants": wrapped}});
    let lines = |between: &str| {
        let pairs = [
            ("ver", "2.4.1"),
            ("str", "hello"),
            ("table", "5"),
            ("new_key", "x"),
        ];
        let line = |(key, value)| format!("{key}{between}{value}\n");
        pairs.map(line).concat()
    };
    [
        ("JSON", values.to_string()),
        ("JSON", body.to_string()),
        (".env (KEY=value)", lines("=")),
        ("key: value", lines(": ")),
        ("表格（两列）", lines("\t")),
    ]
}

#[test]
fn every_format_is_looked_at_taken_over_and_undone_alike() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t).await;
        page.type_into_variable("版本号", "1.0.0").await;
        let before = values(page).await;
        for (format, text) in pasted() {
            paste(t, &text).await;
            page.sees(&format!(
                "{format}：修改 1 个，不变 1 个，不能使用 1 个，表单里没有 1 个"
            ))
            .await;
            let rows = page.lines("dialog tbody tr").await;
            let rows: Vec<Vec<&str>> = rows.iter().map(|row| cells(row)).collect();
            assert_eq!(rows[0], ["${ver}", "修改", "2.4.1"], "{text}");
            assert_eq!(rows[1][..2], ["${table}", "不能使用"], "{text}");
            assert!(!rows[1][2].is_empty(), "why it cannot be used: {text}");
            assert_eq!(rows[2][..2], ["${new_key}", "表单里没有"], "{text}");
            assert_eq!(rows.len(), 3, "what stays the same needs no row: {text}");
            assert_eq!(values(page).await, before, "only looked at: {text}");
            page.press("导入").await;
            page.sees("已导入 1 个变量的值").await;
            assert_eq!(page.value_of("版本号").await, "2.4.1", "{text}");
            page.press("撤销").await;
            assert_eq!(values(page).await, before, "{text}");
        }
    });
}

#[test]
fn every_format_that_is_copied_out_changes_nothing_when_it_is_pasted_back() {
    play_after(WITHOUT_CLIPBOARD, async |t: &Stage| {
        let page = &t.page;
        open(t).await;
        for (label, text) in [
            ("密码", "pl4nted"),
            ("版本号", "1.0.0"),
            ("字符串", " it's # \"quoted\": = ${num} \\n"),
            ("多行文本", "first\n\tsecond: 2\n\n# third=3"),
            ("整数", "9007199254740993"),
            ("可空输入", "null"),
        ] {
            page.type_into_variable(label, text).await;
        }
        let before = values(page).await;
        page.press("复制全部的值").await;
        page.sees("不会复制（密文、不发送或填写有误）：${pwd}")
            .await;
        let mut earlier = Vec::new();
        for format in ["JSON", ".env (KEY=value)", "key: value", "表格（两列）"] {
            page.choose("格式", format).await;
            page.press("复制").await;
            let text = copied_by_hand(t, &earlier).await;
            assert!(!text.contains("pl4nted"), "{text}");
            assert!(!text.contains("pwd"), "{text}");
            paste(t, &text).await;
            // All that are shown but for the secret.
            page.sees(&format!(
                "{format}：修改 0 个，不变 34 个，不能使用 0 个，表单里没有 0 个"
            ))
            .await;
            page.press("取消").await;
            page.sees("不会复制（密文、不发送或填写有误）：${pwd}")
                .await;
            earlier.push(text);
        }
        assert_eq!(values(page).await, before);
    });
}

/// The text that is offered to be copied by hand, once it is another one.
async fn copied_by_hand(t: &Stage, earlier: &[String]) -> String {
    let script = "return document.querySelector('textarea.by-hand')?.value";
    until("another text to copy", async || {
        match t.page.run(script, &[]).await {
            Value::String(text) if !earlier.contains(&text) => Ok(text),
            other => Err(other.to_string()),
        }
    })
    .await
}
