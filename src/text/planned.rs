//! The list of planned runs in words, and plans that are copied from it.

use super::Lang;
use super::record::{field_name, node_choice};

/// The words for a part of a plan that could not be copied.
pub fn left_name(l: Lang, name: &str) -> Option<&'static str> {
    node_choice(l, name).or_else(|| field_name(l, name))
}

impl Lang {
    pub fn any_state(self) -> &'static str {
        self.pick("全部状态", "Every state")
    }

    pub fn any_template(self) -> &'static str {
        self.pick("全部流程", "Every template")
    }

    pub fn state_filter(self) -> &'static str {
        self.pick("状态", "State")
    }

    pub fn creator_filter(self) -> &'static str {
        self.pick("创建人", "Creator")
    }

    pub fn mine(self, me: Option<&str>) -> String {
        let mine = self.pick("只看我创建的", "Only mine").to_owned();
        let me = me.map(|me| self.pick(format!("（{me}）"), format!(" ({me})")));
        mine + me.as_deref().unwrap_or_default()
    }

    pub fn your_name(self) -> &'static str {
        self.pick("填写你的用户名", "Your user name")
    }

    pub fn order(self) -> &'static str {
        self.pick("排序", "Order")
    }

    pub fn newest_first(self) -> &'static str {
        self.pick("最新创建的在前", "Newest first")
    }

    pub fn by_start(self) -> &'static str {
        self.pick("启动时间早的在前", "Earliest start first")
    }

    pub fn refresh(self) -> &'static str {
        self.pick("刷新", "Read again")
    }

    pub fn choose_project_for_list(self) -> &'static str {
        self.pick("请选择项目", "Choose a project")
    }

    pub fn no_planned_runs(self) -> &'static str {
        self.pick("没有符合条件的计划任务", "No planned run fits")
    }

    /// How many rows fit, how many were read, and how many there are.
    pub fn rows_read(self, shown: usize, read: usize, count: Option<u64>) -> String {
        let count = count.unwrap_or(read as u64).max(read as u64);
        let fits = match shown == read {
            true => String::new(),
            false => self.pick(
                format!("，符合条件 {shown} 个"),
                format!(", {shown} of them fit"),
            ),
        };
        self.pick(
            format!("共 {count} 个，已读取 {read} 个{fits}"),
            format!("{read} of {count} read{fits}"),
        )
    }

    pub fn read_more(self, number: u64) -> String {
        self.pick(format!("再读取 {number} 个"), format!("Read {number} more"))
    }

    /// What a plan like another one is named by for whoever does not see the row.
    pub fn like_which(self, name: &str) -> String {
        self.pick(format!("：{name}"), format!(": {name}"))
    }

    pub fn copied_from(self, id: i64) -> String {
        self.pick(
            format!("已填入计划任务 #{id} 的内容，请核对启动时间"),
            format!("Filled in from planned run #{id}: check the planned start"),
        )
    }

    pub fn left_of_copy(self) -> &'static str {
        self.pick("下列内容没有填入", "Not filled in")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_much_was_read_is_said_and_what_of_it_fits() {
        assert_eq!(Lang::En.rows_read(100, 100, Some(213)), "100 of 213 read");
        assert_eq!(
            Lang::En.rows_read(7, 100, Some(213)),
            "100 of 213 read, 7 of them fit"
        );
        assert_eq!(Lang::Zh.rows_read(2, 2, None), "共 2 个，已读取 2 个");
    }
}
