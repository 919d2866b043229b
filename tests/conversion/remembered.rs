//! A conversion that remembers the last one says what a new one says.

use clocked::form::convert::Conversion;
use clocked::form::known::shown;
use clocked::form::{Added, Sent, convert};
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

/// A key of the template or another one, with an edit.
fn any_step() -> impl Strategy<Value = (usize, Edit)> {
    (0..40_usize, any_edit())
}

proptest! {
    #[test]
    fn a_conversion_that_remembers_says_what_a_new_one_says(
        steps in prop::collection::vec(any_step(), 1..12),
        only_changed in any::<bool>(),
    ) {
        let all = sendable();
        let keys: Vec<String> = shown(&all).map(|constant| constant.key.clone()).collect();
        let world = World::new(all);
        let mut form = written();
        form.sent = if only_changed { Sent::Changed } else { Sent::All };
        let mut remembering = Conversion::default();
        for (number, edit) in steps {
            match keys.get(number) {
                Some(key) => {
                    form.edits.retain(|(other, _)| other != key);
                    form.edits.push((key.clone(), edit));
                }
                None => form.added.push(Added { number, key: format!("${{{number}}}"), edit }),
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
