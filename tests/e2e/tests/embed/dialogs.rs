//! The page asks nothing by dialogs of the browser, which a frame of another
//! origin may not open and which would stop the portal around it.

use std::path::Path;

use e2e::stage::{dist, play_with};
use e2e::{Fault, Stage};
use serde_json::json;

use crate::portal::{Portal, begun_by, types};

/// Notes each one that is opened. None of them waits for an answer.
const NOTE: &str = "window.opened = [];
    for (const name of ['alert', 'confirm', 'prompt', 'print'])
        window[name] = (...words) => { opened.push([name, ...words]) }";

#[test]
fn no_dialog_of_the_browser_opens_on_the_way_to_a_record() {
    let (_build, options) = begun_by(NOTE);
    play_with(options, async |t: &Stage| {
        let (page, portal) = (&t.page, Portal::listed(t).await);
        portal.embeds(t, "bk_biz_id=2&template_id=3").await;
        portal.says(t, "init", json!({"close": true})).await;
        portal.enter(t, 0).await;
        page.settles().await;
        page.press("创建计划任务…").await;
        page.focus_is_on("problems").await;
        types(page, "任务名称", "mine").await;
        types(page, "日期", &t.day(40)).await;
        types(page, "时间（24 小时制）", "02:30:15").await;
        page.press("复制此表单的链接").await;
        t.fault("create_clocked_task", Fault::Permission);
        t.review_and_send().await;
        page.has_heading("没有权限").await;
        page.press("重新核对").await;
        let lost = Fault::answer(502, json!("Bad Gateway"), true);
        t.fault("create_clocked_task", lost);
        t.send().await;
        page.press("查看").await;
        page.has_heading("计划任务 #1").await;
        page.press("再计划一个").await;
        page.settles().await;
        types(page, "任务名称", "unsent").await;
        // To the foot of a frame WebKit's driver does not scroll.
        let close = page.find(&["button"], "关闭").await.to_json().unwrap();
        page.run("arguments[0].click()", &[close]).await;
        assert_eq!(page.run("return opened", &[]).await, json!([]));
        // Each of them would have been noted.
        page.run("alert('x'), window.confirm('y')", &[]).await;
        let noted = json!([["alert", "x"], ["confirm", "y"]]);
        assert_eq!(page.run("return opened", &[]).await, noted);
        portal.leave(t).await;
        portal.hears(t, "close").await;
        // In a browser that refuses the frame the clipboard.
        let told = page.console(&["/api/".to_owned()]).await;
        let is_of_clipboard = |line: &String| line.contains("lipboard");
        assert!(told.iter().all(is_of_clipboard), "{told:?}");
    });
}

/// The places at which a text calls a dialog: as a function of its own or of a
/// window's, however it is written.
fn calls(text: &str) -> Vec<&str> {
    let names = ["alert(", "confirm(", "prompt(", "_with_message("];
    let of_word = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '$' | '-');
    let at = names.iter().flat_map(|name| text.match_indices(name));
    at.filter(|(at, name)| name.starts_with('_') || !text[..*at].ends_with(of_word))
        .map(|(at, _)| text[at..].lines().next().unwrap_or_default())
        .collect()
}

#[test]
fn a_call_of_a_dialog_is_found_however_it_is_written() {
    for call in [
        "alert('x')",
        "if(window.confirm(a))b()",
        "const ret=getObject(a).prompt(b)",
        "window().confirm_with_message(\"x\")",
    ] {
        assert_eq!(calls(call).len(), 1, "{call}");
    }
    assert!(calls("on_confirm(); self.on_alert(x); javascript:confirmed()").is_empty());
}

#[test]
fn no_script_of_the_build_calls_a_dialog_of_the_browser() {
    let files = std::fs::read_dir(dist()).unwrap();
    let paths = files.map(|file| file.unwrap().path());
    let is_script = |path: &Path| path.extension().is_some_and(|ending| ending == "js");
    let scripts: Vec<_> = paths.filter(|path| is_script(path)).collect();
    assert_eq!(scripts.len(), 2, "what loads the program, and its own");
    for script in scripts {
        let text = std::fs::read_to_string(&script).unwrap();
        assert!(calls(&text).is_empty(), "{script:?}: {:?}", calls(&text));
    }
}
