//! Many variables at once: what is pasted is looked at before it changes
//! anything, and can be undone.

use e2e::stage::{WITHOUT_CLIPBOARD, play_after};
use e2e::{Stage, play};
use serde_json::json;

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
        page.sees("密文变量不会复制：${pwd}").await;
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
