// Processes and browsers of the benchmarks: what was started ends with `stop`.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const capabilities = JSON.parse(readFileSync(".ci/webdriver.json", "utf8"));
capabilities["goog:chromeOptions"].args.push("--headless=new", "--window-size=1280,900");

const children = [];

export const stop = () => {
  for (const child of children) child.kill();
};

export const freePort = () =>
  new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

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

/** The address of a sandbox that serves dist/. */
export async function startSandbox() {
  const listen = `127.0.0.1:${await freePort()}`;
  const page = `http://${listen}/`;
  await start("cargo", ["run", "-q", "-p", "sandbox", "--", "--listen", listen, "--dist", "dist"], page);
  return page;
}

export async function startDriver() {
  const port = await freePort();
  const driver = `http://127.0.0.1:${port}`;
  await start(process.env.CHROMEDRIVER ?? "chromedriver", [`--port=${port}`], `${driver}/status`);
  return driver;
}

/** Runs `use` with a new browser in which nothing is cached. */
export async function withBrowser(driver, use) {
  const call = async (method, path, body) => {
    const answer = await fetch(driver + path, { method, body: body && JSON.stringify(body) });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${path}: ${value.message}`);
    return value;
  };
  const { sessionId } = await call("POST", "/session", { capabilities: { alwaysMatch: capabilities } });
  const session = `/session/${sessionId}`;
  const browser = {
    go: (url) => call("POST", `${session}/url`, { url }),
    run: (script) => call("POST", `${session}/execute/sync`, { script, args: [] }),
    cdp: (cmd, params) => call("POST", `${session}/goog/cdp/execute`, { cmd, params }),
    /** What the script returns, once it is something. */
    async until(script) {
      for (let i = 0; i < 600; i++) {
        const value = await browser.run(script);
        if (value) return value;
        await sleep(100);
      }
      throw new Error(`not within a minute: ${script}`);
    },
  };
  try {
    return await use(browser);
  } finally {
    await call("DELETE", session);
  }
}
