//! The browser's local storage, which may be missing, refused or full: what
//! cannot be kept is simply not there the next time.

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

pub fn read(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// The keys that begin so, in no order.
pub fn keys(prefix: &str) -> Vec<String> {
    let Some(storage) = storage() else {
        return Vec::new();
    };
    let count = storage.length().unwrap_or_default();
    (0..count)
        .filter_map(|at| storage.key(at).ok()?)
        .filter(|key| key.starts_with(prefix))
        .collect()
}

pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        // Fails where nothing could have been kept either.
        let _ = storage.remove_item(key);
    }
}

/// Whether it was kept.
pub fn write(key: &str, value: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(key, value).is_ok())
}
