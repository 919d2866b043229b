//! Short texts, one function each. The macro takes both languages at once, so
//! that a text in one alone does not compile.

use super::Lang;

macro_rules! words {
    ($($name:ident: $zh:literal, $en:literal;)*) => {
        impl Lang {
            $(pub const fn $name(self) -> &'static str {
                match self {
                    Lang::Zh => $zh,
                    Lang::En => $en,
                }
            })*
        }
    };
}

words! {
    title: "计划任务", "Plan a run";
    more_tools: "更多", "More";
    keep_mine: "保留我填写的", "Keep mine";
    undo_tick: "撤销上一次勾选", "Undo the last tick";
    edit_in_control: "用表单编辑", "Edit in the form";
    uses: "使用了", "Uses";
    used_by_variables: "被参数使用", "Used by variables";
    used_by_steps: "被步骤使用", "Used by steps";
    uses_nothing: "没有使用其他参数，也没有参数或步骤直接使用它", "It uses no other variable, and no variable or step uses it directly";
    show_uses: "引用关系", "Uses";
    find_variable: "搜索名称、KEY 或值", "Search by name, key or value";
    filter_variables: "筛选参数", "Filter";
    filter_all: "全部参数", "All";
    filter_to_problems: "只看有问题的参数", "Show only variables with a problem";
    filter_invalid: "有问题", "With a problem";
    filter_unused: "所选方案用不到", "Not used by these schemes";
    unused_hint: "流程有这些参数，但要执行的节点都用不到它们，不会发送", "The template has these variables, but no node that runs uses them: they are not sent";
    none_unused: "没有用不到的参数", "There is none that is not used";
    own_name: "中文", "English";
    skip_to_form: "跳到表单", "Skip to the form";
    theme: "外观", "Appearance";
    theme_system: "跟随系统", "System";
    theme_light: "浅色", "Light";
    theme_dark: "深色", "Dark";
    theme_contrast: "高对比度", "High contrast";
    colon: "：", ": ";
    loading: "正在读取…", "Reading…";
    try_again: "重试", "Try again";
    details: "详细信息", "Details";
    copied: "已复制", "Copied";
    copy_by_hand: "浏览器不允许复制，请按 Ctrl+C", "The browser refused: press Ctrl+C";
    copy_for_ticket: "复制给支持人员", "Copy for a support ticket";
    log_in: "去登录", "Log in";
    apply_for_permission: "申请权限", "Apply for the permission";
    opens_new_tab: "（新标签页打开）", " (opens in a new tab)";
}

words! {
    framed_title: "请在新标签页中使用", "Please use this page in its own tab";
    framed_hint: "外层页面不在允许嵌入的名单里，为防误点，这里不显示表单", "The page around it is not listed as one that may embed it: a click could plan something unseen";
    open_in_tab: "在新标签页打开", "Open in a new tab";
}

words! {
    target_title: "任务目标", "What to run";
    project: "项目", "Project";
    project_placeholder: "按名称或 ID 查找", "Find by name or id";
    project_none_found: "没有匹配的项目，可直接输入业务 ID", "No project fits; a business id can be typed";
    scope: "ID 的含义", "What the id is";
    scope_business: "按 CMDB 业务 ID", "CMDB business id";
    scope_project: "按项目 ID", "Project id";
    template: "流程模板", "Template";
    template_placeholder: "按名称或 ID 查找", "Find by name or id";
    template_none_found: "没有匹配的流程，可直接输入流程 ID", "No template fits; a template id can be typed";
    choose_project_first: "请先选择项目", "Choose a project first";
    choose_template_first: "请先选择流程模板", "Choose a template first";
    may_not_plan: "没有新建计划任务的权限", "You may not plan this one";
    template_switched: "已换了流程。名称、时间以及两个流程都有的参数都保留着", "The template was changed. Name, time and every variable that both have were kept";
    name: "任务名称", "Name";
    name_suffix: "_计划执行", "_planned";
}

words! {
    start_title: "启动时间", "Planned start";
    quick_picks: "快捷选择", "Quick picks";
    in_ten_minutes: "10 分钟后", "In 10 min";
    in_an_hour: "1 小时后", "In 1 h";
    tonight: "今晚 22:00", "Tonight 22:00";
    tomorrow_night: "明天 02:00", "Tomorrow 02:00";
    date: "日期", "Date";
    open_calendar: "打开日历", "Open the calendar";
    time: "时间（24 小时制）", "Time (24-hour)";
    zone: "时区", "Time zone";
    zone_placeholder: "城市、时区名或 +8", "City, zone name or +8";
    zone_none_found: "没有匹配的时区", "No zone fits";
    zone_business: "业务时区", "business zone";
    zone_browser: "你的浏览器", "your browser";
    gap_title: "这个时刻不存在", "This time does not exist";
    gap_before: "往前取", "The one before:";
    gap_after: "往后取", "The one after:";
    other_instant: "时间与时刻不一致", "Time and instant differ";
    instant_as_meant: "所说的时刻", "The instant that was meant:";
    time_as_written: "填写的时间", "The time as written:";
    overlap_title: "这个时刻出现两次", "This time comes twice";
    overlap_earlier: "先到的那次", "The first one:";
    overlap_later: "后到的那次", "The second one:";
    nothing_understood: "填好日期和时间后，这里会说明实际启动的时刻", "Once date and time are there, the moment that was understood is told here";
}

words! {
    schemes: "执行方案", "Execution schemes";
    schemes_title: "执行方案", "Execution schemes";
    no_schemes: "该流程没有执行方案，将执行全部节点", "This template has no schemes: every node runs";
    default_scheme: "默认", "default";
    select_all: "全选", "Select all";
    clear: "清空", "Clear";
    show_nodes: "查看节点", "Show the nodes";
    nodes: "节点", "Nodes";
    nodes_run: "会执行", "Run";
    nodes_always: "总会执行", "Always run";
    nodes_skipped: "会跳过", "Skipped";
    schemes_are_followed: "启动时按当时的方案内容执行", "The schemes are read again when the run starts";
    nodes_are_frozen: "方案以当前节点的形式发送，之后对方案的修改不会生效", "The schemes travel as their present nodes: later edits to them will not be followed";
}

words! {
    parameters: "参数", "Variables";
    variable: "变量", "Variable";
    refreshing: "正在读取所选方案用到的变量…", "Reading which variables these schemes use…";
    no_variables: "没有需要填写的参数", "No variables to fill in";
    variables_failed: "没有读到参数，请在上面重试", "The variables could not be read: try again above";
    required: "必填", "required";
    changed: "已修改", "changed";
    unchanged: "与流程一致", "as in the template";
    reset: "恢复默认", "Reset";
    edit_as_json: "以 JSON 编辑", "Edit as JSON";
    leave_out: "不发送", "Do not send";
    left_out: "不发送", "not sent";
    left_out_hint: "不发送：启动时使用流程里的值", "Not sent: the run will use the template's value";
    send_it: "改为发送", "Send it after all";
    choose: "请选择", "Choose";
    show_secret: "显示", "Show";
    secret_hint: "后台会以明文保存并返回这个值", "The backend stores and returns this value in clear";
    masked: "••••••（已隐藏）", "•••••• (hidden)";
    set_aside: "当前流程和方案用不到，已保留、不会发送", "Not used by this template and these schemes: kept, not sent";
    add_variable: "添加变量", "Add a variable";
    added_variable: "添加的变量", "Added variable";
    key: "KEY", "Key";
    value: "值", "Value";
    value_is_json: "值是 JSON", "The value is JSON";
    remove: "移除", "Remove";
    what_is_sent: "发送哪些参数", "Which variables are sent";
    send_all: "全部", "All of them";
    send_all_hint: "现在的值就此固定", "their present values are frozen";
    send_changed: "只发送修改过的", "Only changed ones";
    send_changed_hint: "其余的在启动时取流程里的值", "the rest follow the template when the run starts";
    empty_text: "（空文本）", "(empty text)";
    row: "行", "Row";
    row_actions: "操作", "Actions";
    add_row: "添加一行", "Add a row";
    no_rows: "没有行", "No rows";
    hidden_by_condition: "被条件隐藏，仍会发送", "hidden by a condition, sent all the same";
    users_hint: "多个用户名用英文逗号分隔", "Several names are separated by commas";
    users_separator: "用户名之间只能用英文逗号", "Only commas separate names";
    list_hint: "每行一个", "One a line";
    staff_unread: "没有读到项目的人员分组，只列出固定的分组", "The project's own groups could not be read: only the fixed ones are listed";
}

words! {
    what_will_happen: "将会发生什么", "What will happen";
    no_time_yet: "还没有启动时间", "No planned start yet";
    not_chosen: "未选择", "not chosen";
    ready: "可以提交", "Ready to plan";
    not_ready: "还没有填完", "Not complete yet";
    plan: "创建计划任务…", "Plan this run…";
    plan_hint: "下一步先给你核对，确认后才发送（Ctrl+Enter）", "You review it first; nothing is sent before you confirm (Ctrl+Enter)";
}

words! {
    review_title: "请核对", "Please check";
    confirm: "确认创建", "Confirm and plan";
    close_plans: "同一流程在前后 10 分钟内还有别的计划：", "This template is planned within ten minutes of it already:";
    close_plans_unread: "没能读取已有的计划，无法判断同一流程在前后 10 分钟内是否还有别的计划", "The planned runs could not be read: this template may be planned within ten minutes of it already";
    confirm_again: "仍要再创建一个", "Plan one more";
    confirm_after_check: "核对后创建…", "Checking, then planning…";
    back_to_form: "返回修改", "Back to the form";
    too_late: "启动时间已经过去，请返回修改", "The planned time has passed: go back and change it";
    checking_template: "正在核对流程是否有变化…", "Checking whether the template has changed…";
    template_same: "流程没有变化", "The template has not changed";
    template_unchecked: "没能再次读取流程，无法判断它是否有变化", "The template could not be read again: it may have changed";
    template_changed: "流程有变化", "The template has changed";
    drift_added: "新增变量：", "New variables:";
    drift_removed: "减少变量：", "Removed variables:";
    drift_changed: "变动变量：", "Changed variables:";
    drift_nodes: "节点有变化", "Its nodes have changed";
    drift_schemes: "选中的执行方案有变化：", "Ticked schemes have changed: ";
    read_template_again: "重新读取流程", "Read the template again";
    against_template: "与流程比较", "Against the template";
    exact_request: "实际发送的请求", "The exact request";
    show_secrets: "显示密文变量", "Show secrets";
    copy_json: "复制 JSON", "Copy JSON";
    copy_curl: "复制 cURL", "Copy cURL";
    sending: "正在创建…", "Planning…";
    sending_hint: "请求只发送一次。请不要关闭页面", "The request is sent once. Please keep the page open";
    stop_waiting: "停止等待", "Stop waiting";
    sent_elsewhere: "另一个标签页正在发送同样的计划，这里没有发送。请等它有了结果再决定", "Another tab is sending the same plan right now, so this one was not sent. Wait for its outcome before you decide";
    again_now: "现在可以再试了", "You can try again now";
    largest_variables: "最大的变量：", "The largest variables:";
    logged_in_again: "已重新登录。刚才没有创建任何任务，请再次确认", "You are logged in again. Nothing was created meanwhile: please confirm once more";
    nothing_created: "没有创建任何任务，已填写的内容都还在。", "No task was created; everything you typed is still here.";
    review_again: "重新核对", "Review again";
    outcome_unknown: "结果未知", "Outcome unknown";
    looking_up: "正在查找任务是否已经创建…", "Looking whether the task was created…";
    looking_hint: "网关可能仍在处理请求，会每隔一会儿查一次", "The gateway may still be at work, so this looks again every few seconds";
    stop_looking: "停止查找", "Stop looking";
    found_it: "任务已经创建：", "The task was created:";
    open_record: "查看", "Open";
    not_found: "没有找到这个任务", "The task was not found";
    not_found_hint: "网关已不再等待这个请求。需要时可以重新核对后再发送", "The gateway no longer waits for this request. You can review it again and send it once more";
    not_found_so_far: "到目前为止没有找到这个任务", "The task was not found so far";
    cannot_tell: "无法判断任务是否已经创建", "It cannot be told whether the task was created";
    cannot_tell_hint: "再次发送前请先查一次，否则可能创建两个任务", "Look again before you send once more, or there may be two tasks";
    check_again: "再次检查", "Check again";
    look_again: "再查一次", "Look again";
}

words! {
    twins_hint: "浏览器在连接中断后自己重复了请求。请在标准运维中删除多余的计划任务", "The browser repeated the request by itself after the connection broke. Delete the superfluous task in bk-sops";
    open_template: "在标准运维中查看", "Open in bk-sops";
    open_run: "查看执行任务", "Open the run";
    starts: "到时自动启动", "starts by itself";
    record_matches: "记录与发送的内容一致", "The record is what was sent";
    comparison: "比较", "Comparison";
    field: "字段", "Field";
    sent: "发送", "Sent";
    stored: "记录", "Stored";
    same: "一致", "same";
    differs: "不同", "differs";
    no_run_yet: "尚未启动", "not started yet";
    import: "粘贴导入…", "Paste values…";
    import_title: "导入变量的值", "Take over values of variables";
    import_text: "要导入的内容", "Values";
    import_hint: "JSON（变量的值，或整个请求）、.env、“键: 值”，或从表格复制的两列。点击“导入”前表单不会变化", "JSON (values, or a whole request), .env, \"key: value\" lines, or two columns of a spreadsheet. Nothing on the form changes before you take them over";
    import_file: "或打开文件", "Or open a file";
    import_file_refused: "无法读取这个文件，或文件超过 10 MB", "This file cannot be read, or is larger than 10 MB";
    import_unknown_too: "把表单里没有的也作为变量添加", "Add those that are not on the form as variables too";
    import_effect: "结果", "Effect";
    apply: "导入", "Take over";
    cancel: "取消", "Cancel";
    export: "复制全部的值", "Copy all values";
    export_format: "格式", "Format";
    copy: "复制", "Copy";
    copy_link: "复制此表单的链接", "Copy a link to this form";
    link_faults: "链接里有些内容没有使用", "Some of the link could not be used";
    portal_faults: "门户给的内容里有些没有使用", "Some of what the portal gave could not be used";
    link_repeated: "重复，以第一个为准", "stands there twice: the first one counts";
    link_unknown: "不认识", "is unknown";
    not_in_template: "不是流程要填写的变量：", "is no variable of the template:";
    add_unknown: "作为变量添加", "Add as variables";
    close: "关闭", "Close";
    bring_back: "恢复草稿", "Bring the draft back";
    discard_draft: "丢弃这份草稿", "Discard it";
    draft_is_shared: "另一个标签页也在填写这个流程：两边的草稿分开保存", "Another tab is filling in this template too: each keeps a draft of its own";
    start_over: "清空重填", "Start over";
    undo: "撤销", "Undo";
    draft_discarded: "已清空填写的内容", "What you typed was cleared";
    drafts_refused: "浏览器不保存草稿，刷新页面会丢失已填写的内容", "The browser keeps no drafts: reloading the page loses what you typed";
    plan_another: "再计划一个", "Plan another like this";
    copy_id: "复制 ID", "Copy id";
}

/// Texts with parts in them.
impl Lang {
    pub fn counter(self, length: usize, most: usize) -> String {
        format!("{length} / {most}")
    }

    pub fn result_count(self, number: usize) -> String {
        self.count(number, "个结果", "result", "results")
    }

    pub fn node_count(self, number: usize) -> String {
        self.count(number, "个节点", "node", "nodes")
    }

    pub fn problem_count(self, number: usize) -> String {
        self.pick(
            format!("有 {number} 处需要修改"),
            if number == 1 {
                "There is 1 problem".to_owned()
            } else {
                format!("There are {number} problems")
            },
        )
    }

    pub fn business_number(self, id: i64) -> String {
        self.business_number_text(&id.to_string())
    }

    pub fn project_number(self, id: i64) -> String {
        self.project_number_text(&id.to_string())
    }

    pub fn business_number_text(self, id: &str) -> String {
        self.pick(format!("业务 {id}"), format!("business {id}"))
    }

    pub fn project_number_text(self, id: &str) -> String {
        self.pick(format!("项目 {id}"), format!("project {id}"))
    }

    pub fn use_business_id(self, id: &str) -> String {
        self.pick(format!("使用业务 ID {id}"), format!("Use business id {id}"))
    }

    pub fn use_project_id(self, id: &str) -> String {
        self.pick(format!("使用项目 ID {id}"), format!("Use project id {id}"))
    }

    pub fn use_template_id(self, id: &str) -> String {
        self.pick(format!("使用流程 ID {id}"), format!("Use template id {id}"))
    }

    pub fn template_edited(self, editor: &str, time: &str) -> String {
        self.pick(
            format!("{editor} 于 {time} 最后更新"),
            format!("Last edited by {editor} at {time}"),
        )
    }

    pub fn back_to_template(self, name: &str) -> String {
        self.pick(format!("换回 {name}"), format!("Back to {name}"))
    }

    pub fn zone_differs(self, browser: &str) -> String {
        self.pick(
            format!("与你浏览器的时区（{browser}）不同"),
            format!("Not the zone of your browser ({browser})"),
        )
    }

    pub fn clock_differs(self, by: &str, server_ahead: bool) -> String {
        self.pick(
            format!(
                "服务器时钟比你的电脑{} {by}，以服务器为准",
                if server_ahead { "快" } else { "慢" }
            ),
            format!(
                "The server's clock is {by} {} your computer's; the server's counts",
                if server_ahead { "ahead of" } else { "behind" }
            ),
        )
    }

    pub fn everything_runs(self, nodes: usize) -> String {
        self.pick(
            format!("全部 {nodes} 个节点都会执行"),
            if nodes == 1 {
                "The one node runs".to_owned()
            } else {
                format!("All {nodes} nodes run")
            },
        )
    }

    pub fn some_run(self, run: usize, skipped: usize) -> String {
        self.pick(
            format!("执行 {run} 个节点，跳过 {skipped} 个"),
            format!(
                "{}, {skipped} skipped",
                self.count(run, "", "node runs", "nodes run")
            ),
        )
    }

    /// A cell, as a screen reader tells it.
    pub fn cell(self, column: &str, row: usize) -> String {
        self.pick(
            format!("{column}，第 {row} 行"),
            format!("{column}, row {row}"),
        )
    }

    pub fn move_up(self, row: usize) -> String {
        self.pick(format!("上移第 {row} 行"), format!("Move row {row} up"))
    }

    pub fn move_down(self, row: usize) -> String {
        self.pick(format!("下移第 {row} 行"), format!("Move row {row} down"))
    }

    pub fn remove_row(self, row: usize) -> String {
        self.pick(format!("删除第 {row} 行"), format!("Remove row {row}"))
    }

    pub fn row_count(self, rows: usize) -> String {
        self.count(rows, "行", "row", "rows")
    }

    pub fn pasted(self, cells: usize, refused: usize) -> String {
        let pasted = self.pick(
            format!("已粘贴 {cells} 个单元格"),
            self.count(cells, "", "cell pasted", "cells pasted"),
        );
        let rest = self.pick(
            format!("，{refused} 个放不下或不在可选项里"),
            format!("; {refused} had no column or were not an option"),
        );
        match refused {
            0 => pasted,
            _ => pasted + &rest,
        }
    }

    /// Why a choice is typed: its options are not to be had here.
    pub fn remote_options(self, source: &str) -> String {
        match source {
            "" => self.pick(
                "选项由插件在线获取，这里读不到，请直接输入值".to_owned(),
                "The plugin fetches the options itself, which this page cannot: type the value"
                    .to_owned(),
            ),
            _ => self.pick(
                format!("选项来自 {source}，这里读不到，请直接输入值"),
                format!(
                    "The options come from {source}, which this page cannot read: type the value"
                ),
            ),
        }
    }

    pub fn json_of(self, type_name: &str) -> String {
        self.pick(
            format!("JSON（{type_name}）"),
            format!("JSON ({type_name})"),
        )
    }

    pub fn not_an_option(self, value: &str) -> String {
        self.pick(
            format!("{value}（不在选项中）"),
            format!("{value} (not an option)"),
        )
    }

    pub fn variables_sent(self, sent: usize, changed: usize) -> String {
        self.pick(
            format!("发送 {sent} 个，其中修改 {changed} 个"),
            format!("{sent} sent, {changed} of them changed"),
        )
    }

    pub fn variables_left_out(self, number: usize) -> String {
        self.pick(
            format!("{number} 个不发送，启动时取流程里的值"),
            format!(
                "{} not sent: the template's value at the start",
                self.count(number, "", "variable is", "variables are")
            ),
        )
    }

    pub fn template_changed_by(self, editor: &str, time: &str) -> String {
        self.pick(
            format!("打开表单之后流程有变化：{editor} 于 {time} 更新"),
            format!("The template has changed since the form read it: {editor} at {time}"),
        )
    }

    pub fn outcome_unknown_because(self, why: &str) -> String {
        self.pick(
            format!("{why}。任务可能已经创建，也可能没有；不会自动重发。"),
            format!("{why}. The task may or may not exist; nothing is sent again by itself."),
        )
    }

    pub fn looked_for(self, name: &str, start: &str, template: &str) -> String {
        self.pick(
            format!("查找条件：名称 {name}，启动时间 {start}，流程 {template}，点击之后创建"),
            format!("Looking for: name {name}, start {start}, template {template}, created since the click"),
        )
    }

    pub fn found_task(self, id: i64, creator: &str, created: &str) -> String {
        self.pick(
            format!("#{id}，{creator} 创建于 {created}"),
            format!("#{id}, created by {creator} at {created}"),
        )
    }

    pub fn created(self, id: i64) -> String {
        self.pick(
            format!("计划任务 #{id} 已创建"),
            format!("Planned as #{id}"),
        )
    }

    pub fn variables_found(self, found: usize, all: usize) -> String {
        self.pick(
            format!("显示 {found} 个，共 {all} 个参数"),
            format!("{found} of {all} variables"),
        )
    }

    pub fn variables_unused(self, number: usize) -> String {
        self.pick(
            format!("{number} 个用不到的参数"),
            self.count(
                number,
                "",
                "variable that is not used",
                "variables that are not used",
            ),
        )
    }

    pub fn more_problems(self, rest: usize) -> String {
        self.pick(format!("还有 {rest} 处问题。"), format!("{rest} more. "))
    }

    pub fn more_variables(self, rest: usize) -> String {
        self.pick(
            format!("再显示一些（还有 {rest} 个）"),
            format!("Show more ({rest} left)"),
        )
    }

    pub fn and_more(self, rest: usize) -> String {
        self.pick(format!("等（另有 {rest} 个）"), format!("and {rest} more"))
    }

    pub fn default_changed(self, old: &str, new: &str) -> String {
        self.pick(
            format!("填写后，流程的默认值由“{old}”变为“{new}”；仍使用你填写的值"),
            format!("The template's default has changed since you typed: {old} is now {new}. Yours is kept"),
        )
    }

    pub fn keep_ticks(self) -> &'static str {
        self.pick("按当前勾选执行", "Keep these ticks")
    }

    pub fn schemes_gone(self, names: &str) -> String {
        self.pick(
            format!("找不到这些执行方案：{names}。请重新勾选，或确认按当前勾选执行"),
            format!(
                "These schemes cannot be found: {names}. Tick what shall run, or keep the ticks as they are"
            ),
        )
    }

    /// From a time on, which says which clock it is on.
    pub fn again_from(self, time: &str) -> String {
        self.pick(format!("{time} 起可再试"), format!("Again from {time}"))
    }

    /// How large a request is.
    pub fn request_takes(self, size: &str) -> String {
        self.pick(
            format!("这次请求共 {size}"),
            format!("The request takes {size}"),
        )
    }

    pub fn draft_restored(self, kept: &str) -> String {
        self.pick(
            format!("已恢复尚未发送的内容（保存于 {kept}）"),
            format!("What you had typed is back (kept {kept})"),
        )
    }

    /// A draft that does not stand on the form, of this template or another.
    pub fn draft_waits(self, other: Option<&str>, kept: &str) -> String {
        let whose = match other {
            None => self.pick("这个流程", "this template").to_owned(),
            Some(other) => self.pick(format!("流程 {other} "), format!("the template {other}")),
        };
        self.pick(
            format!("{whose}还有未发送的草稿（保存于 {kept}）"),
            format!("There is an unsent draft for {whose} (kept {kept})"),
        )
    }

    pub fn imported(self, count: usize) -> String {
        self.pick(
            format!("已导入 {count} 个变量的值"),
            format!("Values taken over: {count}"),
        )
    }

    pub fn export_without(self, keys: &str) -> String {
        self.pick(
            format!("密文变量不会复制：{keys}"),
            format!("Secrets are not copied: {keys}"),
        )
    }

    pub fn import_summary(
        self,
        format: &str,
        changes: usize,
        unchanged: usize,
        wrong: usize,
        unknown: usize,
    ) -> String {
        self.pick(
            format!("{format}：修改 {changes} 个，不变 {unchanged} 个，不能使用 {wrong} 个，表单里没有 {unknown} 个"),
            format!("{format}: {changes} to change, {unchanged} unchanged, {wrong} unusable, {unknown} not on the form"),
        )
    }

    pub fn link_expected(self, form: &str) -> String {
        self.pick(format!("应为 {form}"), format!("should be {form}"))
    }

    pub fn link_without(self, missing: &str) -> String {
        self.pick(
            format!("链接不包含：{missing}"),
            format!("The link leaves out: {missing}"),
        )
    }

    pub fn sent_before(self, at: &str, id: i64) -> String {
        self.pick(
            format!("这个浏览器在 {at} 已经发送过同样的计划：计划任务 #{id}。继续会再创建一个"),
            format!("This browser sent the same at {at}: it is planned as #{id}. Going on makes one more"),
        )
    }

    pub fn sent_before_unknown(self, at: &str) -> String {
        self.pick(
            format!("这个浏览器在 {at} 已经发送过同样的计划，结果未知。继续可能会创建两个"),
            format!("This browser sent the same at {at} and has not learnt the outcome. Going on may make two"),
        )
    }

    pub fn unresolved(self, attempt: &str) -> String {
        self.pick(
            format!("之前一次发送（{attempt}）的结果仍未知，任务可能已经创建。请先在标准运维中确认，再发送"),
            format!("An earlier attempt ({attempt}) may have made its task. Look for it in bk-sops before you send this one"),
        )
    }

    pub fn twins(self, more: usize) -> String {
        self.pick(
            format!("这次点击创建了 {} 个相同的任务，除本任务外还有：", more + 1),
            format!(
                "This one click made {} equal tasks. Beside this one:",
                more + 1
            ),
        )
    }

    pub fn record_differs(self, number: usize) -> String {
        self.pick(
            format!("记录有 {number} 处与发送的内容不同"),
            format!(
                "{} from what was sent",
                self.count(
                    number,
                    "",
                    "field of the record differs",
                    "fields of the record differ"
                )
            ),
        )
    }
}
