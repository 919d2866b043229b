//! Themes: in each of them everything that is painted can be read, and where
//! the system sets the colours, what colours told is told by lines.

use e2e::stage::play_slowly;
use e2e::{Fault, Page, Stage, not_in, play};
use serde_json::{Value, json};
use thirtyfour::Key;

/// Leads through the page and measures what is painted.
async fn is_readable(t: &Stage, theme: &str, (words, lines): (f64, f64)) {
    let page = &t.page;
    let query = format!("lang=zh&theme={theme}");
    t.forget().await;
    t.open(&query).await;
    page.press("创建计划任务…").await;
    page.focus_is_on("problems").await;
    page.can_be_read(words, lines, "the form with every problem")
        .await;
    t.open(&format!("{query}&bk_biz_id=2&template_id=1")).await;
    page.press_at("日期", "不发送").await;
    page.type_into_variable("整数", "x").await;
    page.press("创建计划任务…").await;
    page.focus_is_on("problems").await;
    page.can_be_read(words, lines, "every control").await;
    t.open(&format!("{query}&bk_biz_id=2&template_id=2")).await;
    t.fill_start().await;
    page.tick("发布").await;
    page.settles().await;
    page.type_into("服务B", "svc-b").await;
    page.type_into("版本", "2.4.1").await;
    page.press("查看节点").await;
    page.can_be_read(words, lines, "the filled form").await;
    page.type_into("流程模板", "").await;
    page.find(&["option"], "带执行方案的发布流程").await;
    page.can_be_read(words, lines, "an open list").await;
    page.key(Key::Escape).await;
    t.review().await;
    page.press("实际发送的请求").await;
    page.can_be_read(words, lines, "the review").await;
    t.fault("create_clocked_task", Fault::Permission);
    t.send().await;
    page.has_heading("没有权限").await;
    page.can_be_read(words, lines, "a refusal").await;
    page.press("重新核对").await;
    page.has_heading("请核对").await;
    t.send().await;
    page.has_heading("计划任务 #1").await;
    page.sees("记录与发送的内容一致").await;
    page.can_be_read(words, lines, "the record").await;
}

/// Why a test is left out.
const NO_WISHES: &str = "its driver does not change what the system asks for";

const AA: (f64, f64) = (4.5, 3.0);
const MORE: (f64, f64) = (7.0, 4.5);
const DARK: (&str, &str) = ("prefers-color-scheme", "dark");
const FORCED: (&str, &str) = ("forced-colors", "active");

#[test]
fn everything_can_be_read_in_the_light_theme() {
    play(async |t: &Stage| is_readable(t, "light", AA).await);
}

#[test]
fn everything_can_be_read_in_the_dark_theme() {
    play(async |t: &Stage| is_readable(t, "dark", AA).await);
}

#[test]
fn in_high_contrast_everything_has_seven_to_one_on_a_light_ground() {
    play(async |t: &Stage| is_readable(t, "contrast", MORE).await);
}

#[test]
fn in_high_contrast_everything_has_seven_to_one_on_a_dark_ground() {
    not_in!(WebKit: NO_WISHES);
    play(async |t: &Stage| {
        t.page.system_asks(&[DARK]).await;
        is_readable(t, "contrast", MORE).await;
    });
}

#[test]
fn a_system_that_asks_for_more_contrast_is_heard_in_every_theme() {
    not_in!(WebKit: NO_WISHES);
    play(async |t: &Stage| {
        let page = &t.page;
        page.system_asks(&[("prefers-contrast", "more")]).await;
        for theme in ["system", "light", "dark"] {
            t.open(&format!("lang=zh&theme={theme}&bk_biz_id=2&template_id=2"))
                .await;
            page.can_be_read(MORE.0, MORE.1, theme).await;
        }
    });
}

#[test]
fn high_contrast_can_be_chosen_and_is_there_again() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.open("lang=en&theme=system").await;
        page.choose("Appearance", "High contrast").await;
        page.can_be_read(MORE.0, MORE.1, "the chosen theme").await;
        t.open("lang=zh").await;
        assert_eq!(page.value_of("外观").await, "高对比度");
    });
}

#[test]
fn high_contrast_is_there_before_the_program() {
    play_slowly(async |t: &Stage| {
        let page = &t.page;
        t.visit("lang=zh").await;
        page.has_heading("任务目标").await;
        page.choose("外观", "高对比度").await;
        t.visit("lang=zh").await;
        page.has_heading("正在打开…").await;
        let theme = "return document.documentElement.dataset.theme";
        assert_eq!(page.run(theme, &[]).await, "contrast");
        page.has_heading("任务目标").await;
    });
}

/// In a system that sets the colours itself.
async fn with_colours_of_the_system(t: &Stage, query: &str) {
    t.page.system_asks(&[FORCED]).await;
    t.open(&format!("lang=zh&bk_biz_id=2&{query}")).await;
    let is_so = "return matchMedia('(forced-colors: active)').matches";
    assert_eq!(t.page.run(is_so, &[]).await, Value::Bool(true));
}

async fn look(page: &Page, roles: &[&str], name: &str) -> Value {
    page.look_of(&page.find(roles, name).await).await
}

#[test]
fn everything_can_be_read_in_the_light_colours_of_the_system() {
    not_in!(WebKit: NO_WISHES);
    play(async |t: &Stage| {
        t.page.system_asks(&[FORCED]).await;
        is_readable(t, "system", AA).await;
    });
}

#[test]
fn everything_can_be_read_in_the_dark_colours_of_the_system() {
    not_in!(WebKit: NO_WISHES);
    play(async |t: &Stage| {
        t.page.system_asks(&[FORCED, DARK]).await;
        is_readable(t, "system", AA).await;
    });
}

#[test]
fn in_the_colours_of_the_system_the_states_of_controls_differ() {
    not_in!(WebKit: NO_WISHES);
    play(async |t: &Stage| {
        let page = &t.page;
        with_colours_of_the_system(t, "template_id=2").await;
        let field = ["textbox"];
        let plain = look(page, &field, "日期").await;
        page.press("创建计划任务…").await;
        page.focus_is_on("problems").await;
        let wrong = look(page, &field, "日期").await;
        assert_ne!(wrong, plain, "a wrong field");
        page.type_into("日期", "x").await;
        let focused = look(page, &field, "日期").await;
        assert!(focused != wrong && focused != plain, "a field in focus");
        let primary = look(page, &["button"], "创建计划任务…").await;
        let other = look(page, &["button"], "粘贴导入…").await;
        assert_ne!(primary, other, "the primary button");
        // Whatever the focus comes to has its ring.
        for _ in 0..8 {
            page.key(Key::Tab).await;
            let ring = "const element = document.activeElement;
                return [getComputedStyle(element).outlineStyle, element.outerHTML.slice(0, 120)]";
            let ring = page.run(ring, &[]).await;
            assert_eq!(ring[0], "solid", "{ring}");
        }
    });
}

/// The looks of the first elements that hold exactly these words.
async fn looks_of_words(page: &Page, words: [&str; 2]) -> [Value; 2] {
    let script = "const screen = document.querySelector('dialog:modal') ?? document.body;
        return arguments[0].map((words) => Array.from(screen.querySelectorAll('*')).find((element) =>
            element.childElementCount === 0 && element.textContent.trim() === words && element.checkVisibility()))";
    let found = page.run(script, &[json!(words)]).await;
    let mut looks = [Value::Null, Value::Null];
    for (at, look) in looks.iter_mut().enumerate() {
        let element = found[at].clone();
        let element = thirtyfour::WebElement::from_json(element, page.driver.handle().clone());
        *look = page.look_of(&element.expect(words[at])).await;
    }
    looks
}

#[test]
fn in_the_colours_of_the_system_what_was_changed_and_chosen_is_marked() {
    not_in!(WebKit: NO_WISHES);
    play(async |t: &Stage| {
        let page = &t.page;
        with_colours_of_the_system(t, "template_id=2").await;
        t.fill_start().await;
        page.type_into("服务B", "svc-b").await;
        page.type_into("版本", "2.4.1").await;
        let [changed, required] = looks_of_words(page, ["已修改", "必填"]).await;
        assert_ne!(changed, required, "the badge of a changed variable");
        page.type_into("流程模板", "").await;
        page.find(&["option"], "带执行方案的发布流程").await;
        page.key(Key::Home).await;
        let options = "return Array.from(document.querySelectorAll('[role=option]'), (option) =>
            [option.getAttribute('aria-selected'), getComputedStyle(option).outlineStyle,
                getComputedStyle(option).borderInlineStartStyle])";
        let options = page.run(options, &[]).await;
        let options = options.as_array().unwrap();
        let has = |style: [&str; 2]| {
            options
                .iter()
                .any(|option| option[1] == style[0] && option[2] == style[1])
        };
        assert!(has(["solid", "none"]), "the one at hand: {options:?}");
        let chosen = options.iter().find(|option| option[0] == "true").unwrap();
        assert_eq!(chosen[2], "solid", "the chosen one: {options:?}");
        assert!(has(["none", "none"]), "and all others: {options:?}");
        page.key(Key::Escape).await;
        t.review().await;
        let rows = "return Array.from(document.querySelectorAll('dialog tbody tr'), (row) =>
            [row.innerText.includes('已修改'), getComputedStyle(row.cells[0]).borderInlineStartStyle])";
        let rows = page.run(rows, &[]).await;
        let rows = rows.as_array().unwrap();
        assert!(rows.contains(&json!([true, "solid"])), "{rows:?}");
        assert!(rows.contains(&json!([false, "none"])), "{rows:?}");
    });
}

#[test]
fn in_the_colours_of_the_system_boxes_keep_their_edges() {
    not_in!(WebKit: NO_WISHES);
    play(async |t: &Stage| {
        let page = &t.page;
        t.open("lang=zh&bk_biz_id=2&template_id=2").await;
        // Whatever has a ground of its own here…
        let filled = "const page = getComputedStyle(document.body).backgroundColor;
            window.filled = Array.from(document.querySelectorAll('main *, header')).filter((element) => {
                const ground = getComputedStyle(element).backgroundColor;
                const around = getComputedStyle(element.parentElement).backgroundColor;
                return element.checkVisibility() && ground !== 'rgba(0, 0, 0, 0)' && ground !== around
                    && element.getBoundingClientRect().width > 1;
            });
            return filled.length";
        let filled = page.run(filled, &[]).await;
        assert!(filled.as_u64() > Some(10), "{filled}");
        // …has a line there.
        page.system_asks(&[FORCED]).await;
        let bare = "return filled.filter((element) => {
                const style = getComputedStyle(element);
                return !['Top', 'Bottom', 'Left', 'Right'].some((side) => style[`border${side}Style`] !== 'none'
                    && style[`border${side}Width`] !== '0px');
            }).map((element) => element.outerHTML.slice(0, 120))";
        assert_eq!(page.run(bare, &[]).await, json!([]));
    });
}

/// What of BlueKing's measures is seen: sizes of text, heights of controls but
/// for those in the cells of a table, corners of what is not round.
const MEASURES: &str = "const seen = Array.from(document.querySelectorAll('#app *'))
        .filter((e) => e.checkVisibility({visibilityProperty: true}) && !e.closest('.visually-hidden, svg'));
    const sorted = (values) => Array.from(new Set(values)).sort();
    const speaks = (e) => Array.from(e.childNodes).some((node) => node.nodeType === 3 && node.data.trim());
    const field = ':is(input:not([type=checkbox], [type=radio]), select):not(td *, [aria-hidden])';
    const style = (e) => getComputedStyle(e);
    return {
        base: style(document.body).fontSize,
        text: sorted(seen.filter((e) => speaks(e) || e.matches(field)).map((e) => style(e).fontSize)),
        fields: sorted(seen.filter((e) => e.matches('[role=form] ' + field)).map((e) => e.offsetHeight)),
        primary: sorted(seen.filter((e) => e.matches('button.primary')).map((e) => e.offsetHeight)),
        corners: sorted(seen.map((e) => style(e).borderTopLeftRadius).filter((corner) => corner !== '50%')),
    }";

#[test]
fn text_controls_and_corners_have_the_measures_of_blueking() {
    not_in!(WebKit: "its boxes to choose from are as high as the system draws them");
    play(async |t: &Stage| {
        let page = &t.page;
        let measures = async |state: &str| {
            let mut seen = page.run(MEASURES, &[]).await;
            for controls in ["fields", "primary"] {
                let heights = seen[controls].take();
                let may_lack = ["the record", "the planned runs"].contains(&state);
                assert!(
                    heights == json!([32]) || may_lack && heights == json!([]),
                    "{controls} of {state}: {heights}"
                );
            }
            let expected = json!({
                "base": "14px",
                "text": ["12px", "14px", "16px"],
                "fields": null,
                "primary": null,
                "corners": ["0px", "2px"],
            });
            assert_eq!(seen, expected, "{state}");
        };
        t.open("lang=zh&bk_biz_id=2&template_id=1").await;
        measures("every control").await;
        page.press("创建计划任务…").await;
        page.focus_is_on("problems").await;
        measures("the form with every problem").await;
        t.fill_release().await;
        t.review().await;
        page.press("实际发送的请求").await;
        measures("the review").await;
        t.send().await;
        page.has_heading("计划任务 #1").await;
        page.sees("记录与发送的内容一致").await;
        measures("the record").await;
        page.press("计划列表").await;
        page.find(&["link"], "夜间发布").await;
        measures("the planned runs").await;
    });
}
