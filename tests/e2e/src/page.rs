//! The page as a person uses it: fields by their labels, buttons by their
//! words.

use serde_json::{Value, json};
use thirtyfour::{WebDriver, WebElement};

use crate::Engine;
use crate::console::Output;
use crate::wait::until;

const FIND: &str = include_str!("find.js");

/// Roles of what takes a value.
const FIELD: &[&str] = &["textbox", "searchbox", "combobox", "listbox", "group"];

/// Notes that a click is still to come, and later that all that it set off at
/// once is done. A page that it leads to knows of none.
const ARRIVAL: &str = "window.arriving = true;
    addEventListener('mouseup', () => setTimeout(() => setTimeout(() => { window.arriving = false })),
        {capture: true, once: true})";

/// The layout of now is one that has heard of the pointer.
const SETTLED: &str = "return document.body.offsetHeight";

#[derive(Clone)]
pub struct Page {
    pub driver: WebDriver,
    pub output: Output,
}

impl Page {
    /// The one element that a person would find by this name.
    pub async fn find(&self, roles: &[&str], name: &str) -> WebElement {
        until(&format!("{roles:?} {name:?}"), async || {
            self.look_for(roles, name).await
        })
        .await
    }

    /// Whether there is such an element now.
    pub async fn has(&self, roles: &[&str], name: &str) -> bool {
        self.look_for(roles, name).await.is_ok()
    }

    async fn look_for(&self, roles: &[&str], name: &str) -> Result<WebElement, String> {
        // What is found may be gone before WebKit's driver can give it a handle.
        let found = self.driver.execute(FIND, vec![json!(roles), json!(name)]);
        let found = found.await.map_err(|error| error.to_string())?;
        let found = found.json();
        match found[0].as_u64() {
            Some(1) => WebElement::from_json(found[1].clone(), self.driver.handle().clone())
                .map_err(|error| error.to_string()),
            count => Err(format!("{count:?} of them among {}", found[1])),
        }
    }

    pub async fn field(&self, label: &str) -> WebElement {
        self.find(FIELD, label).await
    }

    /// Clicks a button, a link, or what opens a part of the page.
    pub async fn press(&self, words: &str) {
        self.click(&["button", "link"], words).await;
    }

    /// Ticks a checkbox or chooses a radio button.
    pub async fn tick(&self, label: &str) {
        self.set_ticked(label, true).await;
    }

    pub async fn untick(&self, label: &str) {
        self.set_ticked(label, false).await;
    }

    async fn set_ticked(&self, label: &str, ticked: bool) {
        let before = self.is_ticked(label).await;
        assert_ne!(before, ticked, "{label:?} is so already");
        self.click(&["checkbox", "radio"], label).await;
        assert_eq!(
            self.is_ticked(label).await,
            ticked,
            "{label:?} after a click"
        );
    }

    pub async fn is_ticked(&self, label: &str) -> bool {
        until(&format!("the state of {label:?}"), async || {
            let input = self.look_for(&["checkbox", "radio"], label).await?;
            input.is_selected().await.map_err(|error| error.to_string())
        })
        .await
    }

    /// An element may be drawn anew between looking and clicking.
    async fn click(&self, roles: &[&str], name: &str) {
        until(&format!("a click on {name:?}"), async || {
            let element = self.look_for(roles, name).await?;
            self.click_on(&element).await
        })
        .await;
    }

    /// What stands beside it may make room for more once it is pointed at, and
    /// WebKit would press one place before that and let go of another after it.
    async fn point_at(&self, element: &WebElement) {
        let chain = self.driver.action_chain();
        // An element that is gone by now is looked for again by the click.
        let _ = chain.move_to_element_center(element).perform().await;
        self.run(SETTLED, &[]).await;
    }

    /// Only chromedriver waits until a click has had its effects.
    async fn click_on(&self, element: &WebElement) -> Result<(), String> {
        let waits = Engine::chosen() != Engine::Chromium;
        if waits {
            self.run(ARRIVAL, &[]).await;
        }
        if Engine::chosen() == Engine::WebKit {
            self.point_at(element).await;
        }
        element.click().await.map_err(|error| error.to_string())?;
        if waits {
            until("a click to arrive", async || {
                let arriving = self
                    .driver
                    .execute("return window.arriving === true", Vec::new());
                match arriving.await {
                    Ok(arriving) if *arriving.json() == true => Err("it has not".to_owned()),
                    // Also where the click has closed its own window.
                    _ => Ok(()),
                }
            })
            .await;
        }
        Ok(())
    }

    /// Puts a text in a field's place, as typing or pasting it does.
    pub async fn type_into(&self, label: &str, text: &str) {
        self.focus_comes().await;
        self.click(FIELD, label).await;
        self.run("document.activeElement.select()", &[]).await;
        self.insert(text).await;
    }

    /// The same for a variable, whose label may also be that of a field above.
    pub async fn type_into_variable(&self, label: &str, text: &str) {
        self.focus_comes().await;
        let script = "const label = Array.from(document.querySelectorAll('.variables label'))
                .find((label) => label.textContent === arguments[0]);
            const field = label && document.getElementById(label.htmlFor);
            field?.scrollIntoView({block: 'center'});
            field?.focus();
            field?.select();
            return Boolean(field)";
        let found = self.run(script, &[json!(label)]).await;
        assert_eq!(found, Value::Bool(true), "a variable {label:?}");
        self.insert(text).await;
    }

    /// The same for a variable that was added by its key, by its row.
    pub async fn type_into_added(&self, row: usize, label: &str, text: &str) {
        self.focus_comes().await;
        let script = "const row = document.querySelectorAll('.added-row')[arguments[0]];
            const label = Array.from(row?.querySelectorAll('label[for]') ?? [])
                .find((label) => label.textContent === arguments[1]);
            const field = label && document.getElementById(label.htmlFor);
            field?.focus();
            field?.select();
            return Boolean(field)";
        let found = self.run(script, &[json!(row), json!(label)]).await;
        assert_eq!(found, Value::Bool(true), "a field {label:?} in row {row}");
        self.insert(text).await;
    }

    /// Presses a button that stands with a variable, or among its further ones.
    pub async fn press_at(&self, label: &str, words: &str) {
        let script = "const label = Array.from(document.querySelectorAll('.variables label'))
                .find((label) => label.textContent === arguments[0]);
            const tools = label?.closest('.variable');
            const more = tools?.querySelector('.more[aria-expanded=false]');
            const find = () => Array.from(tools?.querySelectorAll('button') ?? [])
                .find((button) => button.checkVisibility() && button.textContent.trim() === arguments[1]);
            if (!find()) more?.click();
            const button = find();
            button?.scrollIntoView({block: 'center'});
            return button ?? null";
        until(
            &format!("a button {words:?} at {label:?}"),
            async || match self.run(script, &[json!(label), json!(words)]).await {
                Value::Null => Err(self.text().await),
                button => {
                    let button = WebElement::from_json(button, self.driver.handle().clone());
                    let button = button.map_err(|error| error.to_string())?;
                    self.click_on(&button).await
                }
            },
        )
        .await;
    }

    /// Waits for the focus that the page gives with its next picture, which would be
    /// taken from what a script gives it to.
    async fn focus_comes(&self) {
        let script = "const [done] = arguments;
            setTimeout(done, 500);
            requestAnimationFrame(() => requestAnimationFrame(() => done()))";
        let waited = self.driver.execute_async(script, Vec::new()).await;
        waited.expect("a picture");
    }

    /// Types at the caret.
    pub async fn insert(&self, text: &str) {
        if text.is_empty() {
            self.run("document.execCommand('delete')", &[]).await;
        } else if Engine::chosen() == Engine::Chromium {
            self.cdp("Input.insertText", json!({"text": text})).await;
        } else {
            // WebKit's command leaves out the ends of lines.
            let script = "return arguments[0].split('\\n').every((line, at) =>
                (at === 0 || document.execCommand('insertLineBreak'))
                    && (line === '' || document.execCommand('insertText', false, line)))";
            let whole = "return document.execCommand('insertText', false, arguments[0])";
            let script = match Engine::chosen() {
                Engine::WebKit => script,
                Engine::Chromium | Engine::Firefox => whole,
            };
            let done = self.run(script, &[json!(text)]).await;
            assert_eq!(done, true, "{text:?} can be typed");
        }
    }

    /// Chooses from a list: of a combobox by typing what to look for, of a
    /// list box by its entry.
    pub async fn choose(&self, label: &str, option: &str) {
        let field = self.field(label).await;
        if field.tag_name().await.expect("an element") == "select" {
            let script = "const at = Array.from(arguments[0].options).findIndex((o) => o.text === arguments[1]);
                if (at < 0) return Array.from(arguments[0].options, (o) => o.text).join();
                arguments[0].focus();
                arguments[0].selectedIndex = at;
                for (const type of ['input', 'change']) arguments[0].dispatchEvent(new Event(type, {bubbles: true}));
                return null;";
            let wrong = self
                .run(
                    script,
                    &[field.to_json().expect("an element"), json!(option)],
                )
                .await;
            assert_eq!(wrong, Value::Null, "{label:?} has no option {option:?}");
        } else {
            self.type_into(label, option).await;
            self.press_option(option).await;
        }
    }

    /// Clicks an entry of an open list.
    pub async fn press_option(&self, words: &str) {
        self.click(&["option"], words).await;
    }

    /// What a field shows.
    pub async fn value_of(&self, label: &str) -> String {
        let field = self.field(label).await;
        let script = "const field = arguments[0];
            return field.tagName === 'SELECT' ? field.selectedOptions[0]?.text ?? '' : field.value;";
        let value = self
            .run(script, &[field.to_json().expect("an element")])
            .await;
        value.as_str().unwrap_or_default().to_owned()
    }

    /// A script of the test's own; its value.
    pub async fn run(&self, script: &str, arguments: &[Value]) -> Value {
        let done = self
            .driver
            .execute(script, arguments.to_vec())
            .await
            .unwrap_or_else(|error| panic!("{error}: {:.200}", script));
        done.json().clone()
    }

    /// A command of Chromium's own protocol.
    pub async fn cdp(&self, command: &str, parameters: Value) -> Value {
        self.driver
            .cdp()
            .send_raw(command, parameters)
            .await
            .unwrap_or_else(|error| panic!("{command}: {error}"))
    }
}
