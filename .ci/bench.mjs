// Time from navigation to first contentful paint and to the first visible form, of dist/ served by
// the sandbox on the loopback: each run in a new browser with nothing cached. Prints medians.
import { startDriver, startSandbox, stop, withBrowser } from "./webdriver.mjs";

const runs = Number(process.env.RUNS ?? 9);

// Notes in the page, from its first moment on, when the form has been painted for the first time.
const probe = `
  const watch = new MutationObserver(() => {
    if (!document.querySelector("#app form")?.getClientRects().length) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => (window.firstForm = performance.now())));
  });
  watch.observe(document, { childList: true, subtree: true, attributes: true });`;
const result = `
  const paint = performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
  return paint && window.firstForm && { paint, form: window.firstForm }`;

function report(title, times) {
  const sorted = times.sort((a, b) => a - b);
  const ms = (value) => `${value.toFixed(0)} ms`;
  const middle = (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
  console.log(`${title}: median ${ms(middle)} of ${sorted.length} runs (${ms(sorted[0])} to ${ms(sorted.at(-1))})`);
}

try {
  const page = await startSandbox();
  const driver = await startDriver();
  const all = [];
  for (let i = 0; i < runs; i++) {
    all.push(
      await withBrowser(driver, async (browser) => {
        await browser.cdp("Page.addScriptToEvaluateOnNewDocument", { source: probe });
        await browser.go(page);
        return browser.until(result);
      }),
    );
  }
  report("first contentful paint", all.map(({ paint }) => paint));
  report("first visible form", all.map(({ form }) => form));
} finally {
  stop();
}
