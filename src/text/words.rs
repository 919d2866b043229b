//! What the page says, as a list that every language has to fill: a text that
//! one of them lacks, or a sentence without one of its parts, does not compile.
//! Texts that depend on a number have a form for each plural category.

use super::Lang;
use super::number::{Category, category, shown};
use super::places;

/// The forms of one text by the categories that its language tells apart; the
/// last one is that of every other number.
pub struct Forms(pub &'static [(Category, &'static str)]);

impl Forms {
    fn of(&self, l: Lang, number: u64) -> &'static str {
        let (last, rest) = match self.0 {
            [rest @ .., (_, last)] => (*last, rest),
            [] => return "",
        };
        if rest.is_empty() {
            return last;
        }
        let wanted = category(l.tag(), number);
        let found = rest.iter().find(|(category, _)| *category == wanted);
        found.map_or(last, |(_, text)| *text)
    }
}

/// What stands in the place of a `{name}`.
trait Part {
    fn shown(&self, l: Lang) -> String;
}

impl Part for &str {
    fn shown(&self, _: Lang) -> String {
        isolated(self)
    }
}

/// A text that may turn the direction of what is written behind it, so that it
/// turns its own alone (UAX #9, isolates): a moment beside a name must not be read
/// backwards.
pub fn isolated(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if !text.contains(turns) {
        return text.to_owned();
    }
    // One that ends an isolate ends one of these.
    let depth = text.matches('\u{2069}').count() + 1;
    [
        "\u{2068}".repeat(depth).as_str(),
        text,
        &"\u{2069}".repeat(depth),
    ]
    .concat()
}

/// An id, which is shown as the backend writes it.
impl Part for i64 {
    fn shown(&self, _: Lang) -> String {
        self.to_string()
    }
}

/// A number of things, in the digits of the language.
impl Part for u64 {
    fn shown(&self, l: Lang) -> String {
        shown(l.tag(), *self)
    }
}

impl Part for usize {
    fn shown(&self, l: Lang) -> String {
        (*self as u64).shown(l)
    }
}

/// Puts the parts in their places. What a part says is not looked through.
fn fill(l: Lang, text: &str, parts: &[(&str, &dyn Part)]) -> String {
    let mut pieces = text.split('{');
    let mut filled = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once('}').unwrap_or(("", piece));
        if let Some((_, part)) = parts.iter().find(|(known, _)| *known == name) {
            filled.push_str(&part.shown(l));
        }
        filled.push_str(rest);
    }
    filled
}

/// `name;` is a text, `name(part: type);` a sentence with parts in it, and
/// `name(part: type) by part;` one whose form depends on a number.
macro_rules! words {
    ($($name:ident $(($($part:ident: $type:ty),*))? $(by $number:ident)?;)*) => {
        /// A language: all that the page says in it.
        pub struct Words {
            /// For the document, for Intl and for `Accept-Language`.
            pub tag: &'static str,
            $(pub $name: kind!($($number)?),)*
        }

        impl Lang {
            $(accessor! { $name $(($($part: $type),*))? $(by $number)? })*
        }

        #[cfg(test)]
        impl Words {
            /// The names of all texts, each with its forms.
            pub fn texts(&self) -> Vec<(&'static str, Vec<&'static str>)> {
                vec![$((stringify!($name), self.$name.texts())),*]
            }

            pub fn changed(&self, tag: &'static str, change: fn(&str) -> String) -> Words {
                Words { tag, $($name: self.$name.changed(change)),* }
            }
        }

        /// Fails to compile where the places of a sentence are not those of its parts.
        pub(super) const fn check(words: &Words) {
            $(check!(words, $name $(($($part),*))? $(by $number)?);)*
        }
    };
}

#[cfg(test)]
trait Text {
    fn texts(&self) -> Vec<&'static str>;
    fn changed(&self, change: fn(&str) -> String) -> Self;
}

#[cfg(test)]
impl Text for &'static str {
    fn texts(&self) -> Vec<&'static str> {
        vec![*self]
    }

    fn changed(&self, change: fn(&str) -> String) -> &'static str {
        change(self).leak()
    }
}

#[cfg(test)]
impl Text for Forms {
    fn texts(&self) -> Vec<&'static str> {
        self.0.iter().map(|(_, text)| *text).collect()
    }

    fn changed(&self, change: fn(&str) -> String) -> Forms {
        let form = |(category, text): &(Category, &'static str)| (*category, text.changed(change));
        Forms(self.0.iter().map(form).collect::<Vec<_>>().leak())
    }
}

macro_rules! kind {
    () => { &'static str };
    ($number:ident) => { Forms };
}

macro_rules! accessor {
    ($name:ident) => {
        pub fn $name(self) -> &'static str {
            self.0.$name
        }
    };
    ($name:ident ($($part:ident: $type:ty),*)) => {
        pub fn $name(self, $($part: $type),*) -> String {
            fill(self, self.0.$name, &[$((stringify!($part), &$part as &dyn Part)),*])
        }
    };
    ($name:ident ($($part:ident: $type:ty),*) by $number:ident) => {
        pub fn $name(self, $($part: $type),*) -> String {
            let text = self.0.$name.of(self, $number as u64);
            fill(self, text, &[$((stringify!($part), &$part as &dyn Part)),*])
        }
    };
}

macro_rules! check {
    ($words:ident, $name:ident) => {};
    ($words:ident, $name:ident ($($part:ident),*)) => {
        let parts = [$(stringify!($part)),*];
        assert!(places::are(&parts, $words.$name), stringify!($name));
    };
    ($words:ident, $name:ident ($($part:ident),*) by $number:ident) => {
        let parts = [$(stringify!($part)),*];
        assert!(places::in_forms(&parts, $words.$name.0), stringify!($name));
    };
}

words! {
    // The frame around every screen.
    own_name;
    title;
    more_tools;
    keep_mine;
    undo_tick;
    edit_in_control;
    uses;
    used_by_variables;
    used_by_steps;
    uses_nothing;
    show_uses;
    find_variable;
    filter_variables;
    filter_all;
    filter_to_problems;
    filter_invalid;
    filter_unused;
    unused_hint;
    none_unused;
    skip_to_form;
    theme;
    theme_system;
    theme_light;
    theme_dark;
    theme_contrast;
    colon;
    list_separator;
    clause_separator;
    loading;
    try_again;
    details;
    copied;
    copy_by_hand;
    copy_for_ticket;
    log_in;
    apply_for_permission;
    opens_new_tab;

    // A page that may not embed this one.
    framed_title;
    framed_hint;
    open_in_tab;

    // The target.
    target_title;
    project;
    project_placeholder;
    project_none_found;
    scope;
    scope_business;
    scope_project;
    template;
    template_placeholder;
    template_none_found;
    choose_project_first;
    choose_template_first;
    may_not_plan;
    template_switched;
    name;
    name_suffix;

    // The start.
    start_title;
    quick_picks;
    in_ten_minutes;
    in_an_hour;
    tonight;
    tomorrow_night;
    date;
    open_calendar;
    time;
    zone;
    zone_placeholder;
    zone_none_found;
    zone_business;
    zone_browser;
    gap_title;
    gap_before;
    gap_after;
    other_instant;
    instant_as_meant;
    time_as_written;
    overlap_title;
    overlap_earlier;
    overlap_later;
    nothing_understood;

    // The schemes.
    schemes;
    schemes_title;
    no_schemes;
    default_scheme;
    select_all;
    clear;
    show_nodes;
    nodes;
    nodes_run;
    nodes_always;
    nodes_skipped;
    schemes_are_followed;
    nodes_are_frozen;

    // The variables.
    parameters;
    variable;
    refreshing;
    no_variables;
    variables_failed;
    required;
    changed;
    unchanged;
    reset;
    edit_as_json;
    leave_out;
    left_out;
    left_out_hint;
    send_it;
    choose;
    show_secret;
    secret_hint;
    masked;
    set_aside;
    add_variable;
    added_variable;
    key;
    value;
    value_is_json;
    remove;
    what_is_sent;
    send_all;
    send_all_hint;
    all_sent;
    send_changed;
    send_changed_hint;
    empty_text;
    row;
    row_actions;
    add_row;
    no_rows;
    hidden_by_condition;
    users_hint;
    users_separator;
    list_hint;
    staff_unread;

    // The panel.
    what_will_happen;
    choose_moment;
    no_time_yet;
    not_chosen;
    ready;
    not_ready;
    plan;
    plan_hint;

    // The review and the sending.
    review_title;
    confirm;
    close_plans;
    close_plans_unread;
    confirm_again;
    confirm_after_check;
    back_to_form;
    too_late;
    checking_template;
    template_same;
    template_unchecked;
    template_changed;
    drift_added;
    drift_removed;
    drift_changed;
    drift_nodes;
    drift_schemes;
    read_template_again;
    against_template;
    exact_request;
    show_secrets;
    copy_json;
    copy_curl;
    sending;
    sending_hint;
    stop_waiting;
    sent_elsewhere;
    again_now;
    largest_variables;
    logged_in_again;
    nothing_created;
    review_again;
    outcome_unknown;
    looking_up;
    looking_hint;
    stop_looking;
    found_it;
    only_others;
    only_others_hint;
    open_record;
    not_found;
    not_found_hint;
    not_found_so_far;
    cannot_tell;
    cannot_tell_hint;
    check_again;
    look_again;

    // The record, pasted values, links and drafts.
    twins_hint;
    open_template;
    open_run;
    starts;
    record_matches;
    comparison;
    field;
    sent;
    stored;
    same;
    differs;
    no_run_yet;
    import;
    import_title;
    import_text;
    import_hint;
    import_file;
    import_file_refused;
    import_unknown_too;
    import_effect;
    apply;
    cancel;
    export;
    export_format;
    copy;
    copy_link;
    link_faults;
    portal_faults;
    link_repeated;
    link_unknown;
    not_in_template;
    add_unknown;
    close;
    bring_back;
    discard_draft;
    draft_is_shared;
    start_over;
    undo;
    draft_discarded;
    drafts_refused;
    plan_another;
    copy_id;

    // Numbers.
    counter(length: usize, most: usize);
    result_count(number: usize) by number;
    node_count(number: usize) by number;
    problem_count(number: usize) by number;
    row_count(number: usize) by number;

    // Sentences of the target, the start and the schemes.
    business_number(id: &str);
    project_number(id: &str);
    use_business_id(id: &str);
    use_project_id(id: &str);
    use_template_id(id: &str);
    template_edited(editor: &str, time: &str);
    back_to_template(name: &str);
    zone_differs(browser: &str);
    clock_ahead(by: &str);
    clock_behind(by: &str);
    everything_runs(nodes: usize) by nodes;
    some_run(run: usize, skipped: usize) by run;
    keep_ticks;
    schemes_gone(names: &str);

    // A moment.
    understood_moment(date: &str, weekday: &str, clock: &str, zone: &str, offset: &str);
    own_time(wall: &str, zone: &str, offset: &str);
    now;

    // Sentences of the variables.
    cell(column: &str, row: usize);
    move_up(row: usize);
    move_down(row: usize);
    remove_row(row: usize);
    cells_pasted(cells: usize) by cells;
    paste_undone;
    chosen_elsewhere;
    cells_refused(cells: usize);
    options_unread;
    options_of(source: &str);
    json_of(type_name: &str);
    not_an_option(value: &str);
    variables_sent(sent: usize, changed: usize);
    variables_left_out(number: usize) by number;
    variables_found(found: usize, all: usize);
    variables_unused(number: usize) by number;
    more_problems(rest: usize);
    more_variables(rest: usize);
    and_more(rest: usize);
    default_changed(old: &str, new: &str);

    // Parts of values and options, which bk-sops gives no form for.
    part_ip_method;
    part_ip_custom;
    part_ip_manual;
    part_set;
    part_module;
    part_module_attribute;
    part_filter_set;
    part_filter_module;
    part_set_id;
    part_module_ids;
    part_selectors;
    part_hosts;
    part_manual_input;
    part_manual_type;
    part_manual_value;
    part_host_id;
    part_inner_ip;
    part_cloud_id;
    part_with_cloud;
    part_separator;
    option_custom;
    option_topology;
    option_select;
    option_manual;
    option_static;
    option_group;
    option_yes;
    option_no;
    option_comma;
    option_semicolon;
    option_bar;
    option_line_break;
    staff_maintainers;
    staff_productors;
    staff_developers;
    staff_testers;

    // Problems of the fields.
    not_an_id;
    no_permission_to_plan;
    name_too_long(length: usize);
    name_has_nul;
    zone_unknown;
    gap_problem;
    overlap_problem;
    other_instant_problem;
    start_is_past;
    some_schemes_gone;
    nothing_runs;
    still_loading;
    load_failed;
    refused_by_backend(text: &str);
    project_missing;
    template_missing;
    name_missing;
    date_missing;
    time_missing;
    field_missing;
    date_ambiguous;
    date_without_year;
    date_impossible;
    date_out_of_range;
    not_a_date;
    time_of_twelve_hours;
    time_impossible;
    not_a_time;

    // Problems of the variables.
    variable_required;
    secret_not_kept;
    value_not_an_integer;
    value_not_a_date;
    value_not_a_time;
    value_not_a_date_time;
    value_not_json(line: usize, column: usize);
    value_member_twice(name: &str);
    value_json_cut;
    value_too_large;
    value_against_pattern(pattern: &str);
    value_of_other_type;
    value_not_an_option;
    key_missing;
    key_twice;
    refers_to_itself;
    reference_cycle(path: &str);
    shape_missing(path: &str);
    shape_unknown(path: &str);
    shape_type(path: &str);
    shape_differs(differences: &str);

    // Notices, which block nothing.
    name_is_long;
    name_characters;
    run_name(name: &str);
    invisible(codes: &str);
    no_variable(keys: &str);
    starts_soon;
    starts_in_quiet_hours;
    starts_on_weekend;
    starts_far_ahead;
    key_unknown(key: &str);
    key_hidden(key: &str);
    key_of_output(key: &str);

    // Pasted values.
    format_table;
    effect_changes;
    effect_unchanged;
    effect_wrong_type;
    effect_given_again;
    effect_unknown;
    import_not_an_object;
    import_line(line: usize);
    import_open_quote(line: usize);
    import_summary(format: &str, changes: usize, unchanged: usize, wrong: usize, unknown: usize);
    imported(count: usize);
    export_without(keys: &str);

    // Links and drafts.
    link_expected(form: &str);
    link_without(missing: &str);
    draft_restored(kept: &str);
    draft_waits(kept: &str);
    draft_waits_of(template: &str, kept: &str);

    // Sending, and what came of it.
    template_changed_by(editor: &str, time: &str);
    outcome_unknown_because(why: &str);
    looked_for(name: &str, start: &str, template: &str);
    found_task(id: i64, creator: &str, created: &str);
    created(id: i64);
    again_from(time: &str);
    request_takes(size: &str);
    sent_before(at: &str, id: i64);
    sent_before_unknown(at: &str);
    unresolved(attempt: &str);
    twins(number: usize);
    record_differs(number: usize) by number;

    // Failures: a heading, and what the person can do.
    fields_refused;
    see_reasons;
    request_refused;
    see_reason;
    thing_not_found;
    thing_not_found_hint;
    permission_refused;
    permission_missing(actions: &str);
    app_refused;
    app_refused_hint;
    login_ended;
    login_ended_hint;
    too_many_requests;
    too_many_requests_hint;
    request_too_large;
    request_too_large_hint;
    gateway_failed;
    try_later;
    backend_failed;
    backend_failed_hint;
    not_connected;
    not_connected_hint;
    no_answer_in_time;
    waiting_stopped;
    page_was_closed;
    may_have_arrived;
    answer_unreadable;
    answer_unreadable_hint;
    action_create;
    action_view_template;
    action_view_project;
    action_view_task;

    // The record.
    field_id;
    field_name;
    field_start;
    field_state;
    field_run_id;
    field_project_id;
    field_template_id;
    field_template;
    field_template_source;
    field_parameters;
    field_creator;
    field_editor;
    field_created;
    field_edited;
    field_clocked_task_id;
    field_actions;
    field_trace_id;
    field_schemes;
    field_nodes_run;
    field_nodes_excluded;
    state_waiting;
    state_started;
    state_failed;
    state_other;
    record_title(id: i64);
    record_started(id: i64);
    record_failed(id: i64);
    record_gone(id: i64);
    record_moved_and_renamed(id: i64);
    record_moved(id: i64);
    record_renamed(id: i64);
    record_given_values(id: i64);
    record_due(id: i64);
    start_changed(before: &str, now: &str);
    name_changed(before: &str, now: &str);
    parameters_changed;
    changed_by(editor: &str);
    failed_by_scheme_ids;
    failed_for_unknown;
    due_hint;
    gone_hint;
    read_again;
    not_read(why: &str);
    record_not_found;
    record_not_found_hint;
    non_finite;
    copy_record_link;
    copy_summary;
    save_calendar;
    planned_runs;
    to_form;

    // The list of planned runs, and plans that are copied from it.
    any_state;
    any_template;
    state_filter;
    creator_filter;
    only_mine;
    only_mine_of(me: &str);
    your_name;
    order;
    newest_first;
    by_start;
    refresh;
    choose_project_for_list;
    no_planned_runs;
    all_rows_read(read: u64, count: u64);
    fitting_rows_read(read: u64, count: u64, shown: usize);
    read_more(number: u64);
    like_which(name: &str);
    copied_from(id: i64);
    left_of_copy;

    // A configuration that cannot be used.
    config_wrong;
    config_key_wrong;
    config_expected;
}
