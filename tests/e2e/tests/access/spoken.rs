//! What a screen reader is told without being asked: each message once.

use e2e::stage::play_after;
use e2e::{Fault, Page, Stage};

/// Writes down what each live region says when it changes. A timer within one
/// says nothing by itself, nor does what lies behind a dialog.
const LISTEN: &str = "window.spoken = [];
    const LIVE = '[role=status], [role=alert], [aria-live=polite], [aria-live=assertive]';
    const last = new WeakMap();
    const wordsOf = (region) => {
        const copy = region.cloneNode(true);
        copy.querySelectorAll('[aria-hidden=true], [role=timer], [hidden]').forEach((own) => own.remove());
        return copy.textContent.replace(/\\s+/g, ' ').trim();
    };
    const tell = (region) => {
        const words = wordsOf(region);
        if (last.get(region) === words) return;
        last.set(region, words);
        const dialog = document.querySelector('dialog:modal');
        if (words && region.checkVisibility() && (dialog?.contains(region) ?? true)) spoken.push(words);
    };
    new MutationObserver((changes) => {
        const regions = new Set();
        for (const { target, addedNodes } of changes) {
            const element = target.nodeType === 1 ? target : target.parentElement;
            const around = element?.closest(LIVE);
            if (around) regions.add(around);
            for (const added of addedNodes)
                if (added.nodeType === 1) {
                    if (added.matches(LIVE)) regions.add(added);
                    added.querySelectorAll(LIVE).forEach((own) => regions.add(own));
                }
        }
        regions.forEach(tell);
    }).observe(document, {subtree: true, childList: true, characterData: true})";

/// What was said since this was last asked, once the page has read everything.
async fn heard(t: &Stage) -> Vec<String> {
    t.page.settles().await;
    heard_so_far(&t.page).await
}

async fn heard_so_far(page: &Page) -> Vec<String> {
    let spoken = page.run("return spoken.splice(0)", &[]).await;
    let spoken: Vec<String> = serde_json::from_value(spoken).unwrap();
    for (at, words) in spoken.iter().enumerate() {
        assert!(!spoken[..at].contains(words), "twice in {spoken:#?}");
        assert!(!words.contains("in 40 days"), "what ticks: {spoken:#?}");
    }
    spoken
}

#[test]
fn on_the_way_to_a_record_every_message_is_spoken_once() {
    play_after(LISTEN, async |t: &Stage| {
        let page = &t.page;
        let says = |spoken: Vec<String>, words: &str| {
            let found = spoken.iter().filter(|own| own.starts_with(words));
            assert_eq!(found.count(), 1, "{words:?} in {spoken:#?}");
        };
        t.open("lang=en").await;
        says(heard(t).await, "Not complete yet");
        page.choose("Project", "蓝鲸").await;
        says(heard(t).await, "1 result");
        page.choose("Template", "带执行方案的发布流程").await;
        page.sees("All 7 nodes run").await;
        says(heard(t).await, "All 7 nodes run");
        page.type_into("Date", &t.day(40)).await;
        page.type_into("Time (24-hour)", "02:30:15").await;
        page.sees("02:30:15, Asia/Shanghai").await;
        let sentence = heard(t).await;
        assert_eq!(sentence.len(), 1, "{sentence:#?}");
        assert!(sentence[0].contains("02:30:15, Asia/Shanghai (UTC+08:00)"));
        page.tick("发布").await;
        page.sees("5 nodes run, 2 skipped").await;
        says(heard(t).await, "5 nodes run, 2 skipped");
        page.type_into("服务B", "svc-b").await;
        page.type_into("版本", "2.4.1").await;
        page.sees("Ready to plan").await;
        assert_eq!(heard(t).await, ["Ready to plan"]);
        page.press("Plan this run…").await;
        page.sees("The template has not changed").await;
        let checks = heard_so_far(page).await;
        assert_eq!(
            checks,
            [
                "Checking whether the template has changed…",
                "The template has not changed"
            ]
        );
        t.fault("create_clocked_task", Fault::Delay { ms: 1500 });
        page.press("Confirm and plan").await;
        page.has_heading("Planning…").await;
        says(heard_so_far(page).await, "带执行方案的发布流程_planned");
        page.has_heading("Planned as #1").await;
        page.sees("The record is what was sent").await;
        // The heading has the focus, which says it.
        page.focus_is_named("Planned as #1").await;
        assert_eq!(heard_so_far(page).await, [""; 0]);
    });
}

#[test]
fn what_is_wrong_is_spoken_once_when_it_is_asked_for() {
    play_after(LISTEN, async |t: &Stage| {
        let page = &t.page;
        t.open("lang=en").await;
        heard(t).await;
        page.press("Plan this run…").await;
        page.focus_is_on("problems").await;
        assert_eq!(heard(t).await, ["There are 5 problems"]);
        t.faults("get_user_project_list", 1, Fault::Permission);
        t.open("lang=en").await;
        page.sees("Permission refused").await;
        let refused = heard(t).await;
        let found = refused
            .iter()
            .filter(|own| own.contains("Permission refused"));
        assert_eq!(found.count(), 1, "{refused:#?}");
    });
}
