//! Messages that mean harm, or nothing.

use e2e::Stage;
use e2e::stage::play_with;
use serde_json::{Value, json};

use crate::portal::{Portal, open_to_all};

/// Random values of every kind that a message can carry, by a seed. None of the
/// words is a language, a theme or a colour.
const RANDOM: &str = "let seed = arguments[0];
    const next = (n) => {
        seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
        return Math.floor(seed / 2 ** 32 * n);
    };
    const members = ['bk_biz_id', 'scope', 'template_id', 'task_name', 'plan_start_time', 'zone', 'constants',
        'schemes', 'added', 'left_out', 'only_changed', 'locale', 'theme', 'tokens', 'close'];
    const words = ['clocked', 'init', 'set_theme', 'set_locale', 'payload', 'constants', 'tokens',
        '--page', 'url(x)', '__proto__', 'constructor', '2027-07-01 09:30:00+0800', '', '\\u0000', '${a}', '{',
        '\\ud800', '9'.repeat(400), '{\"a\": {\"__proto__\": 1e999}}', '[\"', 'toString', '<b>x</b>'];
    const word = () => words[next(words.length)];
    const circle = {source: 'clocked', v: 1, type: 'init', payload: {}};
    circle.payload.constants = circle;
    const deep = Array.from({length: 200}).reduce((inner) => [inner], 1);
    const any = (depth) => [
        () => word(), () => next(1e9) - 5e8, () => NaN, () => -0, () => null, () => undefined, () => true,
        () => 123n, () => new Date(NaN), () => new Map([[word(), 1]]), () => new Set([1]), () => /x/,
        () => new Uint8Array(9), () => new Error('x'), () => new Blob(['x']), () => circle, () => deep,
        () => depth ? Array.from({length: next(4)}, () => any(depth - 1)) : [],
        () => depth ? Object.fromEntries(Array.from({length: next(4)}, () => [word(), any(depth - 1)])) : {},
    ][next(19)]();
    const hostile = () => Object.fromEntries(Array.from({length: next(6)}, () =>
        [next(8) ? members[next(members.length)] : word(), any(3)]));
    const send = (message) => frames[0].postMessage(message, '*');
    const init = (payload) => send({source: 'clocked', v: 1, type: 'init', payload});";

/// A thousand: anything at all, much that looks like a message, and some fifty
/// that are an `init`.
const MESSAGES: &str = "for (let n = 0; n < 1000; n++) {
        const kind = next(20);
        const shell = {source: 'clocked', v: 1, type: word(), payload: any(3)};
        if (kind < 5) shell[['source', 'v', 'type'][next(3)]] = any(2);
        if (kind === 19) init(hostile());
        else if (kind > 14) send(any(4));
        else {
            if (['set_locale', 'set_theme'].includes(shell.type)) shell.payload = {[word()]: any(2)};
            send(shell);
        }
    }";

/// Nothing of a message is left on the document or in its objects.
const UNTOUCHED: &str = "return document.documentElement.style.length === 0
    && document.documentElement.dataset.theme === 'system' && document.documentElement.lang === 'zh-CN'
    && ({}).polluted === undefined && document.querySelector('[role=form]') !== null";

#[test]
fn ten_thousand_hostile_messages_change_nothing() {
    play_with(open_to_all(), async |t: &Stage| {
        let (portal, typed) = Portal::around_an_edited_form(t).await;
        for seed in 0..10 {
            let script = [RANDOM, MESSAGES].concat();
            t.page.run(&script, &[json!(seed)]).await;
            assert_eq!(portal.is_answered(t).await["dirty"], true);
        }
        portal.enter(t, 0).await;
        assert_eq!(t.page.typed().await, typed);
        assert_eq!(t.page.run(UNTOUCHED, &[]).await, json!(true));
        portal.leave(t).await;
    });
}

#[test]
fn a_form_that_nobody_edited_stands_after_five_hundred_hostile_fillings() {
    play_with(open_to_all(), async |t: &Stage| {
        let (page, portal) = (&t.page, Portal::listed(t).await);
        portal.embeds(t, "bk_biz_id=2&template_id=2").await;
        portal.enter(t, 0).await;
        page.settles().await;
        portal.leave(t).await;
        // What they name is asked for, and is not there.
        t.may_fail("/api/");
        let script = [RANDOM, "for (let n = 0; n < 500; n++) init(hostile());"].concat();
        page.run(&script, &[json!(7)]).await;
        portal.is_answered(t).await;
        portal.enter(t, 0).await;
        page.sees("门户给的内容里有些没有使用").await;
        assert_eq!(page.run(UNTOUCHED, &[]).await, json!(true));
        portal.leave(t).await;
        let good = json!({
            "bk_biz_id": 2, "scope": "cmdb_biz", "template_id": 3, "task_name": "夜间发布",
            "plan_start_time": format!("{} 02:30:15+0800", t.day(40)), "zone": "Asia/Shanghai",
        });
        portal.says(t, "init", good).await;
        portal.is_answered(t).await;
        portal.enter(t, 0).await;
        page.settles().await;
        assert_eq!(page.value_of("任务名称").await, "夜间发布");
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(t.body_json()["task_name"], Value::from("夜间发布"));
        portal.leave(t).await;
    });
}
