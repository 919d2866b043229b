//! Every rule of the backend that a person can break is told on its field
//! before anything is sent; what the backend then still refuses is told on the
//! same fields.

use e2e::date::next_years_sunday;
use e2e::{Fault, Stage, fill, play};
use serde_json::json;

const NAME: &str = "任务名称";
const DATE: &str = "日期";
const TIME: &str = "时间（24 小时制）";
const ZONE: &str = "时区";

/// Types a text that breaks a rule, presses the button, and finds the words at
/// the field and in the summary, whose entry leads to the field.
async fn is_refused(t: &Stage, field: &str, id: &str, text: &str, words: &str) {
    let page = &t.page;
    page.type_into(field, text).await;
    page.press("创建计划任务…").await;
    page.is_refused_at(field, words).await;
    page.focus_is_on("problems").await;
    let problems = page.problems().await;
    let entry = problems.iter().find(|entry| entry.contains(words));
    let entry = entry.unwrap_or_else(|| panic!("{words:?} in the summary: {problems:?}"));
    page.press(entry).await;
    page.focus_is_on(id).await;
    assert!(t.creations().is_empty(), "{text:?} is not sent");
}

#[test]
fn an_empty_form_tells_every_problem_in_page_order() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.open("lang=zh").await;
        assert_eq!(
            page.problems().await,
            Vec::<String>::new(),
            "nothing is red before"
        );
        page.press("创建计划任务…").await;
        page.focus_is_on("problems").await;
        page.has_heading("有 5 处需要修改").await;
        let problems = page.problems().await;
        let fields: Vec<&str> = problems
            .iter()
            .map(|entry| entry.split('：').next().unwrap())
            .collect();
        assert_eq!(fields, ["项目", "流程模板", NAME, DATE, TIME]);
        assert!(t.creations().is_empty());
    });
}

#[test]
fn a_name_that_the_backend_refuses_is_refused_here() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        let long = "名".repeat(129);
        for (text, words) in [
            ("", "请填写任务名称"),
            ("   ", "请填写任务名称"),
            ("\u{3000}\u{a0}", "请填写任务名称"),
            (long.as_str(), "最多 128 个字符，现在是 129 个"),
            ("a\0b", "空字符"),
        ] {
            is_refused(t, NAME, "task-name", text, words).await;
        }
        // Exactly as long as it may be, counted in characters and without the space around it.
        let name = "😀".repeat(128);
        page.type_into(NAME, &format!("  {name} ")).await;
        page.sees("128 / 128").await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(t.body_json()["task_name"], name.as_str());
        page.sees("记录与发送的内容一致").await;
    });
}

#[test]
fn a_date_that_is_none_is_refused_with_its_reason() {
    play(async |t: &Stage| {
        t.fill_plain().await;
        for (text, words) in [
            ("", "请填写启动日期"),
            ("tomorrow", "看不懂这个日期"),
            ("2031-02-30", "日历上没有这一天"),
            ("2031-13-01", "日历上没有这一天"),
            ("01/02/2031", "月和日的顺序不明确"),
            ("7月1日", "请写上年份"),
            ("10000-01-01", "年份要在 1 到 9999 之间"),
        ] {
            is_refused(t, DATE, "plan-date", text, words).await;
        }
    });
}

#[test]
fn a_time_that_is_none_is_refused_with_its_reason() {
    play(async |t: &Stage| {
        t.fill_plain().await;
        for (text, words) in [
            ("", "请填写启动时间"),
            ("soon", "看不懂这个时间"),
            ("24:00", "没有这个时刻"),
            ("12:60", "没有这个时刻"),
            ("12:30:60", "没有这个时刻"),
            ("3 pm", "24 小时制"),
            ("9:3", "看不懂这个时间"),
        ] {
            is_refused(t, TIME, "plan-time", text, words).await;
        }
    });
}

#[test]
fn a_moment_in_the_past_is_refused() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        page.type_into(DATE, "2020-01-01").await;
        is_refused(t, TIME, "plan-time", "10:00", "必须晚于现在").await;
    });
}

#[test]
fn a_time_that_the_clocks_skip_is_refused_and_both_neighbours_are_offered() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        page.choose(ZONE, "America/New_York").await;
        let day = next_years_sunday(t.sandbox.now(), 3, 2);
        page.type_into(DATE, &day).await;
        is_refused(t, TIME, "plan-time", "02:30", "时钟在此处向前跳").await;
        page.press(&format!("往前取 {day} 01:30:00 UTC-05:00"))
            .await;
        t.review().await;
        assert!(
            page.request_json()
                .await
                .contains(&format!("{day} 01:30:00-0500"))
        );
        page.press("返回修改").await;
        page.type_into(TIME, "02:30").await;
        page.press(&format!("往后取 {day} 03:30:00 UTC-04:00"))
            .await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(
            t.body_json()["plan_start_time"],
            format!("{day} 03:30:00-0400").as_str()
        );
    });
}

#[test]
fn a_time_that_comes_twice_is_refused_until_one_of_the_two_is_chosen() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        page.choose(ZONE, "America/New_York").await;
        let day = next_years_sunday(t.sandbox.now(), 11, 1);
        page.type_into(DATE, &day).await;
        is_refused(t, TIME, "plan-time", "01:30", "出现两次这个时刻").await;
        page.tick(&format!("先到的那次 {day} 01:30:00 UTC-04:00"))
            .await;
        t.review().await;
        assert!(
            page.request_json()
                .await
                .contains(&format!("{day} 01:30:00-0400"))
        );
        page.press("返回修改").await;
        page.tick(&format!("后到的那次 {day} 01:30:00 UTC-05:00"))
            .await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(
            t.body_json()["plan_start_time"],
            format!("{day} 01:30:00-0500").as_str()
        );
    });
}

#[test]
fn what_nobody_sees_in_a_text_and_references_to_nothing_are_remarked_upon() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        page.type_into("任务名称", "夜间\u{202e}发布").await;
        page.sees("含有看不见的字符：U+202E").await;
        page.type_into(
            "操作人",
            "ann\u{200b}${versoin} ${version} ${_system.task_id}",
        )
        .await;
        page.sees("含有看不见的字符：U+200B").await;
        t.review().await;
        page.sees("含有看不见的字符：U+202E").await;
        page.sees("含有看不见的字符：U+200B").await;
        page.sees("本次执行没有变量 ${versoin}").await;
        let told = page.lines("dialog tbody .notice").await;
        assert_eq!(told.len(), 2, "of what was typed alone: {told:?}");
        page.has_no_barriers("remarks on values").await;
        t.send().await;
        page.has_heading("计划任务 #1").await;
        let constants = &t.tasks()[0]["task_parameters"]["constants"];
        let sent = "ann\u{200b}${versoin} ${version} ${_system.task_id}";
        assert_eq!(
            constants["${operator}"], sent,
            "nothing is mended by itself"
        );
    });
}

#[test]
fn references_that_the_backend_refuses_are_refused_with_their_path() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        for (field, id, text) in [
            ("包名(引用版本)", "c-_24_7bpkg_7d", "x${pkg}y"),
            ("版本", "c-_24_7bversion_7d", "${version}"),
        ] {
            is_refused(t, field, id, text, "自己的 KEY").await;
        }
        page.type_into("包名(引用版本)", "app.tgz").await;
        page.type_into("版本", "1.0.0").await;
        page.type_into("服务A", "${svc_b}").await;
        page.type_into("服务B", "${svc_a}").await;
        page.press("创建计划任务…").await;
        page.is_refused_at("服务A", "循环引用：${svc_a} → ${svc_b} → ${svc_a}")
            .await;
        assert!(t.creations().is_empty());
        page.type_into("服务B", "${version}").await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        let constants = t.body_json()["task_parameters"]["constants"].clone();
        assert_eq!(constants["${svc_a}"], "${svc_b}");
    });
}

#[test]
fn values_that_the_template_does_not_take_are_refused() {
    play(async |t: &Stage| {
        t.fill_release().await;
        for (field, id, text, words) in [
            (
                "版本",
                "c-_24_7bversion_7d",
                "not a version",
                "不符合该变量的格式",
            ),
            ("版本", "c-_24_7bversion_7d", "", "该参数必填"),
            ("等待秒数", "c-_24_7bwait_5fs_7d", "1.5", "请填整数"),
            ("等待秒数", "c-_24_7bwait_5fs_7d", "NaN", "请填整数"),
            ("操作人", "c-_24_7boperator_7d", "", "该参数必填"),
        ] {
            is_refused(t, field, id, text, words).await;
        }
    });
}

#[test]
fn an_added_variable_needs_a_key_of_its_own_and_a_value_that_is_one() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        page.press("添加变量").await;
        page.focus_is_on("added-key-0").await;
        is_refused(t, "KEY", "added-key-0", "", "请填写变量 KEY").await;
        is_refused(t, "KEY", "added-key-0", "${version}", "已经在表单上").await;
        page.type_into("KEY", "${own}").await;
        page.tick("值是 JSON").await;
        for text in ["NaN", "[1,]", "'a'"] {
            is_refused(t, "值", "added-value-0", text, "不是有效的 JSON").await;
        }
        is_refused(t, "值", "added-value-0", "{", "JSON 还没有写完").await;
        is_refused(
            t,
            "值",
            "added-value-0",
            "{\"value\": [\"${own}\"]}",
            "自己的 KEY",
        )
        .await;
        is_refused(t, "值", "added-value-0", "[1e400]", "数值过大").await;
        page.type_into("值", "{\"other\": \"${own}\"}").await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
    });
}

#[test]
fn a_problem_goes_when_it_is_mended_and_its_summary_with_it() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        is_refused(t, NAME, "task-name", "", "请填写任务名称").await;
        page.type_into(NAME, "good").await;
        page.sees_no("请填写任务名称").await;
        assert_eq!(page.problems().await, Vec::<String>::new());
        assert_eq!(page.error_at(NAME).await, "");
    });
}

/// A refusal as bk-sops writes it: the text of a Python value.
fn of_fields(errors: &str) -> Fault {
    let message = format!("params is invalid, error: {errors}");
    Fault::answer(
        200,
        json!({"result": false, "message": message, "code": 3546100, "trace_id": "00c0ffee"}),
        false,
    )
}

#[test]
fn what_the_backend_refuses_is_placed_on_the_same_fields() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        let typed = page.typed().await;
        t.fault(
            "create_clocked_task",
            of_fields(
                "{'task_name': [ErrorDetail(string='请确保这个字段不能超过 128 个字符。', code='max_length')], \
                 'plan_start_time': [ErrorDetail(string='Plan start time should be later than the time \
                 to create the plan', code='invalid')]}",
            ),
        );
        t.review_and_send().await;
        page.focus_is_on("problems").await;
        page.is_refused_at(NAME, "请确保这个字段不能超过 128 个字符。")
            .await;
        page.is_refused_at(TIME, "Plan start time should be later")
            .await;
        page.sees("3546100").await;
        page.sees("00c0ffee").await;
        assert_eq!(page.problems().await.len(), 2);
        assert_eq!(page.typed().await, typed, "nothing typed is lost");
        assert_eq!(t.tasks().len(), 0);
        page.type_into(NAME, "another").await;
        assert_eq!(page.error_at(NAME).await, "", "an edit answers the refusal");
        page.type_into(TIME, "03:00").await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(t.tasks().len(), 1);
    });
}

#[test]
fn what_the_backend_refuses_of_the_parameters_stands_in_the_summary() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        t.fault(
            "create_clocked_task",
            of_fields(
                "{'task_parameters': [ErrorDetail(string=\"检测到常量${x}, ${a}存在循环引用, it's so\", \
                 code='invalid')]}",
            ),
        );
        t.review_and_send().await;
        page.focus_is_on("problems").await;
        let problems = page.problems().await.join("\n");
        assert!(
            problems.contains("检测到常量${x}, ${a}存在循环引用, it's so"),
            "{problems}"
        );
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
    });
}

#[test]
fn a_message_that_is_an_object_names_its_fields() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        t.fault(
            "create_clocked_task",
            Fault::answer(
                200,
                json!({"result": false, "code": 3540000, "message": {"scope": ["Must be x."]}}),
                false,
            ),
        );
        t.review_and_send().await;
        page.is_refused_at("项目", "Must be x.").await;
    });
}

#[test]
fn the_backend_refuses_in_the_language_of_the_page() {
    play(async |t: &Stage| {
        t.open(&format!("lang=en&bk_biz_id=2&template_id={}", fill::PLAIN))
            .await;
        let languages: Vec<String> = t
            .requests("get_template_info")
            .iter()
            .map(|request| request.headers["accept-language"].clone())
            .collect();
        assert!(
            languages.iter().all(|language| language.starts_with("en")),
            "{languages:?}"
        );
        t.open_template(fill::PLAIN).await;
        let last = t.requests("get_template_info").pop().unwrap();
        assert!(last.headers["accept-language"].starts_with("zh"));
    });
}
