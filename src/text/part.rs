//! Names of the parts of values that bk-sops gives no form for.

use super::Lang;

/// The name of a part by its key; of an unknown one the key itself.
pub fn part_name(l: Lang, key: &str) -> &str {
    match key {
        "var_ip_method" => l.part_ip_method(),
        "var_ip_custom_value" => l.part_ip_custom(),
        "var_ip_manual_value" => l.part_ip_manual(),
        "var_manual_set" => l.part_set(),
        "var_manual_module" => l.part_module(),
        "var_module_name" => l.part_module_attribute(),
        "var_filter_set" => l.part_filter_set(),
        "var_filter_module" => l.part_filter_module(),
        "bk_set_id" => l.part_set_id(),
        "bk_module_id" => l.part_module_ids(),
        "selectors" => l.part_selectors(),
        "ip" => l.part_hosts(),
        "manual_input" => l.part_manual_input(),
        "type" => l.part_manual_type(),
        "value" => l.part_manual_value(),
        "bk_host_id" => l.part_host_id(),
        "bk_host_innerip" => l.part_inner_ip(),
        "bk_cloud_id" => l.part_cloud_id(),
        "with_cloud_id" => l.part_with_cloud(),
        "separator" => l.part_separator(),
        other => other,
    }
}

/// The name of an option by its value's text.
pub fn option_name(l: Lang, option: &str) -> &str {
    match option {
        "custom" => l.option_custom(),
        "tree" | "topo" => l.option_topology(),
        "select" => l.option_select(),
        "manual" => l.option_manual(),
        "ip" => l.option_static(),
        "group" => l.option_group(),
        "true" => l.option_yes(),
        "false" => l.option_no(),
        "," => l.option_comma(),
        ";" => l.option_semicolon(),
        "|" => l.option_bar(),
        "\n" => l.option_line_break(),
        "bk_biz_maintainer" => l.staff_maintainers(),
        "bk_biz_productor" => l.staff_productors(),
        "bk_biz_developer" => l.staff_developers(),
        "bk_biz_tester" => l.staff_testers(),
        other => other,
    }
}
