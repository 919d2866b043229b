//! The words of the page that lead from state to state.

macro_rules! words {
    ($($name:ident: $zh:literal, $en:literal;)*) => {
        pub struct Words {
            $(pub $name: &'static str,)*
        }

        pub const CHINESE: Words = Words { $($name: $zh,)* };
        pub const ENGLISH: Words = Words { $($name: $en,)* };
    };
}

words! {
    lang: "zh", "en";
    tag: "zh-CN", "en";
    project: "项目", "Project";
    template: "流程模板", "Template";
    name: "任务名称", "Name";
    date: "日期", "Date";
    time: "时间（24 小时制）", "Time (24-hour)";
    zone: "时区", "Time zone";
    plan: "创建计划任务…", "Plan this run…";
    check: "请核对", "Please check";
    confirm: "确认创建", "Confirm and plan";
    confirm_again: "仍要再创建一个", "Plan one more";
    back: "返回修改", "Back to the form";
    loading: "正在读取…", "Reading…";
    switched: "已换了流程", "The template was changed";
    may_not_plan: "没有新建计划任务的权限", "You may not plan this one";
    nodes: "查看节点", "Show the nodes";
    clear: "清空", "Clear";
    set_aside: "已保留、不会发送", "kept, not sent";
    gap: "时钟在此处向前跳", "clocks skip it";
    overlap: "会出现两次这个时刻", "comes twice on that day";
    other_instant: "时区规则可能变了", "its rules may have changed";
    edit_as_json: "以 JSON 编辑", "Edit as JSON";
    circle: "循环引用", "References in a circle";
    no_time: "请用 24 小时制", "Use the 24-hour clock";
    filter: "筛选参数", "Filter";
    with_a_problem: "有问题", "With a problem";
    unused: "所选方案用不到", "Not used by these schemes";
    unused_variables: "用不到的参数", "not used";
    search: "搜索名称、KEY 或值", "Search by name, key or value";
    variables_found: "个参数", "variables";
    refreshing: "正在读取所选方案用到的变量", "Reading which variables these schemes use";
    still_reading: "还在读取", "Still being read";
    empty_text: "（空文本）", "(empty text)";
    leave_out: "不发送", "Do not send";
    add_variable: "添加变量", "Add a variable";
    show_uses: "引用关系", "Uses";
    used_by: "被参数使用", "Used by variables";
    reset: "恢复默认", "Reset";
    default_changed: "流程的默认值由", "default has changed since you typed";
    import: "粘贴导入…", "Paste values…";
    import_title: "导入变量的值", "Take over values of variables";
    import_summary: "修改 1 个，不变 1 个", "1 to change, 1 unchanged";
    import_fault: "第 2 行看不出键和值", "Line 2 has no key and value";
    import_apply: "导入", "Take over";
    imported: "已导入 1 个变量的值", "Values taken over: 1";
    cancel: "取消", "Cancel";
    link_faults: "链接里有些内容没有使用", "Some of the link could not be used";
    restored: "已恢复之前填写的内容", "What you had typed is back";
    start_over: "清空重填", "Start over";
    discarded: "已清空填写的内容", "What you typed was cleared";
    draft_waits: "还有一份草稿", "There is a draft";
    another: "再计划一个", "Plan another like this";
    left_of_copy: "下列内容没有填入", "Not filled in";
    schemes_gone: "找不到这些执行方案", "These schemes cannot be found";
    wire: "实际发送的请求", "The exact request";
    template_same: "流程没有变化", "The template has not changed";
    template_changed: "打开表单之后流程有变化", "The template has changed since";
    checking: "正在核对流程是否有变化", "Checking whether the template has changed";
    confirm_after: "核对后创建…", "Checking, then planning…";
    unchecked: "没能再次读取流程", "The template could not be read again";
    plans_unread: "没能读完已有的计划", "Not all planned runs could be read";
    no_drafts: "浏览器不保存草稿", "The browser keeps no drafts";
    in_quiet_hours: "安静时段内启动", "wants quiet";
    too_late: "启动时间已经过去", "The planned time has passed";
    unresolved: "的结果仍未知", "may have made its task";
    sent_and_unknown: "结果未知。继续可能会创建两个", "has not learnt the outcome";
    logged_in_again: "已重新登录", "You are logged in again";
    twins: "这次点击创建了", "This one click made";
    close_plans: "同一流程在前后 10 分钟内还有别的计划", "planned within ten minutes of it already";
    sent_before: "已经发送过同样的计划", "This browser sent the same at";
    sending: "正在创建…", "Planning…";
    stop: "停止等待", "Stop waiting";
    denied: "没有权限", "Permission refused";
    login_ended: "登录已失效", "Your login has ended";
    too_often: "请求太频繁", "Too many requests";
    refused: "后台拒绝了请求", "The backend refused the request";
    no_such: "没有找到", "Not found";
    app_refused: "本页面的应用没有被授权", "This page's application is not authorised";
    too_large: "请求太大", "The request is too large";
    gateway: "网关没有等到后台的回答", "The gateway got no answer from the backend";
    server: "后台出错了", "The backend failed";
    network: "没有连上服务器", "The server could not be reached";
    unreadable: "看不懂服务器的回答", "The server's answer cannot be read";
    unknown: "结果未知", "Outcome unknown";
    looking: "正在查找任务是否已经创建", "Looking whether the task was created";
    stop_looking: "停止查找", "Stop looking";
    not_so_far: "到目前为止没有找到这个任务", "The task was not found so far";
    not_found: "没有找到这个任务", "The task was not found";
    review_again: "重新核对", "Review again";
    look_again: "再查一次", "Look again";
    cannot_tell: "无法判断任务是否已经创建", "It cannot be told whether the task was created";
    found: "任务已经创建", "The task was created";
    only_others: "没有找到自己创建的任务", "No task of yours was found";
    unseen: "含有看不见的字符", "Contains characters that cannot be seen";
    show: "查看", "Open";
    record: "计划任务 #1", "Planned run #1";
    created: "计划任务 #1 已创建", "Planned as #1";
    matches: "记录与发送的内容一致", "The record is what was sent";
    read_again: "刷新状态", "Read again";
    renamed: "已在别处改名", "was renamed elsewhere";
    moved: "已在别处改期", "was moved elsewhere";
    gone: "已被删除", "was deleted";
    started: "已启动", "has started";
    start_failed: "启动失败", "could not start";
    due: "到时间了，等待启动", "is due to start";
    no_record: "没有找到这个计划任务", "There is no such planned run";
    planned: "计划列表", "Planned runs";
    choose_project: "请选择项目", "Choose a project";
    no_rows: "没有符合条件的计划任务", "No planned run fits";
    refresh: "刷新", "Read again";
    open_in_tab: "在新标签页打开", "Open in a new tab";
}
