//! A conversion that remembers the last one says what a new one says.

use clocked::form::convert::Conversion;
use clocked::form::known::shown;
use clocked::form::{Added, Loaded, Remaining, Sent, convert};
use clocked::model::constant::Edit;
use proptest::prelude::*;

use crate::world::{World, sendable, written};

fn any_edit() -> impl Strategy<Value = Edit> {
    let text = "[a1 {}$]{0,4}|\\$\\{(str|num)\\}";
    prop_oneof![
        Just(Edit::Untouched),
        text.prop_map(Edit::Text),
        text.prop_map(Edit::Json),
        Just(Edit::NotSent(Box::default())),
    ]
}

/// What is done to the form between two looks.
#[derive(Clone, Debug)]
enum Step {
    /// A constant, by its place among those of the template, or an added one.
    Edits(usize, Edit),
    Removes,
    Sends(Sent),
    /// The secret at this place was typed before a reload.
    Withholds(Option<usize>),
    /// The ticked schemes leave so many.
    Leaves(usize),
}

fn any_step() -> impl Strategy<Value = Step> {
    let sends = [Sent::All, Sent::Changed];
    prop_oneof![
        8 => (0..40_usize, any_edit()).prop_map(|(at, edit)| Step::Edits(at, edit)),
        1 => Just(Step::Removes),
        1 => prop::sample::select(sends.to_vec()).prop_map(Step::Sends),
        1 => prop::option::of(0..20_usize).prop_map(Step::Withholds),
        1 => (0..30_usize).prop_map(Step::Leaves),
    ]
}

proptest! {
    #[test]
    fn a_conversion_that_remembers_says_what_a_new_one_says(
        steps in prop::collection::vec(any_step(), 1..16),
        only_changed in any::<bool>(),
    ) {
        let all = sendable();
        let keys: Vec<String> = shown(&all).map(|constant| constant.key.clone()).collect();
        let mut world = World::new(all.clone());
        let mut form = written();
        form.sent = if only_changed { Sent::Changed } else { Sent::All };
        let mut remembering = Conversion::default();
        for step in steps {
            match step {
                Step::Edits(number, edit) => match keys.get(number) {
                    Some(key) => {
                        form.edits.retain(|(other, _)| other != key);
                        form.edits.push((key.clone(), edit));
                    }
                    None => form.added.push(Added { number, key: format!("${{{number}}}"), edit }),
                },
                Step::Removes => drop((form.edits.pop(), form.added.pop())),
                Step::Sends(sent) => form.sent = sent,
                Step::Withholds(at) => {
                    form.withheld = at.and_then(|at| keys.get(at).cloned()).into_iter().collect();
                }
                Step::Leaves(count) => {
                    let left = all.iter().take(count).cloned().collect();
                    world.constants = Loaded::Ready(Remaining::new(left));
                }
            }
            let known = world.known();
            let (new, old) = (convert(&form, &known), remembering.request(&form, &known));
            prop_assert_eq!(&new, &old);
            let outlook = remembering.outlook(&form, &known);
            prop_assert_eq!(new.as_ref().map(|request| request.constants.len()).ok(),
                new.is_ok().then_some(outlook.sent));
            prop_assert_eq!(new.err().unwrap_or_default(), outlook.problems);
        }
    }
}
