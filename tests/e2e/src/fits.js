// What does not fit into the window, or is too small to be hit. One line for each finding.
const found = [];
const root = document.querySelector("dialog:modal") ?? document.body;
const say = (what, element) => found.push(`${what}: ${element.outerHTML.replace(/\s+/g, " ").slice(0, 140)}`);
const isShown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
// Only for a screen reader, which does not care for its size.
const isUnseen = (element) => element.closest(".visually-hidden") || getComputedStyle(element).clipPath === "inset(50%)";
// May be larger than their place: code and tables in a box that scrolls by keyboard too.
const SCROLLS = "pre, textarea, input, select, .table-box";

function scrollsSideways() {
  const page = document.scrollingElement;
  if (page.scrollWidth > page.clientWidth) found.push(`the page is ${page.scrollWidth} wide in ${page.clientWidth}`);
  for (const element of root.querySelectorAll("*")) {
    if (!["auto", "scroll"].includes(getComputedStyle(element).overflowX) || !isShown(element)) continue;
    if (element.scrollWidth > element.clientWidth + 1 && !element.matches(SCROLLS)) say("scrolls sideways", element);
  }
}

// Whether a box of text is cut by what it stands in, or by the window.
function isCut(box, element) {
  for (let around = element; around; around = around.parentElement) {
    const { overflowX, overflowY } = getComputedStyle(around);
    if ([overflowX, overflowY].some((own) => ["auto", "scroll"].includes(own))) return false;
    if (overflowX === "visible" && overflowY === "visible") continue;
    const frame = around.getBoundingClientRect();
    if (box.right > frame.right + 1 || box.left < frame.left - 1) return true;
    if (box.bottom > frame.bottom + 2 || box.top < frame.top - 2) return true;
  }
  return box.right > document.documentElement.clientWidth + 1 || box.left < -1;
}

function textIsCut() {
  const range = document.createRange();
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const element = text.parentElement;
    if (!text.data.trim() || !isShown(element) || isUnseen(element) || element.closest("select, textarea")) continue;
    range.selectNodeContents(text);
    const boxes = Array.from(range.getClientRects()).filter((box) => box.width > 0);
    if (boxes.some((box) => isCut(box, element))) say("cut off", element);
  }
}

// The words that a control shows on one line, and cuts.
function controlIsCut() {
  const pen = document.createElement("canvas").getContext("2d");
  for (const control of root.querySelectorAll("select, input[placeholder]")) {
    const isList = control.matches("select");
    const words = isList ? control.selectedOptions[0]?.text : control.value === "" && control.placeholder;
    if (!words || !isShown(control)) continue;
    const style = getComputedStyle(control);
    pen.font = style.font;
    const room = control.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const arrow = isList ? 14 : 0;
    if (pen.measureText(words).width + arrow > room + 1) say(`shows ${JSON.stringify(words)} in part`, control);
  }
}

const TARGETS = "a[href], button, input, select, textarea, summary, [role=option]";

// WCAG 2.5.8, without its exception for targets that only stand far enough from others.
function targetsAreSmall() {
  for (const target of root.querySelectorAll(TARGETS)) {
    const style = getComputedStyle(target);
    if (!isShown(target) || isUnseen(target) || style.pointerEvents === "none") continue;
    const words = target.textContent.trim();
    const isInSentence = style.display === "inline" && target.parentElement.textContent.trim().length > words.length;
    if (isInSentence) continue;
    const isTicked = target.matches("[type=checkbox], [type=radio]");
    const box = ((isTicked && target.labels?.[0]) || target).getBoundingClientRect();
    if (box.width < 23.5 || box.height < 23.5) say(`a target of ${box.width} × ${box.height}`, target);
  }
}

scrollsSideways();
textIsCut();
controlIsCut();
targetsAreSmall();
return found;
