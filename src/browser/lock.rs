//! A lock that all tabs of the browser share: Web Locks, which browsers give to
//! pages of https and of the machine itself only.

use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Held until it is dropped or the page goes.
pub struct Lock(Option<Function>);

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(release) = &self.0 {
            // Settles a promise, which cannot fail.
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}

/// Chromium evicts a page that it keeps for the way back when somebody asks for
/// its lock, and now and then too late for that request. In milliseconds.
const EVICTS_IN: [u32; 3] = [50, 150, 300];

/// Takes the lock of this name; `None` where another tab holds it. A browser
/// without locks gives one that keeps nobody out.
pub async fn take(name: &str) -> Option<Lock> {
    for pause in EVICTS_IN {
        match take_at_once(name).await {
            None => TimeoutFuture::new(pause).await,
            lock => return lock,
        }
    }
    take_at_once(name).await
}

async fn take_at_once(name: &str) -> Option<Lock> {
    let Some((told, release)) = ask(name) else {
        return Some(Lock(None));
    };
    match JsFuture::from(told).await {
        Ok(is_taken) => is_taken.is_truthy().then_some(Lock(Some(release))),
        // A frame of no origin of its own has none either.
        Err(_) => Some(Lock(None)),
    }
}

/// A promise that tells whether the lock was free, and what gives it back.
fn ask(name: &str) -> Option<(Promise, Function)> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    let request: Function = Reflect::get(&locks, &"request".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &true.into()).ok()?;
    let (held, release) = promise()?;
    let (told, tell) = promise()?;
    let on_answer = Closure::once_into_js(move |lock: JsValue| {
        let _ = tell.call1(&JsValue::UNDEFINED, &lock.is_truthy().into());
        // The lock lasts until this promise settles.
        held
    });
    let arguments = Array::of3(&name.into(), &options, &on_answer);
    let requested = request.apply(&locks, &arguments).ok()?;
    // Refused, it never calls back.
    let told = Promise::race(&Array::of2(&told, &requested));
    Some((told, release))
}

/// A promise, and what fulfils it.
fn promise() -> Option<(Promise, Function)> {
    let mut fulfil = None;
    let promise = Promise::new(&mut |resolve, _| fulfil = Some(resolve));
    Some((promise, fulfil?))
}
