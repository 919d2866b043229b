//! Links: they fill the form, what they hold that cannot be used is told, and
//! the page makes one of what stands on it.

use e2e::stage::{WITHOUT_CLIPBOARD, play_after};
use e2e::wait::until;
use e2e::{Fault, Stage, play};

/// In the fragment of an address.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// As the page writes it.
fn encoded_uri(text: &str) -> String {
    let byte = |byte: u8| match byte {
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

fn release_link(parts: &[(&str, &str)]) -> String {
    let parts: Vec<String> = parts
        .iter()
        .map(|(name, value)| format!("{name}={}", encoded(value)))
        .collect();
    format!("lang=zh&bk_biz_id=2&template_id=2#{}", parts.join("&"))
}

const COMPLETE: [(&str, &str); 5] = [
    ("task_name", "夜间 & 发布"),
    ("plan_start_time", "2027-07-01 09:30:15+0800"),
    ("zone", "Asia/Kathmandu"),
    ("schemes", r#"["发布"]"#),
    ("constants", r#"{"${svc_b}": "svc-b", "version": "2.4.1"}"#),
];

#[test]
fn a_link_fills_the_form_and_leaves_the_address() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.open(&release_link(&COMPLETE)).await;
        assert_eq!(page.value_of("任务名称").await, "夜间 & 发布");
        assert_eq!(page.value_of("时间（24 小时制）").await, "07:15:15");
        assert!(page.is_ticked("发布").await);
        let hash = page.run("return location.hash", &[]).await;
        assert_eq!(hash, "", "a reload does not put it over what was typed");
        page.sees_no("链接里有些内容没有使用").await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        let body = t.body_json();
        assert_eq!(body["plan_start_time"], "2027-07-01 07:15:15+0545");
        assert_eq!(body["task_parameters"]["constants"]["${version}"], "2.4.1");
    });
}

#[test]
fn an_address_whose_parts_are_of_no_use_tells_which() {
    play(async |t: &Stage| {
        let page = &t.page;
        let no_ids = "bk_biz_id=two&template_id=7&theme=purple&view=list";
        t.open(&format!("lang=zh&{no_ids}")).await;
        page.sees("链接里有些内容没有使用").await;
        for words in [
            "bk_biz_id=two 应为 bk_biz_id=2",
            "template_id=7 应为 bk_biz_id=2&template_id=7",
            "theme=purple 应为 system, light, dark, contrast",
            "view=list 应为 planned",
        ] {
            page.sees(words).await;
        }
        assert_eq!(page.value_of("项目").await, "two", "for the person to mend");
        t.forget().await;
        let no_key = r#"#left_out=["${nobody}"]"#;
        t.open(&format!("lang=fr&bk_biz_id=2&template_id=2{no_key}"))
            .await;
        page.sees("lang=fr").await;
        page.sees("left_out=${nobody}").await;
        assert!(!page.text().await.contains("template_id="));
    });
}

#[test]
fn what_of_a_link_cannot_be_used_is_listed_and_can_be_added() {
    play(async |t: &Stage| {
        let page = &t.page;
        let link = release_link(&[
            ("colour", "red"),
            ("plan_start_time", "soon"),
            ("schemes", r#"["发布", "nobody"]"#),
            (
                "constants",
                r#"{"${nobody}": "<b>x</b>", "${svc_b}": 5, "${version}": "3.0"}"#,
            ),
        ]);
        t.open(&link.replacen("lang=zh", "lang=zh&scope=galaxy", 1))
            .await;
        page.sees("链接里有些内容没有使用").await;
        let told = page.text().await;
        for words in [
            "colour=red 不认识",
            "plan_start_time=soon 应为 2027-07-01 09:30:00+0800",
            "scope=galaxy 应为 cmdb_biz, project",
            "${nobody} 不是流程要填写的变量： <b>x</b>",
            "${svc_b} 类型与流程中的值不同",
            "找不到这些执行方案：nobody",
        ] {
            assert!(told.contains(words), "{words} is not in {told}");
        }
        page.has_no_barriers("faults of a link").await;
        assert_eq!(page.value_of("版本").await, "3.0");
        page.press("作为变量添加").await;
        page.sees_no("不是流程要填写的变量").await;
        let added = page
            .run(
                "return document.querySelector('.added-row textarea').value",
                &[],
            )
            .await;
        assert_eq!(added, "<b>x</b>");
        page.press("关闭").await;
        page.sees_no("链接里有些内容没有使用").await;
    });
}

#[test]
fn the_link_of_a_form_opens_the_same_form_without_its_secrets() {
    play_after(WITHOUT_CLIPBOARD, async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        page.press_at("环境", "不发送").await;
        page.press("添加变量").await;
        page.type_into_added(0, "KEY", "${extra}").await;
        page.type_into_added(0, "值", "x#&=%").await;
        let typed = page.typed().await;
        page.press("添加变量").await;
        page.type_into_added(1, "KEY", "${api_token}").await;
        page.type_into_added(1, "值", "pl4nted").await;
        page.press("复制此表单的链接").await;
        page.sees("链接不包含：${api_token}").await;
        let script = "return document.querySelector('textarea.by-hand').value";
        let link = page.run(script, &[]).await;
        let link = link.as_str().expect("a link").to_owned();
        assert!(!link.contains("pl4nted"), "{link}");
        assert!(
            link.contains(&encoded_uri("+0800[Asia/Shanghai]")),
            "{link}"
        );
        forget(t).await;
        let link = link.replacen('?', "?lang=zh&", 1);
        page.driver.goto(link).await.expect("it opens");
        page.settles().await;
        until("the same form", async || match page.typed().await {
            now if now == typed => Ok(()),
            now => Err(format!("{now}\n{typed}")),
        })
        .await;
    });
}

/// As in another browser, which has kept nothing.
async fn forget(t: &Stage) {
    t.may_fail("favicon.ico");
    let elsewhere = format!("{}/config.json", t.sandbox.url());
    t.page.driver.goto(elsewhere).await.expect("it leaves");
    t.page.run("localStorage.clear()", &[]).await;
}

#[test]
fn a_start_that_its_zone_shows_at_another_time_by_now_is_for_the_person_to_decide() {
    play(async |t: &Stage| {
        let page = &t.page;
        let mut parts = COMPLETE.to_vec();
        parts.remove(2);
        let time = "时间（24 小时制）";
        for (written, shown) in [("所说的时刻", "07:15:15"), ("填写的时间", "09:30:15")] {
            // As if Kathmandu had had the offset of Shanghai when the link was made.
            parts[1] = (
                "plan_start_time",
                "2027-07-01 09:30:15+0800[Asia/Kathmandu]",
            );
            forget(t).await;
            t.open(&release_link(&parts)).await;
            assert_eq!(page.value_of("时区").await, "Asia/Kathmandu");
            page.press("创建计划任务…").await;
            page.focus_is_on("problems").await;
            page.is_refused_at(time, "这个时区的时钟在所说的时刻不是这个时间")
                .await;
            page.press(written).await;
            assert_eq!(page.value_of(time).await, shown);
            page.sees_no("时区规则可能变了").await;
            page.sees(&format!("{shown}，Asia/Kathmandu (UTC+05:45)"))
                .await;
        }
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        let start = &t.body_json()["plan_start_time"];
        assert_eq!(start, "2027-07-01 09:30:15+0545");
    });
}

#[test]
fn a_start_is_read_by_the_clock_that_it_was_written_by() {
    play(async |t: &Stage| {
        let page = &t.page;
        let link = |parts: &str| format!("lang=zh&bk_biz_id=2&template_id=2#{parts}");
        for (parts, shown) in [
            // By no clock: an instant, shown on that of the zone.
            (
                "plan_start_time=2027-07-01T03:45:15Z[Asia/Kathmandu]",
                "09:30:15，Asia/Kathmandu",
            ),
            // By another clock than the form shall have, and with the sign as it is.
            (
                "plan_start_time=2027-07-01T09:30:15+05:45[Asia/Kathmandu]&zone=Asia/Shanghai",
                "11:45:15，Asia/Shanghai",
            ),
            (
                "zone=UTC&plan_start_time=2027-07-01T09:30:15+05:45[!Asia/Kathmandu][u-ca=iso8601]",
                "03:45:15，UTC",
            ),
            (
                "plan_start_time=2027-07-01+09:30:15+05:45",
                "11:45:15，Asia/Shanghai",
            ),
        ] {
            forget(t).await;
            t.open(&link(parts)).await;
            page.sees(shown).await;
            page.sees_no("链接里有些内容没有使用").await;
            page.sees_no("时区规则可能变了").await;
        }
        forget(t).await;
        t.open(&link(
            "task_name=a&task_name=b&plan_start_time=2027-07-01T09:30[Asia/Kathmandu]",
        ))
        .await;
        page.sees("task_name=b 重复，以第一个为准").await;
        page.sees("plan_start_time=2027-07-01T09:30[Asia/Kathmandu] 应为")
            .await;
        assert_eq!(page.value_of("任务名称").await, "a");
    });
}

#[test]
fn an_instant_in_a_zone_that_the_browser_does_not_know_waits_for_another_zone() {
    play(async |t: &Stage| {
        let page = &t.page;
        let parts = [("plan_start_time", "2027-07-01 09:30:15+0545[Mars/Olympus]")];
        t.open(&release_link(&parts)).await;
        assert_eq!(page.value_of("时间（24 小时制）").await, "09:30:15");
        page.press("创建计划任务…").await;
        page.is_refused_at("时区", "浏览器不认识这个时区").await;
        page.choose("时区", "Asia/Shanghai").await;
        page.sees("11:45:15，Asia/Shanghai (UTC+08:00)").await;
    });
}

#[test]
fn a_time_that_is_not_decided_travels_with_its_question() {
    play_after(WITHOUT_CLIPBOARD, async |t: &Stage| {
        let page = &t.page;
        let copied = async || {
            page.press("复制此表单的链接").await;
            let script = "return document.querySelector('textarea.by-hand').value";
            let link = page.run(script, &[]).await;
            link.as_str().expect("a link").replacen('?', "?lang=zh&", 1)
        };
        let undecided = "2027-07-01 09:30:15+0800[Asia/Kathmandu]";
        t.open(&release_link(&[("plan_start_time", undecided)]))
            .await;
        page.sees("时区规则可能变了").await;
        let link = copied().await;
        assert!(
            link.contains(&encoded_uri("+0800[Asia/Kathmandu]")),
            "{link}"
        );
        forget(t).await;
        page.driver.goto(link).await.expect("it opens");
        page.settles().await;
        page.sees("时区规则可能变了").await;
        // Another zone leaves the question open, the same one asks nothing new.
        page.choose("时区", "Asia/Kathmandu").await;
        page.sees("时区规则可能变了").await;
        page.choose("时区", "Asia/Tokyo").await;
        page.sees("时区规则可能变了").await;
        page.press("所说的时刻 2027-07-01 10:30:15 UTC+09:00").await;
        page.focus_is_on("plan-time").await;
        page.sees("10:30:15，Asia/Tokyo (UTC+09:00)").await;
        // What is no time at all is named.
        page.type_into("时间（24 小时制）", "9am").await;
        page.press("复制此表单的链接").await;
        page.sees("链接不包含：2027-07-01 9am").await;
    });
}

#[test]
fn a_link_that_comes_while_sending_waits_for_the_outcome() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        t.fault("create_clocked_task", Fault::Delay { ms: 2500 });
        t.review_and_send().await;
        t.requests_are("create_clocked_task", 1).await;
        let name = encoded("another");
        page.run(&format!("location.hash = 'task_name={name}'"), &[])
            .await;
        page.has_heading("任务目标").await;
        page.settles().await;
        assert_eq!(page.value_of("任务名称").await, "another");
        assert_eq!(t.tasks().len(), 1);
        assert_eq!(t.body_json()["task_name"], "夜间发布");
    });
}

#[test]
fn a_link_does_not_cost_a_draft() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        page.type_into("任务名称", "my own").await;
        let typed = page.typed().await;
        t.open(&release_link(&COMPLETE)).await;
        page.sees("这个流程还有一份草稿").await;
        assert_eq!(page.value_of("任务名称").await, "夜间 & 发布");
        page.press("恢复草稿").await;
        page.settles().await;
        assert_eq!(page.typed().await, typed);
        // The same after the page was left.
        t.open("lang=zh").await;
        t.open(&release_link(&COMPLETE)).await;
        page.sees("这个流程还有一份草稿").await;
        page.press("恢复草稿").await;
        page.settles().await;
        assert_eq!(page.typed().await, typed);
    });
}

/// The form takes it from the JSON editor, and so makes such links itself.
#[test]
fn a_text_for_a_number_in_a_link_is_taken_and_remarked_upon() {
    play(async |t: &Stage| {
        let page = &t.page;
        let link = "lang=zh&bk_biz_id=2&template_id=1#constants=%7B%22num%22%3A%22seven%22%7D";
        t.open(link).await;
        page.sees_no("链接里有些内容没有使用").await;
        assert_eq!(page.value_of("整数").await, "\"seven\"");
        page.sees("请填整数").await;
    });
}
