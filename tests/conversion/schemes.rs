//! Ticked schemes: the two ways in which they travel.

use clocked::form::Loaded;
use clocked::form::known::Flow;
use clocked::model::scheme::SchemeName;
use clocked::model::{Field, Nodes, Problem, ProblemKind, Scheme};

use crate::world::{World, template, written};

#[test]
fn schemes_that_are_not_found_have_to_be_decided() {
    let mut form = written();
    form.gone_schemes = vec![SchemeName::unknown("#5".into())];
    let problems = World::new(Vec::new()).convert(&form).unwrap_err();
    let gone = Problem::new(Field::Schemes, ProblemKind::SchemesGone);
    assert!(problems.contains(&gone), "{problems:?}");
}

fn schemes(ids: [Option<i64>; 2]) -> Vec<Scheme> {
    let nodes = template().nodes;
    let scheme = |position: usize| Scheme {
        position,
        id: ids[position],
        name: format!("scheme {position}"),
        nodes: vec![nodes[position].id.clone()],
        default: false,
    };
    vec![scheme(0), scheme(1)]
}

#[test]
fn schemes_travel_as_integers_where_all_have_one_and_as_nodes_otherwise() {
    let nodes = |ids, ticked: &[usize]| {
        let mut world = World::new(Vec::new());
        world.flow = Loaded::Ready(Flow {
            template: template(),
            schemes: schemes(ids),
        });
        let mut form = written();
        form.ticked = ticked.to_vec();
        world.convert(&form).unwrap().nodes
    };
    let all = template().nodes;
    assert_eq!(nodes([Some(4), Some(5)], &[]), Nodes::All);
    assert_eq!(
        nodes([Some(4), Some(5)], &[1, 0]),
        Nodes::Schemes(vec![4, 5])
    );
    assert_eq!(nodes([Some(4), None], &[0]), Nodes::Schemes(vec![4]));
    assert_eq!(
        nodes([Some(4), None], &[0, 1]),
        Nodes::Appointed(vec![all[0].id.clone(), all[1].id.clone()])
    );
}

#[test]
fn schemes_without_nodes_never_mean_all_of_them() {
    let mut schemes = schemes([None, None]);
    schemes[0].nodes.clear();
    let mut world = World::new(Vec::new());
    let mut form = written();
    form.ticked = vec![0];
    let mut flow = Flow {
        template: template(),
        schemes,
    };
    world.flow = Loaded::Ready(flow.clone());
    let always: Vec<String> = template()
        .nodes
        .into_iter()
        .filter(|node| !node.optional)
        .map(|node| node.id)
        .collect();
    assert_eq!(
        world.convert(&form).unwrap().nodes,
        Nodes::Appointed(always)
    );
    for node in &mut flow.template.nodes {
        node.optional = true;
    }
    world.flow = Loaded::Ready(flow);
    assert_eq!(
        world.problems(&form),
        [(Field::Schemes, ProblemKind::NothingRuns)]
    );
}
