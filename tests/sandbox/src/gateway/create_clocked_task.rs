//! Creates a clocked task (contract parts 1 to 3).

use super::call::success;
use super::{Call, Outcome, Stop};
use crate::json::{Json, Object, object};
use crate::language::Language;
use crate::serializer::{self, Failure, Purpose, Validated};
use crate::store::NewTask;

pub(super) fn view(call: &Call) -> Outcome {
    let body = call.body()?;
    let project = call.project_of_body(body.as_ref())?;
    let Some(body) = body else {
        return Err(empty_body(call.language));
    };
    call.need_flow("flow_create_clocked_task")?;
    let Some(template) = call.template_in(&project)? else {
        // The missing "=" is in the original.
        let (id, project_id, biz_id) = (call.id_text("template_id"), project.id, project.bk_biz_id);
        let message = format!(
            "template[id={id}] of project[project_id={project_id} , biz_id{biz_id}] does not exist"
        );
        return Err(Stop::refused(message, 3540400));
    };
    // What the body says about these four counts more than the path (contract part 2).
    let mut params = object! {
        "template_id": call.id_text("template_id"),
        "project_id": project.id,
        "template_name": template.name,
        "template_source": "project",
        "task_parameters": object! {
            "constants": Object::new(),
            "template_schemes_id": Json::List(Vec::new()),
        },
    };
    params.extend(body);
    let validated = match serializer::validate(&params, Purpose::Create, call.now, call.language) {
        Ok(validated) => validated,
        Err(Failure::Crash) => return Err(Stop::Crash),
        Err(Failure::Refused(errors)) => {
            let message = format!("params is invalid, error: {}", serializer::repr(&errors));
            return Err(Stop::refused(message, 3546100));
        }
    };
    let new = new_task(validated, &call.caller.user.name).ok_or(Stop::Crash)?;
    let mut data = serializer::show(&call.store.create_task(&new, call.now)?);
    data.shift_remove("clocked_task_id");
    success(data)
}

/// Nothing when an id is beyond what the database can hold.
pub(crate) fn new_task(validated: Validated, creator: &str) -> Option<NewTask> {
    Some(NewTask {
        project_id: validated.project_id?.parse().ok()?,
        template_id: validated.template_id?.parse().ok()?,
        template_name: validated.template_name?,
        task_name: validated.task_name?,
        task_params: validated.task_params?,
        plan_start_time: validated.plan_start_time?,
        creator: creator.to_owned(),
    })
}

fn empty_body(language: Language) -> Stop {
    let message = language.choose(
        "非法请求: 数据错误, 请求不是合法的Json格式 | validate",
        "Illegal request: data error, the request is not in legal Json format | validate",
    );
    Stop::RefusedEarly(
        object! { "result": false, "message": message, "data": Json::Null, "code": 3540000 },
    )
}
