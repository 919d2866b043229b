//! Two copies of the page in frames of one portal: each is its own.

use e2e::stage::play_with;
use e2e::wait::until;
use e2e::{Stage, not_in};
use serde_json::{Value, json};

use crate::portal::{Portal, STOPPED, open_to_all, types};

const QUERY: &str = "bk_biz_id=2&template_id=3";

/// Two copies with the same target.
async fn embeds_twice(t: &Stage, portal: &Portal) {
    portal.embeds(t, QUERY).await;
    portal.frames(t, QUERY, json!({}), 1200).await;
    portal.hears_after(t, "ready", 1).await;
}

/// Types a name into a copy, once it stands.
async fn names(t: &Stage, portal: &Portal, at: u16, name: &str) {
    portal.enter(t, at).await;
    t.page.settles().await;
    types(&t.page, "任务名称", name).await;
    portal.leave(t).await;
}

async fn fills(t: &Stage, portal: &Portal, at: u16, name: &str) {
    names(t, portal, at, name).await;
    portal.enter(t, at).await;
    types(&t.page, "日期", &t.day(40)).await;
    types(&t.page, "时间（24 小时制）", "02:30:15").await;
    portal.leave(t).await;
}

/// Frame and payload of each message of a type.
async fn heard(t: &Stage, portal: &Portal, kind: &str) -> Vec<(Value, Value)> {
    let all = portal.heard(t).await.into_iter();
    all.filter(|message| message["data"]["type"] == kind)
        .map(|message| (message["at"].clone(), message["data"]["payload"].clone()))
        .collect()
}

/// Until drafts with all of these names lie in the browser.
async fn are_kept(t: &Stage, names: [&str; 2]) {
    let script = "const kept = Object.entries(localStorage).filter(([key]) => key.startsWith('clocked.draft.'));
        return arguments[0].filter((name) => !kept.some(([, text]) => text.includes(name)))";
    until("the drafts to be kept", async || {
        match t.page.run(script, &[json!(names)]).await {
            Value::Array(missing) if missing.is_empty() => Ok(()),
            missing => Err(missing.to_string()),
        }
    })
    .await;
}

#[test]
fn two_copies_on_one_page_know_nothing_of_each_other() {
    play_with(open_to_all(), async |t: &Stage| {
        let portal = Portal::listed(t).await;
        portal.embeds(t, QUERY).await;
        portal
            .frames(t, "bk_biz_id=2&template_id=2", json!({}), 1200)
            .await;
        portal.hears_after(t, "ready", 1).await;
        portal
            .says_to(t, 1, "init", json!({"task_name": "second"}))
            .await;
        names(t, &portal, 0, "first").await;
        portal.hears_dirty(t, true).await;
        portal.enter(t, 1).await;
        t.page.settles().await;
        assert_eq!(t.page.value_of("任务名称").await, "second");
        portal.leave(t).await;
        let dirty = heard(t, &portal, "dirty").await;
        assert!(dirty.iter().all(|(at, _)| *at == 0), "{dirty:?}");
    });
}

#[test]
fn each_of_two_copies_with_one_target_keeps_a_draft() {
    not_in!(WebKit: "its driver scrolls no page around a frame to what it clicks in it");
    play_with(open_to_all(), async |t: &Stage| {
        t.may_fail(STOPPED);
        let (page, portal) = (&t.page, Portal::listed(t).await);
        embeds_twice(t, &portal).await;
        names(t, &portal, 0, "the first").await;
        names(t, &portal, 1, "the second").await;
        portal.enter(t, 0).await;
        are_kept(t, ["the first", "the second"]).await;
        // What is typed further goes to its own place.
        types(page, "任务名称", "the first, again").await;
        are_kept(t, ["the first, again", "the second"]).await;
        assert_eq!(page.value_of("任务名称").await, "the first, again");
        portal.leave(t).await;
        portal.enter(t, 1).await;
        assert_eq!(page.value_of("任务名称").await, "the second");
        portal.leave(t).await;
        // Both are there for who comes later.
        portal.open(page).await;
        portal.embeds(t, QUERY).await;
        portal.enter(t, 0).await;
        page.sees("这个流程还有一份草稿").await;
        page.settles().await;
        let newest = page.value_of("任务名称").await;
        page.press("恢复草稿").await;
        page.settles().await;
        let mut both = [newest, page.value_of("任务名称").await];
        both.sort();
        assert_eq!(both, ["the first, again", "the second"]);
        portal.leave(t).await;
    });
}

#[test]
fn each_of_two_copies_tells_of_its_own_plan() {
    not_in!(WebKit: "its driver scrolls no page around a frame to what it clicks in it");
    play_with(open_to_all(), async |t: &Stage| {
        let portal = Portal::listed(t).await;
        embeds_twice(t, &portal).await;
        fills(t, &portal, 0, "the first").await;
        fills(t, &portal, 1, "the second").await;
        for (at, name) in [(1, "the second"), (0, "the first")] {
            portal.enter(t, at).await;
            t.review_and_send_beside_another().await;
            t.page.has_heading("计划任务 #").await;
            portal.leave(t).await;
            let of = async || heard(t, &portal, "created").await;
            let created = until("what was created", async || match of().await.pop() {
                Some((from, created)) if from == at => Ok(created),
                other => Err(format!("{other:?}")),
            })
            .await;
            let task = &t.tasks()[0];
            assert_eq!(task["task_name"], name);
            assert_eq!(
                (&created["id"], &created["task_name"]),
                (&task["id"], &json!(name))
            );
        }
        assert_eq!(t.tasks().len(), 2);
        assert_eq!(heard(t, &portal, "created").await.len(), 2);
    });
}

#[test]
fn one_plan_on_two_copies_is_sent_once() {
    not_in!(WebKit: "its driver scrolls no page around a frame to what it clicks in it");
    play_with(open_to_all(), async |t: &Stage| {
        let (page, portal) = (&t.page, Portal::listed(t).await);
        embeds_twice(t, &portal).await;
        for at in [0, 1] {
            fills(t, &portal, at, "the same").await;
            portal.enter(t, at).await;
            t.review().await;
            page.sees("流程没有变化").await;
            portal.leave(t).await;
        }
        portal.enter(t, 0).await;
        t.send().await;
        page.has_heading("计划任务 #1").await;
        portal.leave(t).await;
        portal.enter(t, 1).await;
        t.send().await;
        page.sees("已经发送过同样的计划：计划任务 #1").await;
        portal.leave(t).await;
        portal.is_answered(t).await;
        let created = heard(t, &portal, "created").await;
        assert_eq!(created.len(), 1, "{created:?}");
        assert_eq!((&created[0].0, &created[0].1["id"]), (&json!(0), &json!(1)));
        assert_eq!(t.creations().len(), 1, "one click, one task");
    });
}
