// How the form bears many variables: for each number of text variables the time from the template's
// arrival to a usable form, from a key to after the next frame, and the memory, in Chromium with its
// CPU slowed down four times. Beside it the same for a plain page of as many inputs that checks the
// same two rules (required, and no reference in a circle) with no framework and no wasm. Both are
// measured in turn, in ROUNDS of new browsers, and told together: a machine has slow minutes, and of
// one round's keys the slowest fiftieth is a handful, among few variables mostly of the browser's own
// doing, which needs more rounds. With REFERENCES=1 each value refers to the next variable, so that
// one key asks of all behind it. Last it says which targets were met.
import { createServer } from "node:http";

import { freePort, startDriver, startSandbox, stop, withBrowser } from "./webdriver.mjs";

const counts = (process.env.VARIABLES ?? "100 1000 10000").split(" ").map(Number);
const keys = Number(process.env.KEYS ?? 150);
const roundsOf = (count) => Number(process.env.ROUNDS ?? (count > 100 ? 4 : 12));
const chained = process.env.REFERENCES === "1";
const TEMPLATE = 900;
const TYPED = 5;

const keyOf = (n) => `\${v_${n}}`;
const valueOf = (n, count) => (chained && n + 1 < count ? `value ${keyOf(n + 1)}` : `value ${n}`);

function template(count) {
  const numbers = Array.from({ length: count }, (_, n) => n);
  const constant = (n) => ({
    key: keyOf(n), name: `Variable ${n}`, desc: "", index: n, show_type: "show", source_type: "custom",
    source_tag: "input.input", custom_type: "input", source_info: {}, validation: "", value: valueOf(n, count),
    version: "legacy", form_schema: {}, is_meta: false, pre_render_mako: false,
  });
  const node = {
    id: "n1", type: "ServiceActivity", name: "step", incoming: ["l1"], outgoing: "l2", optional: false,
    component: { code: "bk_display", version: "v1.0", data: {
      bk_display_message: { hook: false, need_render: true, value: numbers.map(keyOf).join(" ") } } },
  };
  return {
    id: TEMPLATE, project_id: 1, name: `${count} variables`, schemes: [],
    pipeline_tree: {
      activities: { n1: node }, gateways: {}, outputs: [],
      flows: { l1: { id: "l1", source: "s", target: "n1", is_default: false },
               l2: { id: "l2", source: "n1", target: "e", is_default: false } },
      start_event: { id: "s", type: "EmptyStartEvent", incoming: "", outgoing: "l1", name: "" },
      end_event: { id: "e", type: "EmptyEndEvent", incoming: ["l2"], outgoing: "", name: "" },
      constants: Object.fromEntries(numbers.map((n) => [keyOf(n), constant(n)])),
    },
  };
}

const plain = (count) => `<!doctype html><meta charset="utf-8"><title>plain</title><body><script>
  const keyOf = ${keyOf}, chained = ${chained}, valueOf = ${valueOf};
  const keys = Array.from({ length: ${count} }, (_, n) => keyOf(n));
  performance.mark("start");
  const known = new Set(keys), edges = new Map();
  function reaches(from, to) {
    const seen = new Set(), left = [from];
    for (let key; (key = left.pop()); ) {
      for (const next of edges.get(key) ?? []) {
        if (next === to) return true;
        if (!seen.has(next)) left.push(next);
        seen.add(next);
      }
    }
    return false;
  }
  function check(key, input, error) {
    edges.set(key, (input.value.match(/\\$\\{\\w+\\}/g) ?? []).filter((other) => known.has(other)));
    error.textContent = input.value === "" ? "required" : reaches(key, key) ? "refers to itself" : "";
  }
  for (const [n, key] of keys.entries()) {
    const row = document.createElement("p"), label = document.createElement("label");
    const input = document.createElement("input"), error = document.createElement("span");
    label.textContent = "Variable " + n + " " + key;
    label.htmlFor = input.id = "v" + n;
    input.value = valueOf(n, ${count});
    input.addEventListener("input", () => check(key, input, error));
    row.append(label, input, error);
    document.body.append(row);
    check(key, input, error);
  }
  requestAnimationFrame(() => setTimeout(() => performance.measure("usable", "start")));
</script>`;

// Notes when the typed variable's input was painted, how much memory the wasm has, and for every
// key the time from its event to after the next frame.
const probe = `
  window.samples = [];
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const own = WebAssembly[name];
    WebAssembly[name] = async (...all) => {
      const result = await own.apply(WebAssembly, all);
      window.wasm = (result.instance ?? result).exports.memory;
      return result;
    };
  }
  addEventListener("keydown", (event) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => window.samples.push(performance.now() - event.timeStamp);
    channel.port2.postMessage(0);
  }), true);
  const field = () => [...document.querySelectorAll(".variable code.key")]
    .find((key) => key.textContent === "${keyOf(TYPED)}")?.closest(".field").querySelector("input");
  const watch = new MutationObserver(() => {
    if (!field()) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => (window.usable = performance.now())));
  });
  watch.observe(document, { childList: true, subtree: true });
  window.typed = () => field() ?? document.querySelector("#v${TYPED}");`;

// What the page took from the template's last byte to the usable form, without the time until the
// first byte of each answer that it asked for in between: what it does meanwhile costs nobody anything.
const usable = `
  if (!window.usable) return;
  const calls = performance.getEntriesByType("resource").filter((entry) => entry.name.includes("/api/"));
  const info = calls.find((entry) => entry.name.includes("get_template_info"));
  const later = calls.filter((entry) => entry.startTime >= info.responseEnd && entry.startTime < window.usable);
  const waited = later.reduce((sum, entry) => sum + entry.responseStart - entry.startTime, 0);
  return window.usable - info.responseEnd - waited`;

async function measure(browser, url, script) {
  await browser.cdp("Page.addScriptToEvaluateOnNewDocument", { source: probe });
  await browser.cdp("Emulation.setCPUThrottlingRate", { rate: 4 });
  await browser.go(url);
  const form = await browser.until(script);
  await browser.until("return document.readyState === 'complete' && (window.typed()?.focus(), true)");
  await new Promise((done) => setTimeout(done, 3000));
  for (let n = 0; n < keys; n++) {
    const text = String.fromCharCode(97 + (n % 26));
    await browser.cdp("Input.dispatchKeyEvent", { type: "keyDown", text, key: text });
    await browser.cdp("Input.dispatchKeyEvent", { type: "keyUp", key: text });
  }
  await browser.until(`return window.samples.length >= ${keys}`);
  const samples = await browser.run("return window.samples");
  await browser.cdp("HeapProfiler.collectGarbage", {});
  const heap = await browser.run("return performance.memory.usedJSHeapSize + (window.wasm?.buffer.byteLength ?? 0)");
  return { form, samples, heap };
}

// The middle one of rounds, and of all their keys.
function together(measured) {
  const at = (all, part) => all.sort((a, b) => a - b)[Math.floor(part * all.length)];
  const samples = measured.flatMap((one) => one.samples);
  return {
    form: at(measured.map((one) => one.form), 0.5),
    median: at(samples, 0.5),
    p98: at(samples, 0.98),
    heap: at(measured.map((one) => one.heap), 0.5),
  };
}

function line(title, { form, median, p98, heap }) {
  const cells = [form, median, p98].map((ms) => `${ms.toFixed(1)} ms`.padStart(11));
  console.log(`${title.padEnd(18)}${cells.join("")}${(heap / 2 ** 20).toFixed(1).padStart(9)} MB`);
}

// The targets of which both sides were measured.
function tell(own, other) {
  const target = (isMet, words) => console.log(`${isMet ? "met   " : "missed"} ${words}`);
  const ms = (time) => `${time.toFixed(1)} ms`;
  for (const count of [100, 1000].filter((count) => own.has(count))) {
    const [page, plain] = [own.get(count).p98, other.get(count).p98];
    target(page <= plain, `p98 of a key among ${count}: ${ms(page)}, of the plain page ${ms(plain)}`);
  }
  if (!own.has(100) || !own.has(10000)) return;
  const [few, many] = [own.get(100), own.get(10000)];
  // Two measurements of one page differ by up to a quarter.
  target(many.p98 <= 1.25 * few.p98, `p98 of a key among 10000 as among 100: ${ms(many.p98)}, ${ms(few.p98)}`);
  target(many.form <= 2 * few.form, `10000 usable within twice the time of 100: ${ms(many.form)}, ${ms(few.form)}`);
}

const server = createServer((request, answer) => {
  answer.setHeader("content-type", "text/html");
  answer.end(plain(Number(request.url.slice(1))));
});

try {
  const page = await startSandbox();
  const driver = await startDriver();
  const port = await freePort();
  await new Promise((done) => server.listen(port, "127.0.0.1", done));
  console.log(`${"variables".padEnd(18)}${["usable", "key median", "key p98"].map((t) => t.padStart(11)).join("")}     memory`);
  const own = new Map(), other = new Map();
  for (const count of counts) {
    await fetch(`${page}sandbox/templates`, { method: "POST", body: JSON.stringify(template(count)) });
    const ownUrl = `${page}?bk_biz_id=2&template_id=${TEMPLATE}&lang=en`;
    const script = "return performance.getEntriesByName('usable')[0]?.duration";
    const plainUrl = `http://127.0.0.1:${port}/${count}`;
    const [ownRounds, plainRounds] = [[], []];
    for (let round = 0; round < roundsOf(count); round++) {
      ownRounds.push(await withBrowser(driver, (browser) => measure(browser, ownUrl, usable)));
      plainRounds.push(await withBrowser(driver, (browser) => measure(browser, plainUrl, script)));
    }
    own.set(count, together(ownRounds));
    other.set(count, together(plainRounds));
    line(`${count}`, own.get(count));
    line(`${count}, plain page`, other.get(count));
  }
  tell(own, other);
} finally {
  server.close();
  stop();
}
