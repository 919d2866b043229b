//! Parts of a list that exist only while they are near the screen, and blocks of
//! such parts. Whoever asks gets a signal for each; one with the focus in it counts
//! as near. What is not drawn keeps its room.

use std::ops::Range;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, HtmlElement, IntersectionObserver, IntersectionObserverInit};

use super::dom::{El, effect};
use crate::browser::{page, property};

/// Far enough that a fast wheel meets drawn parts.
const MARGIN: &str = "1500px 0px";

/// What a part that was never drawn is taken for, in pixels, until one was.
const USUAL: i32 = 1100;

/// Watches the parts and blocks of one list.
#[derive(Clone, Copy)]
pub struct Nearby {
    observer: StoredValue<Option<IntersectionObserver>, LocalStorage>,
    usual: RwSignal<i32>,
    /// By number what a part measured when it was last drawn, 0 for never.
    heights: StoredValue<Vec<i32>>,
}

/// What is known of one that is watched.
#[derive(Clone, Copy)]
struct Seen {
    part: Option<usize>,
    is_near: RwSignal<bool>,
    is_at_screen: StoredValue<bool>,
}

impl Nearby {
    /// Ends with the view that it belongs to.
    pub fn of_view() -> Nearby {
        let observer = StoredValue::new_local(observer());
        on_cleanup(move || {
            observer.with_value(|observer| {
                if let Some(observer) = observer {
                    observer.disconnect();
                }
            });
        });
        Nearby {
            observer,
            usual: RwSignal::new(USUAL),
            heights: StoredValue::default(),
        }
    }

    /// Whether this is near. A part, which has a number, is measured; the first is
    /// near from the start.
    pub fn watch(self, of: &El, part: Option<usize>, is_first: bool) -> RwSignal<bool> {
        let seen = Seen {
            part,
            is_near: RwSignal::new(is_first),
            is_at_screen: StoredValue::new(is_first),
        };
        // The element is the event's own: one that its listeners held would never go.
        of.clone()
            .on("near", move |_| {
                seen.is_at_screen.try_set_value(true);
                seen.is_near.try_set(true);
            })
            .on("far", move |event| {
                seen.is_at_screen.try_set_value(false);
                self.leave(seen, &element_of(&event));
            })
            .on("focusout", move |event| {
                let element = element_of(&event);
                // The focus may be on its way to another control of the part.
                page::after_paint(move || self.leave(seen, &element));
            });
        let element: HtmlElement = of.cast();
        self.observer.with_value(|observer| {
            if let Some(observer) = observer {
                observer.observe(&element);
            }
        });
        if part.is_some() && is_first {
            page::after_paint(move || {
                let height = element.offset_height();
                if height > 0 {
                    self.usual.try_set(height);
                }
            });
        }
        seen.is_near
    }

    #[inline(never)]
    fn leave(self, seen: Seen, element: &HtmlElement) {
        // It may be gone by the time that this runs.
        let is_away = seen.is_at_screen.try_get_value() == Some(false);
        if !is_away || holds_focus(element) {
            return;
        }
        if let Some(part) = seen.part {
            let height = element.offset_height();
            self.heights.try_update_value(|heights| {
                while heights.len() <= part {
                    heights.push(0);
                }
                heights[part] = height;
            });
        }
        seen.is_near.try_set(false);
    }

    /// Keeps the room of these parts while they are not drawn, so that nothing moves.
    pub fn hold_room(
        self,
        of: &El,
        is_drawn: Memo<bool>,
        parts: impl Fn() -> Range<usize> + 'static,
    ) {
        let element: HtmlElement = of.cast();
        effect(move || {
            let height = match is_drawn.get() {
                true => String::new(),
                false => format!("{}px", self.room(parts())),
            };
            property::set(&property::get(&element, "style"), "blockSize", height);
        });
    }

    fn room(self, parts: Range<usize>) -> i32 {
        let usual = self.usual.get();
        self.heights.with_value(|heights| {
            let known = |part| heights.get(part).copied().filter(|height| *height > 0);
            parts.map(|part| known(part).unwrap_or(usual)).sum()
        })
    }
}

/// Whose listener an event came to.
fn element_of(event: &Event) -> HtmlElement {
    property::get(event, "currentTarget").unchecked_into()
}

fn holds_focus(element: &Element) -> bool {
    page::document()
        .and_then(|document| document.active_element())
        .is_some_and(|active| element.contains(Some(&active)))
}

/// Tells each part by an event of its own.
fn observer() -> Option<IntersectionObserver> {
    let tell: Box<dyn FnMut(js_sys::Array)> = Box::new(|entries| {
        for entry in entries.iter() {
            let event = Event::new(match property::get(&entry, "isIntersecting").is_truthy() {
                true => "near",
                false => "far",
            });
            if let Ok(event) = event {
                let part: Element = property::get(&entry, "target").unchecked_into();
                // Fails only while it is being told another event.
                let _ = part.dispatch_event(&event);
            }
        }
    });
    let tell = Closure::wrap(tell).into_js_value();
    let options: IntersectionObserverInit = js_sys::Object::new().unchecked_into();
    property::set(&options, "rootMargin", MARGIN);
    IntersectionObserver::new_with_options(tell.unchecked_ref(), &options).ok()
}
