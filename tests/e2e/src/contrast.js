// The contrast, as WCAG has it, of everything that is painted now: words against the ground they stand on,
// borders of controls and the ring of the focus against the ground around them. While a modal dialog is open,
// what is in it. Arguments: the least of words, the least of lines. Gives how many were measured, and each
// that has less.
const [leastOfWords, leastOfLines] = arguments;
const screen = document.querySelector("dialog:modal") ?? document.body;

// Every colour of a computed style is `rgb(…)`, `rgba(…)` or `color(srgb …)`.
function read(colour) {
  const parts = colour.match(/[\d.]+(?:e-?\d+)?/g).map(Number);
  const [red, green, blue, alpha = 1] = parts;
  const scale = colour.startsWith("color(") ? 255 : 1;
  return { rgb: [red, green, blue].map((part) => part * scale), alpha };
}

const over = (top, rgb) => rgb.map((below, at) => top.rgb[at] * top.alpha + below * (1 - top.alpha));

// What is painted below the content of an element.
function ground(element) {
  const layers = [];
  for (let at = element; at; at = at.parentElement) {
    const layer = read(getComputedStyle(at).backgroundColor);
    layers.unshift(layer);
    if (layer.alpha === 1) break;
  }
  const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
  return layers.reduce((rgb, layer) => over(layer, rgb), isDark ? [18, 18, 18] : [255, 255, 255]);
}

function luminance(rgb) {
  const [red, green, blue] = rgb.map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(colour, rgb) {
  const [one, other] = [luminance(over(read(colour), rgb)) + 0.05, luminance(rgb) + 0.05];
  return Math.max(one, other) / Math.min(one, other);
}

const found = { words: 0, lines: 0, faults: [] };
function measure(kind, least, colour, rgb, what) {
  found[kind] += 1;
  const ratio = contrast(colour, rgb);
  if (ratio < least) found.faults.push(`${kind} ${ratio.toFixed(2)}: ${colour} on ${rgb.map(Math.round)}: ${what}`);
}

// What cannot be used now needs no contrast, and what only a screen reader tells has no colour.
function isPainted(element) {
  const box = element.getBoundingClientRect();
  return element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    && box.width > 1 && box.height > 1 && getComputedStyle(element).clipPath === "none"
    && !element.closest(".visually-hidden, :disabled, [aria-disabled=true]");
}

const texts = document.createTreeWalker(screen, NodeFilter.SHOW_TEXT);
for (let text = texts.nextNode(); text; text = texts.nextNode()) {
  const element = text.parentElement;
  if (!text.data.trim() || element.closest("select, textarea") || !isPainted(element)) continue;
  measure("words", leastOfWords, getComputedStyle(element).color, ground(element), text.data.trim().slice(0, 40));
}

for (const field of screen.querySelectorAll("input, select, textarea")) {
  if (!isPainted(field) || ["checkbox", "radio"].includes(field.type)) continue;
  const [own, around] = [ground(field), ground(field.parentElement)];
  const name = field.labels?.[0]?.textContent ?? field.getAttribute("aria-label") ?? field.id;
  const words = getComputedStyle(field, field.value === "" ? "::placeholder" : null).color;
  measure("words", leastOfWords, words, own, `in ${name}`);
  measure("lines", leastOfLines, getComputedStyle(field).borderBlockStartColor, around, `around ${name}`);
}

const focused = document.activeElement;
if (focused?.matches(":focus-visible") && getComputedStyle(focused).outlineStyle !== "none") {
  const { outlineColor } = getComputedStyle(focused);
  measure("lines", leastOfLines, outlineColor, ground(focused.parentElement), "the ring of the focus");
}
return found;
