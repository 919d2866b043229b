//! A browser that keeps no drafts.

use e2e::Stage;
use e2e::stage::play_after;

/// Plans a run after a script that takes the storage away.
fn is_told_of_and_harmless(script: &str) {
    play_after(script, async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        page.sees("浏览器不保存草稿").await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(t.tasks().len(), 1);
    });
}

#[test]
fn a_browser_that_keeps_nothing_is_told_of_and_otherwise_harmless() {
    is_told_of_and_harmless(
        "Object.defineProperty(window, 'localStorage', \
         {get() { throw new DOMException('refused', 'SecurityError'); }})",
    );
}

#[test]
fn a_browser_without_any_storage_is_told_of_and_otherwise_harmless() {
    is_told_of_and_harmless("Object.defineProperty(window, 'localStorage', {value: null})");
}

#[test]
fn a_full_storage_is_told_of_once_and_otherwise_harmless() {
    let full = "Storage.prototype.setItem = () => { \
                throw new DOMException('full', 'QuotaExceededError'); }";
    play_after(full, async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        page.sees("浏览器不保存草稿").await;
        page.type_into("版本", "2.4.2").await;
        let told = page.text().await.matches("浏览器不保存草稿").count();
        assert_eq!(told, 1);
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        page.press("再计划一个").await;
        page.settles().await;
        assert_eq!(page.value_of("版本").await, "2.4.2");
        assert_eq!(t.tasks().len(), 1);
    });
}
