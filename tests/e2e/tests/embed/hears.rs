//! What the portal may say, and what of it is heard.

use e2e::Stage;
use e2e::stage::play_with;
use e2e::wait::until;
use serde_json::{Value, json};

use crate::portal::{Portal, STOPPED, is_kept, open_to_all, types};

fn plan() -> Value {
    json!({
        "bk_biz_id": 2, "scope": "cmdb_biz", "template_id": "2", "task_name": "夜间发布",
        "plan_start_time": "2027-07-01 09:30:15+0800", "zone": "Asia/Kathmandu",
        "schemes": ["发布"], "constants": {"${svc_b}": "svc-b", "version": "2.4.1"},
    })
}

#[test]
fn init_fills_the_form_as_a_link_would_and_is_no_edit() {
    play_with(open_to_all(), async |t: &Stage| {
        let portal = Portal::listed(t).await;
        portal.embeds(t, "").await;
        portal.says(t, "init", plan()).await;
        portal.is_answered(t).await;
        portal.enter(t, 0).await;
        t.page.settles().await;
        assert_eq!(t.page.value_of("任务名称").await, "夜间发布");
        assert_eq!(t.page.value_of("时间（24 小时制）").await, "07:15:15");
        assert!(t.page.is_ticked("发布").await);
        portal.leave(t).await;
        assert_eq!(portal.is_answered(t).await["dirty"], false);
        // Nobody has edited it: another one is taken too.
        portal.says(t, "init", json!({"task_name": "第二次"})).await;
        portal.enter(t, 0).await;
        until("the second name", async || {
            match t.page.value_of("任务名称").await {
                name if name == "第二次" => Ok(()),
                name => Err(name),
            }
        })
        .await;
        t.page.settles().await;
        t.review_and_send().await;
        t.page.has_heading("计划任务 #1").await;
        let body = t.body_json();
        assert_eq!(body["plan_start_time"], "2027-07-01 07:15:15+0545");
        assert_eq!(body["task_parameters"]["constants"]["${version}"], "2.4.1");
        portal.leave(t).await;
    });
}

#[test]
fn after_an_edit_init_changes_nothing_typed() {
    play_with(open_to_all(), async |t: &Stage| {
        let (portal, typed) = Portal::around_an_edited_form(t).await;
        let before = portal.all(t, "dirty").await.len();
        portal.says(t, "init", plan()).await;
        let answer = portal.hears_after(t, "dirty", before).await;
        assert_eq!(answer, json!({"dirty": true}));
        portal.enter(t, 0).await;
        assert_eq!(t.page.typed().await, typed);
        portal.leave(t).await;
    });
}

#[test]
fn what_of_init_cannot_be_used_is_listed() {
    play_with(open_to_all(), async |t: &Stage| {
        let portal = Portal::listed(t).await;
        portal.embeds(t, "bk_biz_id=2&template_id=2").await;
        let payload = json!({"colour": "red", "constants": {"${nobody}": "x"}, "tokens": {"--page": "url(x)"}});
        portal.says(t, "init", payload).await;
        portal.enter(t, 0).await;
        t.page.sees("门户给的内容里有些没有使用").await;
        for words in [
            "colour=red 不认识",
            "${nobody} 不是流程要填写的变量",
            "tokens=",
        ] {
            t.page.sees(words).await;
        }
        t.page.has_no_barriers("faults of a portal").await;
        portal.leave(t).await;
    });
}

#[test]
fn a_draft_waits_where_the_portal_fills_the_form() {
    play_with(open_to_all(), async |t: &Stage| {
        t.may_fail(STOPPED);
        let portal = Portal::listed(t).await;
        portal.embeds(t, "bk_biz_id=2&template_id=3").await;
        portal.enter(t, 0).await;
        t.page.settles().await;
        types(&t.page, "任务名称", "mine").await;
        is_kept(&t.page, "mine").await;
        portal.leave(t).await;
        portal.open(&t.page).await;
        portal.embeds(t, "bk_biz_id=2&template_id=3").await;
        assert_eq!(
            portal.is_answered(t).await["dirty"],
            true,
            "a draft is unsent work"
        );
        portal.says(t, "init", json!({"task_name": "given"})).await;
        portal.enter(t, 0).await;
        t.page.sees("这个流程还有一份草稿").await;
        t.page.settles().await;
        assert_eq!(t.page.value_of("任务名称").await, "given");
        t.page.press("恢复草稿").await;
        t.page.settles().await;
        assert_eq!(t.page.value_of("任务名称").await, "mine");
        portal.leave(t).await;
        portal.hears_dirty(t, true).await;
    });
}

#[test]
fn language_looks_and_colours_change_at_once() {
    play_with(open_to_all(), async |t: &Stage| {
        let portal = Portal::listed(t).await;
        portal.embeds(t, "bk_biz_id=2&template_id=3").await;
        portal.enter(t, 0).await;
        t.page.settles().await;
        types(&t.page, "任务名称", "mine").await;
        portal.leave(t).await;
        portal.says(t, "set_locale", json!({"locale": "en"})).await;
        portal.says(t, "set_theme", json!({"theme": "dark"})).await;
        portal.is_answered(t).await;
        let ready = portal.hears(t, "ready").await;
        assert_eq!(
            (&ready["locale"], &ready["theme"]),
            (&json!("en"), &json!("dark"))
        );
        portal.enter(t, 0).await;
        assert_eq!(t.page.value_of("Name").await, "mine");
        t.page.focus_is_on("task-name").await;
        let looks = "const style = getComputedStyle(document.documentElement);
            return [document.documentElement.lang, document.documentElement.dataset.theme, style.colorScheme]";
        let looks = t.page.run(looks, &[]).await;
        assert_eq!(looks, json!(["en", "dark", "dark"]));
        portal.leave(t).await;
    });
}

#[test]
fn after_an_edit_init_still_gives_looks_and_a_way_to_close() {
    play_with(open_to_all(), async |t: &Stage| {
        let (portal, typed) = Portal::around_an_edited_form(t).await;
        let looks = json!({
            "locale": "en", "theme": "dark", "tokens": tokens(), "close": true, "task_name": "given",
        });
        portal.says(t, "init", looks).await;
        assert_eq!(portal.is_answered(t).await["dirty"], true);
        let ready = portal.hears(t, "ready").await;
        assert_eq!(
            (&ready["locale"], &ready["theme"]),
            (&json!("en"), &json!("dark"))
        );
        portal.enter(t, 0).await;
        assert_eq!(t.page.value_of("Name").await, "mine");
        let looks = "const root = document.documentElement;
            return [root.lang, root.dataset.theme, getComputedStyle(document.body).backgroundColor]";
        let looks = t.page.run(looks, &[]).await;
        assert_eq!(looks, json!(["en", "dark", "rgb(1, 2, 3)"]));
        assert!(t.page.has(&["button"], "Close").await);
        portal.leave(t).await;
        // Its own words again, to compare the whole form.
        portal.says(t, "init", json!({"locale": "zh-CN"})).await;
        portal.is_answered(t).await;
        portal.enter(t, 0).await;
        assert_eq!(t.page.typed().await, typed);
        portal.leave(t).await;
    });
}

/// Every custom property that is documented, with a value of the portal's.
fn tokens() -> Value {
    json!({
        "--page": "#010203", "--surface": "#020304", "--surface-2": "#030405", "--line": "#040506",
        "--line-strong": "#050607", "--text": "#fdfcfb", "--muted": "#fcfbfa", "--faint": "#fbfaf9",
        "--primary": "#0a0", "--primary-hover": "#0b0", "--primary-soft": "light-dark(#060708, #070809)",
        "--on-primary": "#fafbfc", "--bad": "#f00", "--bad-soft": "#08090a", "--good": "#0f0",
        "--warn": "#ff0", "--warn-soft": "#090a0b", "--radius": "7px", "--font": "\"Portal Sans\", serif",
    })
}

/// How the page is painted: ground, card, words, label, field, button, what was understood.
const PAINTED: &str = "const style = (selector) => getComputedStyle(document.querySelector(selector));
    const name = style('#task-name'), card = style('.card'), plan = style('button.primary');
    return [style('body').backgroundColor, card.backgroundColor, card.borderTopColor, card.borderTopLeftRadius,
        style('body').color, style('body').fontFamily, style('label').color, style('.counter').color,
        name.borderTopColor, name.borderTopLeftRadius, plan.backgroundColor, plan.color,
        style('.understood').backgroundColor]";

#[test]
fn every_documented_property_that_a_portal_sets_takes_effect() {
    play_with(open_to_all(), async |t: &Stage| {
        let portal = Portal::listed(t).await;
        portal
            .embeds(t, "bk_biz_id=2&template_id=3&theme=light")
            .await;
        let looks = json!({"tokens": tokens()});
        portal.says(t, "init", looks).await;
        portal.is_answered(t).await;
        portal.enter(t, 0).await;
        t.page.settles().await;
        let script = "const style = getComputedStyle(document.documentElement);
            return Object.fromEntries(arguments[0].map((name) => [name, style.getPropertyValue(name)]))";
        let names: Vec<String> = tokens().as_object().unwrap().keys().cloned().collect();
        assert_eq!(t.page.run(script, &[json!(names)]).await, tokens());
        let painted = json!([
            "rgb(1, 2, 3)",
            "rgb(2, 3, 4)",
            "rgb(4, 5, 6)",
            "7px",
            "rgb(253, 252, 251)",
            "\"Portal Sans\", serif",
            "rgb(252, 251, 250)",
            "rgb(251, 250, 249)",
            "rgb(5, 6, 7)",
            "7px",
            "rgb(0, 170, 0)",
            "rgb(250, 251, 252)",
            "rgb(6, 7, 8)",
        ]);
        assert_eq!(t.page.run(PAINTED, &[]).await, painted);
        portal.leave(t).await;
    });
}

#[test]
fn in_high_contrast_the_colours_of_a_portal_give_way() {
    play_with(open_to_all(), async |t: &Stage| {
        let portal = Portal::listed(t).await;
        portal.embeds(t, "bk_biz_id=2&template_id=3").await;
        let looks = json!({"theme": "contrast", "tokens": tokens()});
        portal.says(t, "init", looks).await;
        portal.is_answered(t).await;
        assert_eq!(portal.hears(t, "ready").await["theme"], "contrast");
        portal.enter(t, 0).await;
        t.page.settles().await;
        t.page.can_be_read(7.0, 4.5, "a portal's colours").await;
        let painted = t.page.run(PAINTED, &[]).await;
        assert_eq!(painted[0], "rgb(255, 255, 255)");
        assert_eq!(painted[3], "7px", "what is no colour stays");
        portal.leave(t).await;
    });
}

#[test]
fn init_takes_a_language_in_every_way_of_writing_it() {
    play_with(open_to_all(), async |t: &Stage| {
        let portal = Portal::listed(t).await;
        portal.embeds(t, "bk_biz_id=2&template_id=3").await;
        for (locale, tag, name) in [
            ("en", "en", "Name"),
            ("zh-CN", "zh-CN", "任务名称"),
            ("EN-gb", "en", "Name"),
            ("zh", "zh-CN", "任务名称"),
            ("en_US", "en", "Name"),
            ("ZH-Hans-CN", "zh-CN", "任务名称"),
            ("en-US", "en", "Name"),
            ("zh_cn", "zh-CN", "任务名称"),
        ] {
            portal.says(t, "init", json!({"locale": locale})).await;
            portal.is_answered(t).await;
            let ready = portal.hears(t, "ready").await;
            assert_eq!(ready["locale"], tag, "{locale}");
            portal.enter(t, 0).await;
            t.page.field(name).await;
            let of_document = "return document.documentElement.lang";
            assert_eq!(t.page.run(of_document, &[]).await, tag, "{locale}");
            portal.leave(t).await;
        }
    });
}
