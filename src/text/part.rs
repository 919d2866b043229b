//! Names of the parts of values that bk-sops gives no form for.

use super::Lang;

/// The name of a part by its key; of an unknown one the key itself.
pub fn part_name(l: Lang, key: &str) -> &str {
    match key {
        "var_ip_method" => l.pick("获取方式", "How they are found"),
        "var_ip_custom_value" => l.pick("自定义 IP", "IPs typed by hand"),
        "var_ip_manual_value" => l.pick("手动输入集群模块", "Sets and modules by name"),
        "var_manual_set" => l.pick("集群", "Set"),
        "var_manual_module" => l.pick("服务模板", "Service template"),
        "var_module_name" => l.pick("模块属性", "Module attribute"),
        "var_filter_set" => l.pick("筛选集群", "Only these sets"),
        "var_filter_module" => l.pick("筛选服务模板", "Only these service templates"),
        "bk_set_id" => l.pick("集群 ID", "Set id"),
        "bk_module_id" => l.pick("模块 ID", "Module ids"),
        "selectors" => l.pick("选择方式", "How hosts are chosen"),
        "ip" => l.pick("主机", "Hosts"),
        "bk_host_id" => l.pick("主机 ID", "Host id"),
        "bk_host_innerip" => l.pick("内网 IP", "Inner IP"),
        "bk_cloud_id" => l.pick("管控区域 ID", "Cloud area id"),
        "with_cloud_id" => l.pick("带管控区域", "With the cloud area"),
        "separator" => l.pick("分隔符", "Separator"),
        other => other,
    }
}

/// The name of an option by its value's text.
pub fn option_name(l: Lang, option: &str) -> &str {
    match option {
        "custom" => l.pick("自定义输入 IP", "IPs typed by hand"),
        "tree" | "topo" => l.pick("按拓扑", "By topology"),
        "select" => l.pick("选择集群模块", "Chosen sets and modules"),
        "manual" => l.pick("手动输入", "Typed by hand"),
        "ip" => l.pick("静态 IP", "Static hosts"),
        "group" => l.pick("动态分组", "Dynamic group"),
        "true" => l.pick("是", "Yes"),
        "false" => l.pick("否", "No"),
        "," => l.pick("逗号", "Comma"),
        ";" => l.pick("分号", "Semicolon"),
        "|" => l.pick("竖线", "Vertical bar"),
        "\n" => l.pick("换行", "Line break"),
        "bk_biz_maintainer" => l.pick("运维人员", "Maintainers"),
        "bk_biz_productor" => l.pick("产品人员", "Product managers"),
        "bk_biz_developer" => l.pick("开发人员", "Developers"),
        "bk_biz_tester" => l.pick("测试人员", "Testers"),
        other => other,
    }
}
