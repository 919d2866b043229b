//! Parts of the page that exist only while they are near the screen. Whoever
//! asks gets a signal for each; a part with the focus in it counts as near.

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

/// Watches the parts of one list.
#[derive(Clone, Copy)]
pub struct Nearby {
    observer: StoredValue<Option<IntersectionObserver>, LocalStorage>,
    usual: RwSignal<i32>,
}

/// A part, and whether it is near.
#[derive(Clone, Copy)]
pub struct Near {
    pub is_near: RwSignal<bool>,
    height: StoredValue<Option<i32>>,
}

impl Nearby {
    /// Ends with the view that it belongs to. What is watched holds as many parts
    /// of the usual height.
    pub fn of_view(parts: usize) -> Nearby {
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
            usual: RwSignal::new(USUAL * parts as i32),
        }
    }

    pub fn watch(self, part: &El, is_near: bool) -> Near {
        let near = Near {
            is_near: RwSignal::new(is_near),
            height: StoredValue::new(None),
        };
        let element: HtmlElement = part.cast();
        let is_at_screen = StoredValue::new(is_near);
        let leave = {
            let element = element.clone();
            move || {
                // The part may be gone by the time that this runs.
                let is_away = is_at_screen.try_get_value() == Some(false);
                if is_away && !holds_focus(&element) {
                    near.height.try_set_value(Some(element.offset_height()));
                    near.is_near.try_set(false);
                }
            }
        };
        let on_far = leave.clone();
        part.clone()
            .on("near", move |_| {
                is_at_screen.try_set_value(true);
                near.is_near.try_set(true);
            })
            .on("far", move |_| {
                is_at_screen.try_set_value(false);
                on_far();
            })
            .on("focusout", move |_| {
                let leave = leave.clone();
                // The focus may be on its way to another control of the part.
                page::after_paint(leave);
            });
        self.observer.with_value(|observer| {
            if let Some(observer) = observer {
                observer.observe(&element);
            }
        });
        if is_near {
            page::after_paint(move || {
                let _ = self.usual.try_set(element.offset_height());
            });
        }
        near
    }

    /// Keeps the room of a part while it is not drawn, so that nothing moves.
    pub fn hold_room(self, part: &El, near: Near, is_drawn: Memo<bool>) {
        let element: HtmlElement = part.cast();
        effect(move || {
            let height = match is_drawn.get() {
                true => String::new(),
                false => {
                    let height = near.height.get_value().unwrap_or_else(|| self.usual.get());
                    format!("{height}px")
                }
            };
            property::set(&property::get(&element, "style"), "blockSize", height);
        });
    }
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
