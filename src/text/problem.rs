//! Problems and notices in words: what is wrong and what to do.

use super::Lang;
use super::part::part_name;
use crate::form::notice::Notice;
use crate::model::constant::Difference;
use crate::model::{ConstantProblem, Field, ProblemKind};
use crate::time::{DateError, TimeError};

/// The words for a problem of a field.
pub fn problem(l: Lang, field: &Field, kind: &ProblemKind) -> String {
    match kind {
        ProblemKind::Missing => missing(l, field).into(),
        ProblemKind::NotAnId => l
            .pick("只能是数字 ID", "Only a numeric id works here")
            .into(),
        ProblemKind::MayNotPlan => l
            .pick(
                "你没有该流程的“新建计划任务”权限",
                "You lack the permission to create clocked tasks of this template",
            )
            .into(),
        ProblemKind::TooLong { length } => l.pick(
            format!("任务名称最多 128 个字符，现在是 {length} 个"),
            format!("The name may have 128 characters at most; this one has {length}"),
        ),
        ProblemKind::Nul => l
            .pick("名称含有空字符 (NUL)", "The name contains a null character")
            .into(),
        ProblemKind::Date(error) => date(l, *error).into(),
        ProblemKind::Time(error) => time(l, *error).into(),
        ProblemKind::ZoneUnknown => l
            .pick(
                "浏览器不认识这个时区",
                "The browser does not know this time zone",
            )
            .into(),
        ProblemKind::Gap => l
            .pick(
                "这一天没有这个时刻：时钟在此处向前跳。请选择下面的一个",
                "This time does not exist on that day: clocks skip it. Choose one below",
            )
            .into(),
        ProblemKind::Overlap => l
            .pick(
                "这一天会出现两次这个时刻。请选择下面的一个",
                "This time comes twice on that day. Choose one below",
            )
            .into(),
        ProblemKind::OtherInstant => l
            .pick(
                "这个时区的时钟在所说的时刻不是这个时间，时区规则可能变了。请选择下面的一个",
                "At the instant that was meant the clock of this zone shows another time; its rules may have changed. Choose one below",
            )
            .into(),
        ProblemKind::Past => l
            .pick(
                "启动时间必须晚于现在（以服务器时间为准）",
                "The planned time must be later than now, by the server's clock",
            )
            .into(),
        ProblemKind::SchemesGone => l
            .pick(
                "有执行方案找不到了。请重新勾选，或确认按当前勾选执行",
                "Some schemes cannot be found. Tick others, or keep the ticks as they are",
            )
            .into(),
        ProblemKind::NothingRuns => l
            .pick(
                "勾选的执行方案不包含任何节点，不会执行任何步骤",
                "The ticked schemes name no node: nothing would run",
            )
            .into(),
        ProblemKind::Loading => l
            .pick("还在读取，请稍候", "Still being read; one moment")
            .into(),
        ProblemKind::LoadFailed => l
            .pick("没有读到，请重试", "Could not be read; please try again")
            .into(),
        ProblemKind::Constant(problem) => constant_problem(l, problem),
        ProblemKind::Server(text) => l.pick(
            format!("后台不接受：{text}"),
            format!("Refused by the backend: {text}"),
        ),
    }
}

fn missing(l: Lang, field: &Field) -> &'static str {
    match field {
        Field::Project => l.pick(
            "请选择项目或输入业务 ID",
            "Choose a project or enter a business id",
        ),
        Field::Template => l.pick("请选择流程模板", "Choose a template"),
        Field::Name => l.pick("请填写任务名称", "Enter a name"),
        Field::Date => l.pick("请填写启动日期", "Enter the date"),
        Field::Time => l.pick("请填写启动时间", "Enter the time"),
        _ => l.pick("必填", "Required"),
    }
}

fn date(l: Lang, error: DateError) -> &'static str {
    match error {
        DateError::Ambiguous => l.pick(
            "月和日的顺序不明确，请写成 年-月-日，例如 2027-07-01",
            "Day and month could be either way round: write year-month-day, such as 2027-07-01",
        ),
        DateError::YearMissing => l.pick(
            "请写上年份，例如 2027-07-01",
            "Add the year, such as 2027-07-01",
        ),
        DateError::Impossible => l.pick("日历上没有这一天", "There is no such day in the calendar"),
        DateError::OutOfRange => l.pick(
            "年份要在 1 到 9999 之间",
            "The year must be between 1 and 9999",
        ),
        DateError::Missing | DateError::NotADate => l.pick(
            "看不懂这个日期，请写成 2027-07-01",
            "Not a date: write it as 2027-07-01",
        ),
    }
}

fn time(l: Lang, error: TimeError) -> &'static str {
    match error {
        TimeError::TwelveHour => l.pick(
            "请用 24 小时制，例如下午三点写 15:00",
            "Use the 24-hour clock: 3 pm is 15:00",
        ),
        TimeError::Impossible => l.pick(
            "没有这个时刻：时 0–23，分和秒 0–59",
            "No such time: hours are 0–23, minutes and seconds 0–59",
        ),
        TimeError::Missing | TimeError::NotATime => l.pick(
            "看不懂这个时间，请写成 09:30",
            "Not a time: write it as 09:30",
        ),
    }
}

pub fn constant_problem(l: Lang, problem: &ConstantProblem) -> String {
    match problem {
        ConstantProblem::Required => l.pick("该参数必填", "This variable is required").into(),
        ConstantProblem::SecretNotKept => l
            .pick(
                "密码不会保存在浏览器里，请重新填写",
                "Secrets are not kept in the browser: type it again",
            )
            .into(),
        ConstantProblem::NotAnInteger => l
            .pick(
                "请填整数，或一个变量引用如 ${key}",
                "Enter a whole number, or one reference such as ${key}",
            )
            .into(),
        ConstantProblem::NotADate => l
            .pick("请写成 2027-07-01", "Write a date as 2027-07-01")
            .into(),
        ConstantProblem::NotATime => l.pick("请写成 09:30:00", "Write a time as 09:30:00").into(),
        ConstantProblem::NotADateTime => l
            .pick(
                "请写成 2027-07-01 09:30:00，不带时区",
                "Write 2027-07-01 09:30:00, without an offset",
            )
            .into(),
        ConstantProblem::NotJson {
            line,
            column,
            reason,
        } => l.pick(
            format!("不是有效的 JSON，第 {line} 行第 {column} 列（{reason}）"),
            format!("Not valid JSON at line {line}, column {column} ({reason})"),
        ),
        ConstantProblem::TooLarge => l
            .pick(
                "数值过大，后台无法保存",
                "A number too large for the backend to store",
            )
            .into(),
        ConstantProblem::Pattern(pattern) => l.pick(
            format!("不符合该变量的格式：{pattern}"),
            format!("Does not match the variable's pattern: {pattern}"),
        ),
        ConstantProblem::OtherType => l
            .pick(
                "类型与流程中的值不同",
                "Not of the type of the template's value",
            )
            .into(),
        ConstantProblem::NotAnOption => l.pick("不在可选项里", "Not one of the options").into(),
        ConstantProblem::KeyMissing => l
            .pick(
                "请填写变量 KEY，例如 ${version}",
                "Enter the key, such as ${version}",
            )
            .into(),
        ConstantProblem::KeyTwice => l
            .pick("这个 KEY 已经在表单上", "This key is on the form already")
            .into(),
        ConstantProblem::RefersToItself => l
            .pick(
                "值里出现了变量自己的 KEY，后台会拒绝",
                "The value contains the variable's own key, which the backend refuses",
            )
            .into(),
        ConstantProblem::Within { row, part, problem } => {
            let part = part_name(l, part);
            let place = match row {
                Some(row) => l.cell(part, *row),
                None => part.to_owned(),
            };
            format!("{place}{}{}", l.colon(), constant_problem(l, problem))
        }
        ConstantProblem::Cycle(keys) => {
            let path = cycle_path(keys);
            l.pick(
                format!("循环引用：{path}"),
                format!("References in a circle: {path}"),
            )
        }
    }
}

/// `${a} → ${b} → ${a}`.
pub fn cycle_path(keys: &[String]) -> String {
    keys.iter()
        .chain(keys.first())
        .cloned()
        .collect::<Vec<_>>()
        .join(" → ")
}

/// How a value differs in shape from the template's own.
pub fn shape(l: Lang, found: &[Difference]) -> String {
    let words = found.iter().map(|difference| match difference {
        Difference::Missing(path) => l.pick(format!("缺少 {path}"), format!("{path} is missing")),
        Difference::Unknown(path) => l.pick(format!("多出 {path}"), format!("{path} is new")),
        Difference::Type(path) => l.pick(
            format!("{path} 的类型不同"),
            format!("{path} is of another type"),
        ),
    });
    let words = words.collect::<Vec<_>>().join(l.pick("；", "; "));
    l.pick(
        format!("结构与流程里的值不同：{words}"),
        format!("Not the shape of the template's value: {words}"),
    )
}

pub fn notice(l: Lang, notice: &Notice) -> String {
    match notice {
        Notice::NameLong => l
            .pick(
                "超过 100 个字符：标准运维的编辑页将无法再保存这个名称",
                "Over 100 characters: bk-sops' own edit page will not save this name again",
            )
            .into(),
        Notice::NameCharacters => l
            .pick(
                "含有标准运维编辑页不接受的字符（' \" ‘ ’ “ ” $ < >）",
                "Contains a character that bk-sops' own edit page refuses (' \" ‘ ’ “ ” $ < >)",
            )
            .into(),
        Notice::RunName(name) => l.pick(
            format!("名称过长，实际执行任务会叫：{name}"),
            format!("The run itself will be called: {name}"),
        ),
        Notice::Soon => l
            .pick("不到一分钟就要启动", "Starts in less than a minute")
            .into(),
        Notice::Night => l
            .pick(
                "在业务设定的安静时段内启动",
                "Starts in the hours that the business wants quiet",
            )
            .into(),
        Notice::Weekend => l.pick("在周末启动", "Starts on a weekend").into(),
        Notice::Far => l
            .pick(
                "一年以后：到那时时区规则可能改变",
                "More than a year ahead: the zone's rules may change until then",
            )
            .into(),
        Notice::UnknownKey(key) => l.pick(
            format!("流程里没有变量 {key}，执行时会被忽略"),
            format!("The template has no variable {key}: the run will ignore it"),
        ),
        Notice::HiddenKey(key) => l.pick(
            format!("{key} 在流程中是隐藏变量，你将覆盖它的值"),
            format!("The template hides {key}: you are overriding it on purpose"),
        ),
        Notice::OutputKey(key) => l.pick(
            format!("{key} 是节点的输出，执行时会被覆盖"),
            format!("{key} is an output of a node: the run will overwrite it"),
        ),
    }
}
