//! One template with its pipeline tree (contract part 6).

use indexmap::IndexSet;

use super::call::success;
use super::get_template_list::{extras, head, of_project};
use super::include::template_switches;
use super::{Call, Outcome, Stop};
use crate::json::{Json, Object, dumps, loads, object};
use crate::mako;
use crate::plan_start_time::SERVER_ZONE;
use crate::preview;
use crate::seed::VARIABLES;
use crate::store::{Project, Source, Template};

pub(super) fn view(call: &Call) -> Outcome {
    let project = call.project()?;
    let source = Source::of(
        &call
            .request
            .param("template_source")
            .unwrap_or_else(|| "project".to_owned()),
    );
    match source {
        Source::Project => call.need_flow("flow_view")?,
        Source::Common => call.need_common_flow("common_flow_view")?,
    }
    let switches = template_switches(call)?;
    let template = find(call, source, &project)?;
    let failed =
        |problem: String| Stop::refused(format!("format_template_data failed: {problem}"), 3599999);
    let mut tree = template
        .tree()
        .map_err(|_| failed("'NoneType' object has no attribute 'data'".to_owned()))?;
    if let Json::Object(members) = &mut tree {
        members.shift_remove("line");
        members.shift_remove("location");
    }
    if switches.has("unfold_subprocess") {
        unfold(call, &mut tree)?;
    }
    add_schemas(&mut tree, &template);
    let constants = switches
        .has("include_constants")
        .then(|| template_constants(&tree))
        .transpose()
        .map_err(failed)?;
    if switches.has("yaml") {
        // Every JSON text is YAML, too.
        tree = Json::from(dumps(&tree));
    }
    let mut data = head(&template, SERVER_ZONE);
    data.insert("pipeline_tree".to_owned(), tree);
    data.insert(
        "description".to_owned(),
        Json::from(template.description.as_str()),
    );
    data.extend(of_project(&project));
    extras(&mut data, &switches);
    if switches.has("include_subprocess") {
        data.insert(
            "has_subprocess".to_owned(),
            Json::from(has_subprocess(&template)),
        );
        data.insert("subprocess_has_update".to_owned(), Json::from(false));
    }
    if let Some(constants) = constants {
        data.insert("template_constants".to_owned(), constants);
    }
    if from_mcp(call) {
        data.shift_remove("pipeline_tree");
    }
    success(data)
}

/// Applications of this kind get no tree unless they ask for it.
fn from_mcp(call: &Call) -> bool {
    let server = call
        .request
        .header("x-bkapi-mcp-server-id")
        .is_some_and(|id| !id.trim().is_empty());
    let wanted = call
        .request
        .param("include_pipeline_tree")
        .map(|value| value.to_lowercase());
    (server || call.caller.app.code.starts_with("v_mcp"))
        && !wanted.is_some_and(|value| ["true", "1", "yes"].contains(&value.as_str()))
}

fn find(call: &Call, source: Source, project: &Project) -> Result<Template, Stop> {
    let id = call.id_text("template_id");
    let (template, message) = match source {
        Source::Project => {
            let (project_id, biz_id) = (project.id, project.bk_biz_id);
            let place = format!("project[project_id={project_id}, biz_id={biz_id}]");
            (
                call.template_in(project)?,
                format!("template[id={id}] of {place} does not exist"),
            )
        }
        Source::Common => {
            let template = call.store.template(source, call.id("template_id")?)?;
            (
                template.filter(|template| !template.is_deleted),
                format!("common template[id={id}] does not exist"),
            )
        }
    };
    template.ok_or_else(|| Stop::refused(message, 3540400))
}

/// Each constant gets the schema of its type; many types have none.
fn add_schemas(tree: &mut Json, template: &Template) {
    let schemas = loads(template.schema.as_bytes()).unwrap_or(Json::Null);
    let Some(Json::Object(constants)) = tree.get_mut("constants") else {
        return;
    };
    for (key, constant) in constants {
        if let Json::Object(fields) = constant {
            fields.insert(
                "schema".to_owned(),
                schemas.get(key).cloned().unwrap_or(Json::Null),
            );
        }
    }
}

/// The trees of sub-processes are put into the nodes that run them.
fn unfold(call: &Call, tree: &mut Json) -> Result<(), Stop> {
    let Some(Json::Object(activities)) = tree.get_mut("activities") else {
        return Ok(());
    };
    for activity in activities
        .values_mut()
        .filter(|activity| activity.text("type") == "SubProcess")
    {
        let Ok(id) = activity.text("template_id").parse() else {
            continue;
        };
        let source = Source::of(activity.text("template_source"));
        let inner = call
            .store
            .template(source, id)?
            .and_then(|template| template.tree().ok());
        if let (Json::Object(fields), Some(inner)) = (activity, inner) {
            fields.insert("pipeline".to_owned(), inner);
        }
    }
    Ok(())
}

pub(crate) fn has_subprocess(template: &Template) -> bool {
    template.pipeline_tree.contains("\"SubProcess\"")
}

/// The constants that something refers to, outputs left out, with the number of inputs that
/// refer to each.
fn template_constants(tree: &Json) -> Result<Json, String> {
    let mut pruned = tree.clone();
    preview::exclude(&mut pruned, &[])?;
    let constants = pruned
        .get("constants")
        .and_then(Json::as_object)
        .ok_or("'constants'")?;
    let used = uses(&pruned);
    let types = loads(VARIABLES.as_bytes()).unwrap_or(Json::Null);
    let shown = constants
        .iter()
        .filter(|(_, constant)| constant.text("source_type") != "component_outputs");
    let items = shown.map(|(key, constant)| {
        let count = used
            .iter()
            .filter(|used| format!("${{{used}}}") == **key)
            .count();
        object! {
            "name": constant.text("name"),
            "key": constant.text("key"),
            "show_type": constant.text("show_type"),
            "constant_type": constant_type(&types, constant),
            "activity_count": Json::Int(count.to_string()),
        }
    });
    Ok(Json::List(items.map(Json::Object).collect()))
}

/// Each name once for every input that refers to it.
fn uses(tree: &Json) -> Vec<String> {
    let activities = tree
        .get("activities")
        .and_then(Json::as_object)
        .into_iter()
        .flat_map(Object::values);
    let mut used = Vec::new();
    for value in activities.flat_map(preview::inputs) {
        let mut names = IndexSet::new();
        mako::references(value, &mut names);
        used.extend(names);
    }
    used
}

fn constant_type(types: &Json, constant: &Json) -> String {
    if constant.text("source_type") == "component_inputs" {
        return "节点输入".to_owned();
    }
    let of_type = types
        .as_list()
        .unwrap_or_default()
        .iter()
        .find(|known| known.text("code") == constant.text("custom_type"));
    of_type.map_or_else(String::new, |known| known.text("name").to_owned())
}
