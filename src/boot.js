// Starts the page: Trunk leaves the addresses of the glue and of the wasm in two links, so that no
// inline script is needed. Until the app has taken over, and after it has died, this file speaks.
const find = (id) => document.getElementById(id);
const href = (rel) => document.querySelector(`link[rel="${rel}"]`).href;
const root = document.documentElement;
const query = new URLSearchParams(location.search);

// The skeleton's language, until the app has read its own rules.
root.lang = /^zh/i.test(query.get("lang") ?? navigator.language) ? "zh-CN" : "en";
// And the theme, as the app will set it. Storage may be refused.
try {
  root.dataset.theme = query.get("theme") || localStorage["clocked.theme"];
} catch {}
root.classList.toggle("boot-embedded", query.get("embed") === "1");

// The hash in the wasm's name tells builds apart, even where the wasm itself never arrived.
const build = /-([0-9a-f]+)_bg\.wasm$/.exec(href("wasm"))?.[1] ?? "";
for (const place of document.querySelectorAll("[data-build]")) place.textContent = build;
for (const button of document.querySelectorAll("[data-reload]")) {
  button.addEventListener("click", () => location.reload());
}

/** Shows one of the notices in place of everything else. */
function show(notice) {
  find("app").hidden = true;
  // An open dialog would lie above the notice and keep its button from being pressed.
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
  notice.hidden = false;
}

const stopped = find("stopped");
const watch = new MutationObserver(() => {
  if (stopped.hidden) return;
  watch.disconnect();
  show(stopped);
});
watch.observe(stopped, { attributes: true, attributeFilter: ["hidden"] });

async function load() {
  const [{ default: init }, wasm] = await Promise.all([import(href("modulepreload")), fetch(href("wasm"))]);
  if (!wasm.ok) throw new Error(`${wasm.status} ${wasm.url}`);
  await init({ module_or_path: wasm });
}

if (typeof WebAssembly !== "object") {
  show(find("no-wasm"));
} else {
  load().catch((error) => {
    // A panic while the app starts ends here too, but has its own notice already.
    if (!stopped.hidden) return;
    find("not-opened-reason").textContent = String(error);
    show(find("not-opened"));
  });
}
