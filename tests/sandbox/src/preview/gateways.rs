//! A parallel gateway whose branches are all empty disappears together with its converge
//! gateway; an empty branch beside others disappears alone. Other gateways stay (contract part 6).

use super::{Drawing, ids_of, lead, member, members, replace_incoming, target_of};
use crate::json::Json;

pub(super) fn remove_useless_parallel(
    tree: &mut Json,
    drawing: &mut Drawing,
) -> Result<(), String> {
    loop {
        let pairs = parallel_pairs(tree)?;
        let before = pairs.len();
        for (parallel, converge) in pairs {
            remove_empty_branches(tree, drawing, &parallel, &converge)?;
        }
        if parallel_pairs(tree)?.len() == before {
            return Ok(());
        }
    }
}

/// Each parallel gateway with the gateway that its branches converge at.
fn parallel_pairs(tree: &Json) -> Result<Vec<(String, String)>, String> {
    let Json::Object(gateways) = member(tree, "gateways")? else {
        return Ok(Vec::new());
    };
    let parallel = gateways
        .iter()
        .filter(|(_, gateway)| gateway.text("type") == "ParallelGateway");
    Ok(parallel
        .map(|(id, gateway)| (id.clone(), gateway.text("converge_gateway_id").to_owned()))
        .filter(|(_, converge)| gateways.contains_key(converge))
        .collect())
}

fn remove_empty_branches(
    tree: &mut Json,
    drawing: &mut Drawing,
    parallel: &str,
    converge: &str,
) -> Result<(), String> {
    let branches = ids_of(gateway_end(tree, parallel, "outgoing")?);
    let mut whole = true;
    for branch in branches {
        if target_of(tree, &branch)? != converge {
            whole = false;
            continue;
        }
        drop_end(tree, converge, "incoming", &branch)?;
        drop_end(tree, parallel, "outgoing", &branch)?;
        members(tree, "flows")?.shift_remove(&branch);
        drawing.lines.shift_remove(&branch);
    }
    if whole {
        remove_pair(tree, drawing, parallel, converge)
    } else {
        Ok(())
    }
}

fn remove_pair(
    tree: &mut Json,
    drawing: &mut Drawing,
    parallel: &str,
    converge: &str,
) -> Result<(), String> {
    let out = gateway_end(tree, converge, "outgoing")?
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let next = target_of(tree, &out)?;
    drawing.lines.shift_remove(&out);
    members(tree, "flows")?.shift_remove(&out);
    let mut incoming = ids_of(gateway_end(tree, converge, "incoming")?);
    incoming.extend(ids_of(gateway_end(tree, parallel, "incoming")?));
    for flow in &incoming {
        lead(tree, flow, &next)?;
        drawing.redirect(flow, &next);
    }
    replace_incoming(tree, &next, &out, &incoming)?;
    for id in [parallel, converge] {
        members(tree, "gateways")?.shift_remove(id);
        drawing.places.shift_remove(id);
    }
    Ok(())
}

fn gateway_end<'a>(tree: &'a Json, id: &str, end: &str) -> Result<&'a Json, String> {
    member(member(member(tree, "gateways")?, id)?, end)
}

fn drop_end(tree: &mut Json, id: &str, end: &str, flow: &str) -> Result<(), String> {
    let gateway = members(tree, "gateways")?
        .get_mut(id)
        .and_then(|gateway| gateway.get_mut(end));
    if let Some(Json::List(flows)) = gateway {
        flows.retain(|other| other.as_str() != Some(flow));
    }
    Ok(())
}
