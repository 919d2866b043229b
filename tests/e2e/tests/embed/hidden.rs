//! A frame that is not in sight when the page comes: in a part of the portal
//! that is closed, behind another tab of it, or far below. The portal hears of
//! it as of any other, for it may wait for that to show it.

use e2e::Stage;
use e2e::stage::play_with;
use e2e::wait::until;
use serde_json::{Value, json};

use crate::portal::{Portal, begun_by, types};

/// The page comes late: by then a browser paints nothing in such a frame.
const LATE: &str = "const own = fetch;
    window.fetch = async (asked, ...more) => {
        if ((asked.url ?? asked).endsWith('config.json')) await new Promise((go) => setTimeout(go, 2000));
        return own(asked, ...more);
    }";

/// Makes the part of the portal that a frame comes into.
const PART: &str = "const [tag, style] = arguments;
    const part = document.createElement(tag);
    part.id = 'part';
    Object.assign(part.style, style);
    document.body.append(part)";

const OPEN: &str = "const part = document.getElementById('part');
    part.open = true;
    part.removeAttribute('style')";

/// Whether anybody could see a pixel of the frame.
const IS_IN_SIGHT: &str = "const frame = document.querySelector('iframe');
    return frame.checkVisibility() && frame.getBoundingClientRect().top < innerHeight";

/// Until the frame is as high as the page in it says.
async fn follows(t: &Stage, portal: &Portal) {
    let script = "return document.querySelector('iframe').clientHeight";
    until("a frame as high as its content", async || {
        let high = t.page.run(script, &[]).await;
        let told = portal.all(t, "resize").await.pop();
        match told.map(|told| told["height"].clone()) {
            Some(told) if told == high && high.as_i64() > Some(600) => Ok(()),
            told => Err(format!("{told:?} {high}")),
        }
    })
    .await;
}

fn is_heard_of(tag: &str, style: Value) {
    let (_build, options) = begun_by(LATE);
    play_with(options, async |t: &Stage| {
        let (page, portal) = (&t.page, Portal::listed(t).await);
        page.run(PART, &[json!(tag), style.clone()]).await;
        portal
            .embeds(t, "height=auto&bk_biz_id=2&template_id=3")
            .await;
        portal.says(t, "init", json!({"task_name": "given"})).await;
        assert_eq!(portal.is_answered(t).await["dirty"], false);
        assert_eq!(page.run(IS_IN_SIGHT, &[]).await, false);
        page.run(OPEN, &[]).await;
        assert_eq!(page.run(IS_IN_SIGHT, &[]).await, true);
        follows(t, &portal).await;
        portal.enter(t, 0).await;
        page.settles().await;
        assert_eq!(page.value_of("任务名称").await, "given");
        types(page, "任务名称", "mine").await;
        portal.leave(t).await;
        portal.hears_dirty(t, true).await;
    });
}

#[test]
fn the_portal_hears_of_a_frame_behind_another_tab() {
    is_heard_of("div", json!({"display": "none"}));
}

#[test]
fn the_portal_hears_of_a_frame_in_closed_details() {
    is_heard_of("details", json!({}));
}

#[test]
fn the_portal_hears_of_a_frame_far_below() {
    is_heard_of("div", json!({"paddingTop": "9000px"}));
}
