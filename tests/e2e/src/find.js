// Looks for elements by role and accessible name among what a person can reach: what is visible,
// and while a modal dialog is open, what is in it. Arguments: the roles, the name.
const [roles, name] = arguments;
const clean = (text) => (text ?? "").replace(/\s+/g, " ").trim();

const IMPLICIT = [
  ["button", "button, summary"],
  ["link", "a[href]"],
  ["heading", "h1, h2, h3, h4"],
  ["checkbox", "input[type=checkbox]"],
  ["radio", "input[type=radio]"],
  ["listbox", "select"],
  ["searchbox", "input[type=search]"],
  ["textbox", "input:is([type=text], [type=password], :not([type])), textarea"],
  ["group", "fieldset"],
];

function roleOf(element) {
  const own = element.getAttribute("role");
  return own ?? IMPLICIT.find(([, selector]) => element.matches(selector))?.[0];
}

// The text of an element without what is hidden from everybody.
function textOf(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE) return "";
  if (node.hidden || node.getAttribute("aria-hidden") === "true") return "";
  if (node.matches("input, select, textarea")) return "";
  return Array.from(node.childNodes, textOf).join(" ");
}

function nameOf(element) {
  const ids = element.getAttribute("aria-labelledby");
  if (ids) return ids.split(" ").map((id) => textOf(document.getElementById(id) ?? document.createTextNode(""))).join(" ");
  const label = element.getAttribute("aria-label");
  if (label) return label;
  if (element.labels?.length) return Array.from(element.labels, textOf).join(" ");
  if (element.matches("fieldset")) return textOf(element.querySelector("legend") ?? document.createTextNode(""));
  return textOf(element);
}

const dialog = document.querySelector("dialog:modal");
const reachable = Array.from((dialog ?? document).querySelectorAll("*"))
  .filter((element) => roles.includes(roleOf(element)))
  .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest("[inert]"))
  .map((element) => [clean(nameOf(element)), element]);
const exact = reachable.filter(([found]) => found === name);
// Behind the words of a label may stand a mark, such as a number of nodes.
const begun = reachable.filter(([found]) => found.startsWith(name));
const named = exact.length ? exact : begun;
// A template may name a variable as the form names a field: the form's own is meant.
const own = named.filter(([, element]) => !element.closest(".variables"));
const found = own.length === 1 ? own : named;
if (found.length !== 1) return [found.length, reachable.map(([found]) => found)];
const element = found[0][1];
element.scrollIntoView({ block: "center", behavior: "instant" });
return [1, element];
