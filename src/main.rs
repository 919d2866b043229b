//! Starts the page: the panic screen first, then the configuration, then the
//! app in place of the skeleton.

use any_spawner::Executor;
use clocked::app::embed::may_be_used;
use clocked::app::{App, first_lang, run};
use clocked::browser::page;
use clocked::config;
use clocked::ui::dom::mount;
use clocked::view;

fn main() {
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        page::show_stopped(&panic.to_string());
    }));
    // Fails only where an executor is set already, which does as well.
    let _ = Executor::init_wasm_bindgen();
    leptos::task::spawn_local(async {
        let config = config::load().await;
        let Some(place) = page::take_mount_point() else {
            return;
        };
        mount(&place, move || match config {
            Ok(config) if !may_be_used(&config) => view::framed::framed(first_lang(&config)),
            Ok(config) => {
                let app = App::new(config);
                run(app);
                view::page::page(app)
            }
            Err(error) => view::config_error::config_error(&error),
        });
    });
}
