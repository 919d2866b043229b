//! References between submitted constants, by the backend's own rule
//! (contract part 2, cycle checks): a value refers to a key when the key
//! stands anywhere in Python's text of the value. No syntax is looked at, so
//! `{"a": "banana"}` refers to itself.
//!
//! The backend searches each text for each key. Here all keys are found in
//! one pass over the texts with the automaton of Aho and Corasick, "Efficient
//! string matching: an aid to bibliographic search" (CACM 18(6), 1975), so the
//! time is linear in keys and texts together.

use std::borrow::Cow;
use std::collections::{BinaryHeap, VecDeque};
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde_json::Value;

use super::value::python_str;

/// A fault in the references of submitted constants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The value contains its own key.
    Itself(String),
    /// Each key's value contains the next key, the last one's the first.
    Cycle(Vec<String>),
}

/// The references between constants of which some are submitted, by their places
/// in a fixed row of keys. Whoever changes one of ten thousand pays for that one:
/// a value is searched when it comes, and what was found in the others stays.
#[derive(Default)]
pub struct References {
    keys: Vec<String>,
    /// By byte, whether a key begins with it. A text without such a byte, as most
    /// are, is searched no further.
    begins: Vec<bool>,
    /// An empty key stands in every text.
    has_empty: bool,
    /// For the first text that may hold a key.
    automaton: Option<Automaton>,
    /// What is submitted.
    values: Vec<Option<Arc<Value>>>,
    /// The places of the keys that a value contains, submitted or not, ascending.
    edges: Vec<Vec<usize>>,
    /// For each key the search that found it last, of as many.
    seen: Vec<usize>,
    searches: usize,
}

impl References {
    /// Nothing is submitted yet.
    pub fn new(keys: Vec<String>) -> References {
        let mut begins = vec![false; 256];
        for byte in keys.iter().filter_map(|key| key.as_bytes().first()) {
            begins[usize::from(*byte)] = true;
        }
        References {
            begins,
            has_empty: keys.iter().any(String::is_empty),
            automaton: None,
            values: vec![None; keys.len()],
            edges: vec![Vec::new(); keys.len()],
            seen: vec![0; keys.len()],
            searches: 0,
            keys,
        }
    }

    /// Submits another value at a place, or none.
    pub fn set(&mut self, place: usize, value: Option<&Arc<Value>>) {
        if self.values[place].as_ref().map(Arc::as_ptr) == value.map(Arc::as_ptr) {
            return;
        }
        self.edges[place] = value.map_or(Vec::new(), |value| self.find(&searched_text(value)));
        self.values[place] = value.cloned();
    }

    /// The submitted values with their keys, in the order of those.
    pub fn submitted(&self) -> impl Iterator<Item = (&str, &Value)> {
        let all = self.keys.iter().zip(&self.values);
        all.filter_map(|(key, value)| Some((key.as_str(), &**value.as_ref()?)))
    }

    fn find(&mut self, text: &str) -> Vec<usize> {
        let mut bytes = text.bytes();
        if !self.has_empty && !bytes.any(|byte| self.begins[usize::from(byte)]) {
            return Vec::new();
        }
        let keys = &self.keys;
        let automaton = self.automaton.get_or_insert_with(|| Automaton::new(keys));
        self.searches += 1;
        automaton.find(text, self.searches, &mut self.seen)
    }

    /// Every value that contains its own key, then cycles: at least one for each
    /// group of constants that refer to each other in a circle.
    pub fn faults(&self) -> Vec<Fault> {
        let key = |place: usize| self.keys[place].clone();
        let itself = self.edges.iter().enumerate();
        let itself = itself.filter(|(place, targets)| targets.contains(place));
        let itself = itself.map(|(place, _)| Fault::Itself(key(place)));
        let is_submitted = |place: usize| self.values[place].is_some();
        let circles = cycles(&self.edges, &is_submitted).into_iter();
        let circles = circles.map(|cycle| Fault::Cycle(cycle.into_iter().map(key).collect()));
        itself.chain(circles).collect()
    }
}

/// The text in which the backend looks for keys: of an object only its
/// `value`, so a reference beside it is not seen.
pub(super) fn searched_text(value: &Value) -> Cow<'_, str> {
    let searched = match value {
        Value::Object(entries) => entries.get("value").unwrap_or(&Value::Null),
        other => other,
    };
    match searched {
        Value::String(text) => Cow::Borrowed(text),
        other => Cow::Owned(python_str(other)),
    }
}

/// Cycles of two and more that share no constant, at least one for each group of
/// constants that refer to each other in a circle: all that a depth-first walk
/// of each edge meets, but for those that overlap with one that it met before,
/// so that together they are no longer than there are constants. Iterative: a
/// chain may be as long. What is not submitted is not there.
fn cycles(edges: &[Vec<usize>], is_submitted: &dyn Fn(usize) -> bool) -> Vec<Vec<usize>> {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        /// So many are before it on the path.
        OnPath(usize),
        Done,
    }
    let mut marks = vec![Mark::New; edges.len()];
    let mut found = Vec::new();
    for start in 0..edges.len() {
        if marks[start] != Mark::New || edges[start].is_empty() {
            continue;
        }
        let mut path = vec![(start, 0)];
        marks[start] = Mark::OnPath(0);
        // From where to where on the path the cycles are that were found.
        let mut told: Vec<(usize, usize)> = Vec::new();
        while let Some((node, next)) = path.last_mut() {
            let node = *node;
            let Some(&target) = edges[node].get(*next) else {
                marks[node] = Mark::Done;
                path.pop();
                told.pop_if(|(from, _)| *from >= path.len());
                if let Some((_, to)) = told.last_mut() {
                    *to = path.len().min(*to);
                }
                continue;
            };
            *next += 1;
            match marks[target] {
                _ if !is_submitted(target) => {}
                Mark::New => {
                    marks[target] = Mark::OnPath(path.len());
                    path.push((target, 0));
                }
                Mark::OnPath(from)
                    if target != node && told.last().is_none_or(|(_, to)| from >= *to) =>
                {
                    found.push(path[from..].iter().map(|(node, _)| *node).collect());
                    told.push((from, path.len()));
                }
                _ => {}
            }
        }
    }
    found
}

/// The trie of all keys with failure links; states are positions in `ends`.
#[derive(Default)]
struct Automaton {
    /// From the root, by byte: where most bytes of a text are looked up, and lead
    /// nowhere else.
    first: Vec<u32>,
    steps: FxHashMap<(u32, u8), u32>,
    fails: Vec<u32>,
    /// The key that ends in a state, and the nearest state on the failure
    /// path in which another key ends.
    ends: Vec<(Option<u32>, u32)>,
    /// An empty key stands in every text.
    empty: Vec<usize>,
}

const ROOT: u32 = 0;

impl Automaton {
    /// Of equal keys, which a JSON object cannot hold, the last one counts.
    fn new(keys: &[String]) -> Automaton {
        let mut automaton = Automaton {
            first: vec![ROOT; 256],
            steps: FxHashMap::default(),
            fails: vec![ROOT],
            ends: vec![(None, ROOT)],
            empty: Vec::new(),
        };
        let mut children: Vec<Vec<(u8, u32)>> = vec![Vec::new()];
        for (position, key) in keys.iter().enumerate() {
            if key.is_empty() {
                automaton.empty.push(position);
                continue;
            }
            let mut state = ROOT;
            for byte in key.bytes() {
                state = match automaton.next(state, byte) {
                    Some(next) => next,
                    None => {
                        let next = automaton.ends.len() as u32;
                        match state {
                            ROOT => automaton.first[usize::from(byte)] = next,
                            _ => drop(automaton.steps.insert((state, byte), next)),
                        }
                        automaton.fails.push(ROOT);
                        automaton.ends.push((None, ROOT));
                        children[state as usize].push((byte, next));
                        children.push(Vec::new());
                        next
                    }
                };
            }
            automaton.ends[state as usize].0 = Some(position as u32);
        }
        automaton.link(&children);
        automaton
    }

    /// Failure links, breadth first: the longest proper suffix that is also a
    /// prefix of some key.
    fn link(&mut self, children: &[Vec<(u8, u32)>]) {
        let mut queue = VecDeque::from([ROOT]);
        while let Some(state) = queue.pop_front() {
            for &(byte, child) in &children[state as usize] {
                let fail = if state == ROOT {
                    ROOT
                } else {
                    self.step(self.fails[state as usize], byte)
                };
                self.fails[child as usize] = fail;
                self.ends[child as usize].1 = match self.ends[fail as usize] {
                    (Some(_), _) => fail,
                    (None, nearest) => nearest,
                };
                queue.push_back(child);
            }
        }
    }

    fn next(&self, state: u32, byte: u8) -> Option<u32> {
        match state {
            ROOT => self
                .first
                .get(usize::from(byte))
                .filter(|next| **next != ROOT),
            _ => self.steps.get(&(state, byte)),
        }
        .copied()
    }

    fn step(&self, mut state: u32, byte: u8) -> u32 {
        loop {
            match self.next(state, byte) {
                Some(next) => return next,
                None if state == ROOT => return ROOT,
                None => state = self.fails[state as usize],
            }
        }
    }

    /// `seen` holds for each key the last turn in which it was found, so that
    /// it need not be cleared for every text.
    fn find(&self, text: &str, turn: usize, seen: &mut [usize]) -> Vec<usize> {
        let mut found = self.empty.clone();
        let mut state = ROOT;
        for byte in text.bytes() {
            state = self.step(state, byte);
            let mut at = state;
            while at != ROOT {
                let (end, nearest) = self.ends[at as usize];
                if let Some(key) = end {
                    let key = key as usize;
                    if seen[key] == turn {
                        break; // so are all on its failure path
                    }
                    seen[key] = turn;
                    found.push(key);
                }
                at = nearest;
            }
        }
        // A heap sorts with a fraction of the code of `sort_unstable`.
        BinaryHeap::from(found).into_sorted_vec()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Map, json};

    use super::*;

    fn faults_of(constants: Value) -> Vec<Fault> {
        let Value::Object(entries) = constants else {
            panic!("constants are an object")
        };
        references(&shared(&entries)).faults()
    }

    fn references(constants: &[(&str, Arc<Value>)]) -> References {
        let keys = constants.iter().map(|(key, _)| (*key).to_owned());
        let mut references = References::new(keys.collect());
        for (place, (_, value)) in constants.iter().enumerate() {
            references.set(place, Some(value));
        }
        references
    }

    fn shared(constants: &Map<String, Value>) -> Vec<(&str, Arc<Value>)> {
        let constants = constants.iter();
        constants
            .map(|(key, value)| (key.as_str(), Arc::new(value.clone())))
            .collect()
    }

    fn itself(key: &str) -> Fault {
        Fault::Itself(key.into())
    }

    #[test]
    fn a_key_anywhere_in_its_own_value_is_a_self_reference() {
        for constants in [
            json!({"${a}": "${a}"}),
            json!({"${a}": "x${a}y"}),
            json!({"${a}": ["${a}"]}),
            json!({"${a}": {"value": "${a}"}}),
            json!({"${a}": {"value": {"deep": [{"${a}": 1}]}}}),
        ] {
            assert_eq!(faults_of(constants), [itself("${a}")]);
        }
        assert_eq!(faults_of(json!({"a": "banana"})), [itself("a")]);
        assert_eq!(faults_of(json!({"": "x"})), [itself("")]);
    }

    #[test]
    fn what_the_backend_does_not_see_is_no_reference() {
        for constants in [
            json!({"${a}": {"other": "${a}"}}),
            json!({"${a}": "${a.strip()} ${len(a)} ${ a }"}),
            json!({"${a}": "${b}"}),
        ] {
            assert_eq!(faults_of(constants), []);
        }
    }

    #[test]
    fn a_cycle_is_told_as_its_path_and_only_its_path() {
        assert_eq!(
            faults_of(json!({"${x}": "${a}", "${a}": "${b}", "${b}": "-${a}-"})),
            [Fault::Cycle(vec!["${a}".into(), "${b}".into()])]
        );
    }

    #[test]
    fn a_chain_of_a_hundred_thousand_does_not_overflow() {
        let constants: Map<String, Value> = (0..100_000)
            .map(|n| (format!("${{v{n}}}"), json!(format!("${{v{}}}", n + 1))))
            .collect();
        assert_eq!(references(&shared(&constants)).faults(), []);
    }

    /// Each of ten thousand closes a circle through half of those before it.
    #[test]
    fn circles_within_circles_are_told_in_no_more_words_than_there_are_constants() {
        let edges: Vec<Vec<usize>> = (0..10_000).map(|n| vec![n + 1, n / 2]).collect();
        let edges = [edges, vec![vec![0]]].concat();
        let found = cycles(&edges, &|_| true);
        assert!(!found.is_empty());
        assert!(found.iter().map(Vec::len).sum::<usize>() <= edges.len());
    }

    proptest! {
        #[test]
        fn every_circle_meets_a_cycle_that_is_told_and_none_shares_a_constant(
            edges in prop::collection::vec(prop::collection::vec(0_usize..8, 0..4), 8),
        ) {
            let found = cycles(&edges, &|_| true);
            for cycle in &found {
                let next = cycle.iter().cycle().skip(1);
                prop_assert!(cycle.len() > 1);
                prop_assert!(cycle.iter().zip(next).all(|(from, to)| edges[*from].contains(to)));
            }
            let told: Vec<usize> = found.concat();
            let distinct: std::collections::HashSet<usize> = told.iter().copied().collect();
            prop_assert_eq!(distinct.len(), told.len());
            // From each constant in a circle one that is told can be reached, and back.
            let reach = |start: usize| {
                let (mut seen, mut stack) = (vec![false; edges.len()], edges[start].clone());
                while let Some(at) = stack.pop() {
                    if !std::mem::replace(&mut seen[at], true) { stack.extend(&edges[at]); }
                }
                seen
            };
            let reached: Vec<Vec<bool>> = (0..edges.len()).map(reach).collect();
            for (one, own) in reached.iter().enumerate() {
                let others = (0..edges.len()).filter(|other| *other != one);
                let mut group = others.filter(|other| own[*other] && reached[*other][one]);
                if group.clone().next().is_some() {
                    prop_assert!(told.contains(&one) || group.any(|other| told.contains(&other)));
                }
            }
        }

        #[test]
        fn the_automaton_finds_what_a_search_for_each_key_finds(
            keys in prop::collection::hash_set("[ab$]{0,4}", 0..8),
            texts in prop::collection::vec("[abc$]{0,12}", 8),
        ) {
            let constants: Map<String, Value> =
                keys.iter().cloned().zip(texts.into_iter().map(Value::String)).collect();
            let slow: Vec<Vec<usize>> = constants.values().map(|value| {
                let text = python_str(value);
                constants.keys().enumerate()
                    .filter(|(_, key)| text.contains(key.as_str())).map(|(at, _)| at).collect()
            }).collect();
            prop_assert_eq!(references(&shared(&constants)).edges, slow);
        }

        #[test]
        fn what_is_remembered_is_what_a_new_search_finds(
            keys in prop::collection::hash_set("[ab]{0,2}", 1..5),
            changes in prop::collection::vec((0_usize..5, prop::option::of("[abc]{0,4}")), 0..12),
        ) {
            let keys: Vec<String> = keys.into_iter().collect();
            let mut remembering = References::new(keys.clone());
            for (place, text) in changes {
                let value = text.map(|text| Arc::new(Value::String(text)));
                remembering.set(place % keys.len(), value.as_ref());
                // The backend knows no keys but those that are submitted.
                let submitted: Vec<(&str, Arc<Value>)> = remembering.submitted()
                    .map(|(key, value)| (key, Arc::new(value.clone()))).collect();
                prop_assert_eq!(remembering.faults(), references(&submitted).faults());
            }
        }

        #[test]
        fn a_fault_exists_exactly_when_some_constant_reaches_itself(
            texts in prop::collection::vec("[0-5]{0,2}", 6),
        ) {
            let constants: Map<String, Value> = texts.iter().enumerate()
                .map(|(n, text)| (n.to_string(), Value::String(text.clone()))).collect();
            let references = references(&shared(&constants));
            let edges = &references.edges;
            let reaches_itself = (0..edges.len()).any(|start| {
                let (mut seen, mut stack) = (vec![false; edges.len()], edges[start].clone());
                while let Some(at) = stack.pop() {
                    if !std::mem::replace(&mut seen[at], true) { stack.extend(&edges[at]); }
                }
                seen[start]
            });
            prop_assert_eq!(!references.faults().is_empty(), reaches_itself);
        }
    }
}
