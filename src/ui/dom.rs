//! Elements of the page, built directly on the document and kept current by
//! Leptos' reactive system.
//!
//! Leptos' own `view!` gives every element and closure a type of its own; a
//! form of this size came to more than twice the byte budget that way. Here
//! every method boxes what it is given, so one copy of the code serves all.
//!
//! A part of the page that depends on signals is a `live` one: its closure
//! runs again when they change. What a closure creates (signals, memos,
//! effects) goes with the run that created it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::reactive::effect::RenderEffect;
use leptos::reactive::owner::Owner;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, Element, Event, Node};

use crate::browser::page::document;
use crate::browser::property;

/// Nodes that stand side by side: an element, a text, a list, a live part.
#[derive(Clone, Default)]
pub struct View(Vec<Node>);

impl View {
    pub fn none() -> View {
        View::default()
    }

    #[inline(never)]
    fn add(&mut self, view: View) {
        self.0.extend(view.0);
    }
}

impl From<El> for View {
    #[inline(never)]
    fn from(el: El) -> View {
        View(vec![el.0.into()])
    }
}

impl From<&str> for View {
    #[inline(never)]
    fn from(text: &str) -> View {
        View(vec![make(|document| {
            document.create_text_node(text).into()
        })])
    }
}

impl From<String> for View {
    #[inline(never)]
    fn from(text: String) -> View {
        View::from(text.as_str())
    }
}

impl<T: Into<View>> From<Option<T>> for View {
    fn from(view: Option<T>) -> View {
        view.map(Into::into).unwrap_or_default()
    }
}

impl<T: Into<View>> From<Vec<T>> for View {
    fn from(views: Vec<T>) -> View {
        views.into_iter().collect()
    }
}

impl<T: Into<View>> FromIterator<T> for View {
    fn from_iter<I: IntoIterator<Item = T>>(views: I) -> View {
        let mut all = View::none();
        for view in views {
            all.add(view.into());
        }
        all
    }
}

/// A page without a document has nobody to read it.
fn make<T>(create: impl FnOnce(&Document) -> T) -> T {
    match document() {
        Some(document) => create(&document),
        None => unreachable!("the page has a document"),
    }
}

/// An element under construction. Names of tags and attributes are the
/// program's own, so the browser does not refuse them.
#[derive(Clone)]
pub struct El(Element);

#[inline(never)]
pub fn el(tag: &'static str) -> El {
    El(make(|document| {
        document
            .create_element(tag)
            .unwrap_or_else(|_| unreachable!("a tag of HTML: {tag}"))
    }))
}

/// An element of an inline drawing.
pub fn svg(tag: &'static str) -> El {
    let namespace = Some("http://www.w3.org/2000/svg");
    El(make(|document| {
        document
            .create_element_ns(namespace, tag)
            .unwrap_or_else(|_| unreachable!("a tag of SVG: {tag}"))
    }))
}

/// The methods that take anything only box it: what they do stands once, below.
impl El {
    pub fn child(self, view: impl Into<View>) -> El {
        self.append(view.into())
    }

    /// An attribute that follows signals; absent for `None`.
    pub fn live_attr(self, name: &'static str, value: impl Fn() -> Option<String> + 'static) -> El {
        self.live_attr_of(name, Box::new(value))
    }

    /// An attribute whose presence is its meaning, such as `hidden`.
    pub fn flag(self, name: &'static str, is_on: impl Fn() -> bool + 'static) -> El {
        self.flag_of(name, Box::new(is_on))
    }

    pub fn class_if(self, name: &'static str, is_on: impl Fn() -> bool + 'static) -> El {
        self.class_of(name, Box::new(is_on))
    }

    /// What a text box or list box shows. Comes after the options of a list box.
    pub fn live_value(self, value: impl Fn() -> String + 'static) -> El {
        self.value_of(Box::new(value))
    }

    pub fn live_checked(self, is_checked: impl Fn() -> bool + 'static) -> El {
        self.checked_of(Box::new(is_checked))
    }

    pub fn on(self, event: &'static str, handler: impl FnMut(Event) + 'static) -> El {
        self.listen(event, Box::new(handler))
    }

    pub fn on_click(self, handler: impl FnMut() + 'static) -> El {
        self.listen_to_click(Box::new(handler))
    }

    /// What the person typed or chose.
    pub fn on_text(self, event: &'static str, handler: impl FnMut(String) + 'static) -> El {
        self.listen_to_text(event, Box::new(handler))
    }

    /// Whether the person ticked or unticked it.
    pub fn on_check(self, handler: impl FnMut(bool) + 'static) -> El {
        self.listen_to_check(Box::new(handler))
    }

    /// A text that follows signals.
    pub fn live_text(self, text: impl Fn() -> String + 'static) -> El {
        self.text_of(Box::new(text))
    }

    /// A part that follows signals.
    pub fn live<V: Into<View>>(self, view: impl Fn() -> V + 'static) -> El {
        self.append(live(view))
    }
}

impl El {
    pub fn class(self, names: &str) -> El {
        self.attr("class", names)
    }

    pub fn id(self, id: &str) -> El {
        self.attr("id", id)
    }

    #[inline(never)]
    pub fn attr(self, name: &str, value: &str) -> El {
        set_attribute(&self.0, name, Some(value));
        self
    }

    #[inline(never)]
    pub fn attr_if(self, name: &str, value: Option<&str>) -> El {
        set_attribute(&self.0, name, value);
        self
    }

    /// `aria-invalid` while there is an error.
    pub fn invalid(self, error: Signal<Option<String>>) -> El {
        self.live_attr("aria-invalid", move || {
            error.get().map(|_| "true".to_owned())
        })
    }

    pub fn element(&self) -> Element {
        self.0.clone()
    }

    /// The element as what its tag says that it is.
    pub fn cast<T: JsCast>(&self) -> T {
        self.0.clone().unchecked_into()
    }

    #[inline(never)]
    fn append(self, view: View) -> El {
        append(&self.0, view);
        self
    }

    /// Set only where it differs: a key changes none of most, but asks all.
    #[inline(never)]
    fn live_attr_of(self, name: &'static str, value: Box<dyn Fn() -> Option<String>>) -> El {
        let element = self.0.clone();
        let mut set = None;
        effect(move || {
            let value = value();
            if value != set {
                set_attribute(&element, name, value.as_deref());
                set = value;
            }
        });
        self
    }

    #[inline(never)]
    fn flag_of(self, name: &'static str, is_on: Box<dyn Fn() -> bool>) -> El {
        self.live_attr(name, move || is_on().then(String::new))
    }

    #[inline(never)]
    fn class_of(self, name: &'static str, is_on: Box<dyn Fn() -> bool>) -> El {
        let element = self.0.clone();
        effect(move || {
            // Refused for a name with a space only.
            let _ = element.class_list().toggle_with_force(name, is_on());
        });
        self
    }

    /// Set only where it differs, since setting it moves the caret.
    #[inline(never)]
    fn value_of(self, value: Box<dyn Fn() -> String>) -> El {
        let element = self.0.clone();
        effect(move || {
            let value = value();
            if text_of(&element) != value {
                property::set(&element, "value", value);
            }
        });
        self
    }

    #[inline(never)]
    fn checked_of(self, is_checked: Box<dyn Fn() -> bool>) -> El {
        let element = self.0.clone();
        effect(move || property::set(&element, "checked", is_checked()));
        self
    }

    #[inline(never)]
    fn listen(self, event: &'static str, handler: Box<dyn FnMut(Event)>) -> El {
        listen(&self.0, event, handler);
        self
    }

    #[inline(never)]
    fn listen_to_click(self, mut handler: Box<dyn FnMut()>) -> El {
        self.on("click", move |_| handler())
    }

    #[inline(never)]
    fn listen_to_text(self, event: &'static str, mut handler: Box<dyn FnMut(String)>) -> El {
        let element = self.0.clone();
        self.on(event, move |_| handler(text_of(&element)))
    }

    #[inline(never)]
    fn listen_to_check(self, mut handler: Box<dyn FnMut(bool)>) -> El {
        let element = self.0.clone();
        self.on("change", move |_| {
            handler(property::get(&element, "checked").is_truthy())
        })
    }

    #[inline(never)]
    fn text_of(self, text: Box<dyn Fn() -> String>) -> El {
        let node = make(|document| document.create_text_node(""));
        append(&self.0, View(vec![node.clone().into()]));
        effect(move || {
            let text = text();
            if node.data() != text {
                node.set_data(&text);
            }
        });
        self
    }
}

#[inline(never)]
fn set_attribute(element: &Element, name: &str, value: Option<&str>) {
    // Refused for a malformed name only.
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

/// The text in a text box, or the value of the chosen option.
pub fn text_of(element: &Element) -> String {
    property::text(element, "value")
}

#[inline(never)]
fn listen(element: &Element, event: &str, handler: Box<dyn FnMut(Event)>) {
    let closure = Closure::wrap(handler).into_js_value();
    // Fails for no handler that is a function.
    let _ = element.add_event_listener_with_callback(event, closure.unchecked_ref());
}

#[inline(never)]
fn append(parent: &Node, view: View) {
    for node in &view.0 {
        // Fails only where a node would come to stand inside itself.
        let _ = parent.append_child(node);
    }
}

/// Runs now, and again whenever a signal that it read has changed, until the
/// part of the page that it belongs to goes.
pub fn effect(run: impl FnMut() + 'static) {
    effect_boxed(Box::new(run));
}

#[inline(never)]
fn effect_boxed(mut run: Box<dyn FnMut()>) {
    StoredValue::new_local(RenderEffect::new(move |_| run()));
}

fn marker() -> Node {
    make(|document| document.create_comment("").into())
}

/// A part that follows signals, between two markers that stay in place.
pub fn live<V: Into<View>>(view: impl Fn() -> V + 'static) -> View {
    live_boxed(Box::new(move || view().into()))
}

#[inline(never)]
fn live_boxed(view: Box<dyn Fn() -> View>) -> View {
    let (start, end) = (marker(), marker());
    // Until the markers are in the document, what belongs between them waits.
    let first: Rc<RefCell<Option<Vec<Node>>>> = Rc::default();
    let waiting = first.clone();
    let (from, to) = (start.clone(), end.clone());
    effect(move || {
        let new = view();
        if to.parent_node().is_none() {
            *waiting.borrow_mut() = Some(new.0);
            return;
        }
        clear(&from, &to);
        insert_before(&to, &new.0);
    });
    let mut nodes = vec![start];
    nodes.extend(first.borrow_mut().take().unwrap_or_default());
    nodes.push(end);
    View(nodes)
}

/// Removes what stands between two markers.
fn clear(start: &Node, end: &Node) {
    while let Some(node) = start.next_sibling().filter(|node| node != end) {
        if let Some(parent) = node.parent_node() {
            // It is that parent's child.
            let _ = parent.remove_child(&node);
        }
    }
}

fn insert_before(end: &Node, nodes: &[Node]) {
    let Some(parent) = end.parent_node() else {
        return;
    };
    for node in nodes {
        // `end` is that parent's child.
        let _ = parent.insert_before(node, Some(end));
    }
}

struct Row {
    owner: Owner,
    nodes: Vec<Node>,
}

/// A list whose rows are kept by their keys: a row is drawn once, and goes
/// when its key does. Each row is one element, and no two have one key.
pub fn keyed<T: 'static>(
    items: impl Fn() -> Vec<T> + 'static,
    key: impl Fn(&T) -> String + 'static,
    row: impl Fn(T) -> El + 'static,
) -> View {
    let row = Rc::new(row);
    let draft = move |item: T| {
        let (key, row) = (key(&item), row.clone());
        let draw: Box<dyn FnOnce() -> El> = Box::new(move || row(item));
        (key, draw)
    };
    keyed_boxed(Box::new(move || items().into_iter().map(&draft).collect()))
}

/// A row that may have to be drawn, by its key.
type Draft = (String, Box<dyn FnOnce() -> El>);

#[inline(never)]
fn keyed_boxed(drafts: Box<dyn Fn() -> Vec<Draft>>) -> View {
    let (start, end) = (marker(), marker());
    let parent = Owner::current().unwrap_or_default();
    let rows: RefCell<HashMap<String, Row>> = RefCell::default();
    let first: Rc<RefCell<Option<Vec<Node>>>> = Rc::default();
    let waiting = first.clone();
    let to = end.clone();
    effect(move || {
        let mut old = rows.take();
        let mut kept = HashMap::new();
        let mut nodes = Vec::new();
        for (key, draw) in drafts() {
            let row = old.remove(&key).unwrap_or_else(|| {
                let owner = parent.child();
                let nodes = owner.with(|| untrack(|| View::from(draw()).0));
                Row { owner, nodes }
            });
            nodes.extend(row.nodes.iter().cloned());
            kept.insert(key, row);
        }
        for gone in old.into_values() {
            // First the nodes: an element that has the focus loses it now, and
            // its handler still needs what the owner holds.
            for node in gone.nodes {
                if let Some(parent) = node.parent_node() {
                    let _ = parent.remove_child(&node);
                }
            }
            gone.owner.cleanup();
        }
        rows.replace(kept);
        if to.parent_node().is_none() {
            *waiting.borrow_mut() = Some(nodes);
        } else {
            order(&to, &nodes);
        }
    });
    let mut nodes = vec![start];
    nodes.extend(first.borrow_mut().take().unwrap_or_default());
    nodes.push(end);
    View(nodes)
}

/// Brings rows into their order, from the last to the first, and moves none
/// that already stands where it belongs: moving takes the focus away.
fn order(end: &Node, nodes: &[Node]) {
    let Some(parent) = end.parent_node() else {
        return;
    };
    let mut next = end.clone();
    for node in nodes.iter().rev() {
        let stands = next
            .previous_sibling()
            .is_some_and(|sibling| sibling == *node);
        if !stands {
            let _ = parent.insert_before(node, Some(&next));
        }
        next = node.clone();
    }
}

/// Draws a view into an element, for as long as the page lives.
pub fn mount(place: &Element, view: impl FnOnce() -> View) {
    let owner = Owner::new();
    append(place, owner.with(view));
    std::mem::forget(owner);
}
