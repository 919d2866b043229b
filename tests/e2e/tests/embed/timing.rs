//! When the portal is told: `ready` once the form can be used, `resize` at most
//! once a frame.

use e2e::stage::play_with;
use e2e::wait::until;
use e2e::{Stage, not_in};
use serde_json::{Value, json};

use crate::portal::{Portal, begun_by};

/// A message is a text that is parsed and handed over, within one call: what
/// `told` returns is noted as it is in that moment.
fn noting(told: &str) -> String {
    format!(
        "window.noted = [];
        const parse = JSON.parse;
        const told = {told};
        JSON.parse = function (...given) {{
            const value = parse.apply(this, given);
            const note = value?.source === 'clocked' && told(value);
            if (note) noted.push(note);
            return value;
        }};"
    )
}

/// The first field when `ready` is told, and what is typed into it at once.
const AT_READY: &str = "({type}) => {
        if (type !== 'ready') return null;
        const field = document.querySelector('[role=form] input:not([type=hidden])');
        queueMicrotask(() => {
            const name = document.getElementById('task-name');
            name.value = 'typed at once';
            name.dispatchEvent(new InputEvent('input', {bubbles: true}));
        });
        return field
            ? {at: field.id, seen: field.checkVisibility(), usable: !field.disabled && !field.readOnly
                && !field.closest('[inert]')}
            : {at: null};
    }";

#[test]
fn when_ready_is_told_the_first_field_is_there_and_takes_what_is_typed() {
    let (_build, options) = begun_by(&noting(AT_READY));
    play_with(options, async |t: &Stage| {
        let (page, portal) = (&t.page, Portal::listed(t).await);
        // The form does not wait for any list.
        t.faults("get_user_project_list", 5, e2e::Fault::Delay { ms: 4_000 });
        portal.embeds(t, "bk_biz_id=2&template_id=3").await;
        portal.enter(t, 0).await;
        let noted = page.run("return noted", &[]).await;
        let first = "return document.querySelector('[role=form] input:not([type=hidden])').id";
        let first = page.run(first, &[]).await;
        assert_eq!(noted, json!([{"at": first, "seen": true, "usable": true}]));
        page.settles().await;
        assert_eq!(page.value_of("任务名称").await, "typed at once");
        portal.leave(t).await;
        portal.hears_dirty(t, true).await;
    });
}

/// The number of the frame in which each `resize` is told. A frame begins with
/// what was asked for in the one before.
const FRAMES: &str = "(() => {
        let frame = 0;
        const next = () => { frame += 1; requestAnimationFrame(next); };
        requestAnimationFrame(next);
        return ({type, payload}) => type === 'resize' && [frame, payload.height];
    })()";

/// For thirty frames gives a part of the page one height after another, in the
/// frames and between them, and has each laid out.
const GROW: &str = "const part = document.querySelector('[role=form]');
    const {port1, port2} = new MessageChannel();
    let frames = 0, high = 0;
    const grow = () => {
        part.style.paddingBottom = `${(high = (high + 1) % 500)}px`;
        part.offsetHeight;
    };
    const changes = () => { grow(); queueMicrotask(grow); };
    const next = () => { changes(); if ((frames += 1) < 30) requestAnimationFrame(next); };
    requestAnimationFrame(next);
    window.grown = false;
    port1.onmessage = () => {
        changes();
        if (frames < 30) port2.postMessage(0); else window.grown = true;
    };
    port2.postMessage(0);";

#[test]
fn however_often_the_content_grows_resize_is_told_at_most_once_a_frame() {
    not_in!(WebKit: "it tells of a new size twice between two pictures at times");
    let (_build, options) = begun_by(&noting(FRAMES));
    play_with(options, async |t: &Stage| {
        let (page, portal) = (&t.page, Portal::listed(t).await);
        portal
            .frames(t, "height=auto&bk_biz_id=2&template_id=3", json!({}), 1200)
            .await;
        portal.hears(t, "ready").await;
        portal.enter(t, 0).await;
        page.settles().await;
        let before = page.run("return noted.length", &[]).await;
        page.run(GROW, &[]).await;
        // The last height is told in whatever frame shows it.
        let noted = until("the last height to be told", async || {
            let told =
                "return [document.getElementById('app').offsetHeight + 1, noted, window.grown]";
            let told = page.run(told, &[]).await;
            let last = told[1].as_array().and_then(|noted| noted.last());
            match last.is_some_and(|last| last[1] == told[0]) && told[2] == true {
                true => Ok(told[1].clone()),
                false => Err(told.to_string()),
            }
        })
        .await;
        let noted = noted.as_array().unwrap();
        let since = noted.len() as u64 - before.as_u64().unwrap();
        assert!(since >= 10, "it grew in thirty frames: {noted:?}");
        let twice = noted.windows(2).find(|two| two[0][0] == two[1][0]);
        assert_eq!(twice, None, "{noted:?}");
        portal.leave(t).await;
        let told = portal.all(t, "resize").await;
        let heights: Vec<&Value> = told.iter().map(|payload| &payload["height"]).collect();
        let noted: Vec<&Value> = noted.iter().map(|one| &one[1]).collect();
        assert!(noted.starts_with(&heights), "{heights:?}");
    });
}
