// Time from navigation to first contentful paint and to the first visible form, of dist/ served by
// the sandbox on the loopback: each run in a new browser with nothing cached. Prints medians.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const runs = Number(process.env.RUNS ?? 9);
const capabilities = JSON.parse(readFileSync(".ci/webdriver.json", "utf8"));
capabilities["goog:chromeOptions"].args.push("--headless=new", "--window-size=1280,900");

// Notes in the page, from its first moment on, when the form has been painted for the first time.
const probe = `
  const watch = new MutationObserver(() => {
    if (!document.querySelector("#app form")?.getClientRects().length) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => (window.firstForm = performance.now())));
  });
  watch.observe(document, { childList: true, subtree: true, attributes: true });`;
const result = `return {
  paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
  form: window.firstForm,
}`;

const freePort = () =>
  new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

const children = [];
async function start(command, args, url) {
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "inherit"] });
  children.push(child);
  let lost;
  child.on("error", (error) => (lost = error.message));
  child.on("exit", (code) => (lost ??= `exit ${code}`));
  for (let i = 0; i < 300; i++) {
    if (lost) throw new Error(`${command}: ${lost}`);
    if (await fetch(url).then((answer) => answer.ok, () => false)) return;
    await sleep(100);
  }
  throw new Error(`${command} does not answer at ${url}`);
}

async function run(driver, page) {
  const call = async (method, path, body) => {
    const answer = await fetch(driver + path, { method, body: body && JSON.stringify(body) });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${path}: ${value.message}`);
    return value;
  };
  const { sessionId } = await call("POST", "/session", { capabilities: { alwaysMatch: capabilities } });
  const session = `/session/${sessionId}`;
  try {
    const cmd = "Page.addScriptToEvaluateOnNewDocument";
    await call("POST", `${session}/goog/cdp/execute`, { cmd, params: { source: probe } });
    await call("POST", `${session}/url`, { url: page });
    let times;
    for (let i = 0; i < 100; i++) {
      times = await call("POST", `${session}/execute/sync`, { script: result, args: [] });
      if (times.paint && times.form) break;
      await sleep(100);
    }
    return times;
  } finally {
    await call("DELETE", session);
  }
}

function report(title, times) {
  const sorted = times.filter(Number.isFinite).sort((a, b) => a - b);
  if (sorted.length < times.length) {
    console.log(`${title}: not seen within 10 s in ${times.length - sorted.length} of ${times.length} runs`);
    process.exitCode = 1;
    return;
  }
  const ms = (value) => `${value.toFixed(0)} ms`;
  const middle = (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
  console.log(`${title}: median ${ms(middle)} of ${sorted.length} runs (${ms(sorted[0])} to ${ms(sorted.at(-1))})`);
}

try {
  const listen = `127.0.0.1:${await freePort()}`;
  const page = `http://${listen}/`;
  await start("cargo", ["run", "-q", "-p", "sandbox", "--", "--listen", listen, "--dist", "dist"], page);
  const port = await freePort();
  const driver = `http://127.0.0.1:${port}`;
  await start(process.env.CHROMEDRIVER ?? "chromedriver", [`--port=${port}`], `${driver}/status`);
  const all = [];
  for (let i = 0; i < runs; i++) all.push(await run(driver, page));
  report("first contentful paint", all.map(({ paint }) => paint));
  report("first visible form", all.map(({ form }) => form));
} finally {
  for (const child of children) child.kill();
}
