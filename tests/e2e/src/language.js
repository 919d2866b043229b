// Texts that are not of the page's language, and keys in place of texts. Arguments: the language's
// tag; names and values that are data, longest first; words that both languages have; names of the
// wire. One line for each finding.
const [tag, data, terms, wire] = arguments;
const found = new Set();
const root = document.querySelector("dialog:modal") ?? document.body;
const CODE = "code, pre, script, style, noscript, .said, .description, textarea, .option-hint";
const CHINESE = /[\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60]/;

function withoutData(text) {
  let rest = text
    .replace(/https?:\/\/\S+|(?:127\.0\.0\.1|localhost)\S*/g, " ")
    .replace(/\$\{[^}]*\}/g, " ")
    .replace(/\b[A-Z][A-Za-z]+(?:\/[A-Z][A-Za-z_-]+)+/g, " ");
  for (const own of data) rest = rest.replaceAll(own, " ");
  return rest;
}

function look(text, where) {
  const rest = withoutData(text);
  const say = (what) => found.add(`${what} in ${JSON.stringify(text.trim().slice(0, 120))} (${where})`);
  for (const key of rest.match(/\b[a-z]+(?:_[a-z0-9]+)+\b/g) ?? []) if (!wire.includes(key)) say(`the key ${key}`);
  if (/[{}]/.test(rest)) say("a place that nothing was put into");
  if (tag === "en") {
    if (CHINESE.test(rest)) say("Chinese");
    return;
  }
  const words = rest.replace(/\b[a-z]+(?:_[a-z0-9]+)+\b/g, " ").match(/[A-Za-z]{2,}/g) ?? [];
  for (const word of words) if (!terms.includes(word) && !wire.includes(word)) say(`the word ${word}`);
}

// Marked as what it is, in another language than the page.
const isMarked = (element) => (element.closest("[lang]")?.lang ?? tag) !== tag;
const isShown = (element) => element.checkVisibility({ visibilityProperty: true });

if (document.documentElement.lang !== tag) found.add(`the page calls itself ${document.documentElement.lang}`);
const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
for (let text = texts.nextNode(); text; text = texts.nextNode()) {
  const element = text.parentElement;
  if (!text.data.trim() || element.closest(CODE) || isMarked(element)) continue;
  if (isShown(element.closest("select") ?? element)) look(text.data, element.tagName.toLowerCase());
}
for (const element of root.querySelectorAll("[aria-label], [placeholder], [title], [alt]")) {
  if (!isShown(element) || isMarked(element)) continue;
  for (const name of ["aria-label", "placeholder", "title", "alt"]) look(element.getAttribute(name) ?? "", name);
}
return Array.from(found);
