//! The portal is who is around the page and of the origin that it was opened
//! for, both: nobody else is told anything, and nobody else is heard.

use e2e::Stage;
use e2e::stage::play_with;
use e2e::wait::until;
use serde_json::{Value, json};

use crate::portal::{
    Portal, STOPPED, begun_by, frame, is_kept, notes, open_to_all, types, was_told,
};

/// The page takes whoever is named in its address for the one around it, as a
/// browser has it that tells of no pages around, and in whose frame somebody
/// else's page was led here.
const MISLED: &str = "const [named] = new URLSearchParams(location.search).getAll('around');
    const from = Array.from;
    Array.from = function (list, ...rest) {
        return from.call(this, list === location.ancestorOrigins && list ? [named] : list, ...rest);
    };
    Object.defineProperty(Document.prototype, 'referrer', {get: () => `${named}/`});";

/// The page in a parent's frame, which is entered, led to take it for the listed one.
async fn frames_for(t: &Stage, parent: &Portal, listed: &Portal) {
    parent.open(&t.page).await;
    let query = format!("bk_biz_id=2&template_id=3&around={}", listed.origin());
    parent.frames(t, &query, json!({}), 1200).await;
    parent.enter(t, 0).await;
    t.page.settles().await;
}

#[test]
fn a_parent_that_is_not_the_listed_one_hears_nothing_of_what_is_told_to_it() {
    let (_build, options) = begun_by(MISLED);
    play_with(options, async |t: &Stage| {
        t.may_fail(STOPPED);
        let (page, listed) = (&t.page, Portal::start().await);
        listed.is_listed(t, "");
        let other = Portal::start().await;
        for (parent, hears) in [(&listed, true), (&other, false)] {
            frames_for(t, parent, &listed).await;
            let name = format!("told to {}", parent.origin());
            types(page, "任务名称", &name).await;
            is_kept(page, &name).await;
            parent.leave(t).await;
            let told = page.console(&[STOPPED.to_owned()]).await;
            if hears {
                parent.hears(t, "ready").await;
                parent.hears_dirty(t, true).await;
                assert_eq!(told, [""; 0]);
            } else {
                assert_eq!(parent.heard(t).await, [] as [Value; 0]);
                let is_refused = |line: &String| line.contains("target origin");
                assert!(told.iter().all(is_refused), "{told:?}");
            }
        }
    });
}

/// Whatever a portal may change, by each message that changes something.
async fn says_everything(t: &Stage, portal: &Portal) {
    let given = json!({"task_name": "given", "tokens": {"--radius": "7px"}, "close": true});
    portal.says(t, "init", given).await;
    portal.says(t, "set_locale", json!({"locale": "en"})).await;
    portal.says(t, "set_theme", json!({"theme": "dark"})).await;
    let last = "frames[0].postMessage('last', arguments[0])";
    t.page.run(last, &[json!(t.sandbox.url())]).await;
}

/// What of it has come to be so.
async fn changed(t: &Stage) -> Value {
    let script = "const root = document.documentElement;
        return [document.getElementById('task-name').value === 'given', root.style.getPropertyValue('--radius') !== '',
            Array.from(document.querySelectorAll('button')).some((button) => ['关闭', 'Close'].includes(button.textContent.trim())),
            root.lang === 'en', root.dataset.theme === 'dark']";
    t.page.run(script, &[]).await
}

/// The window is the parent's own, so that only its origin tells the two apart.
#[test]
fn a_parent_that_is_not_the_listed_one_changes_nothing() {
    let (_build, options) = begun_by(MISLED);
    play_with(options, async |t: &Stage| {
        t.may_fail(STOPPED);
        let (page, listed) = (&t.page, Portal::start().await);
        listed.is_listed(t, "");
        let other = Portal::start().await;
        for (parent, is_heard) in [(&other, false), (&listed, true)] {
            frames_for(t, parent, &listed).await;
            assert_eq!(changed(t).await, json!(vec![false; 5]));
            notes(page).await;
            parent.leave(t).await;
            says_everything(t, parent).await;
            parent.enter(t, 0).await;
            was_told(page, "last").await;
            page.settles().await;
            assert_eq!(changed(t).await, json!(vec![is_heard; 5]), "{is_heard}");
            parent.leave(t).await;
            // What was meant for the listed one is told to nobody else.
            let told = page.console(&[STOPPED.to_owned()]).await;
            let is_refused = |line: &String| !is_heard && line.contains("target origin");
            assert!(told.iter().all(is_refused), "{told:?}");
        }
    });
}

#[test]
fn only_the_parent_itself_is_heard() {
    play_with(open_to_all(), async |t: &Stage| {
        let portal = Portal::listed(t).await;
        portal.embeds(t, "bk_biz_id=2&template_id=3").await;
        // A frame beside it, of the portal's own origin, and a frame of another.
        let other = Portal::start().await;
        frame(&t.page, &portal.origin(), json!({}), 300).await;
        frame(&t.page, &other.origin(), json!({}), 300).await;
        let message =
            json!({"source": "clocked", "v": 1, "type": "set_locale", "payload": {"locale": "en"}});
        for sibling in [1, 2] {
            portal.enter(t, sibling).await;
            until("the sibling to be there", async || {
                match t
                    .page
                    .run("return Boolean(document.getElementById('own'))", &[])
                    .await
                {
                    Value::Bool(true) => Ok(()),
                    other => Err(other.to_string()),
                }
            })
            .await;
            let script = "parent.frames[0].postMessage(arguments[0], '*')";
            t.page.run(script, std::slice::from_ref(&message)).await;
            portal.leave(t).await;
        }
        portal.is_answered(t).await;
        assert_eq!(portal.hears(t, "ready").await["locale"], "zh-CN");
    });
}
