// A tree of accessible objects as lines of text: role, name, value and states, indented; what is
// another each time is named by its kind. Arguments: the nodes as the browser gives them.
const [nodes] = arguments;
const byId = new Map(nodes.map((node) => [node.nodeId, node]));
const said = (value) => String(value?.value ?? "").replace(/\s+/g, " ").trim();
const roleOf = (node) => said(node.role);

// Neither tell anything nor hold together what a person would miss.
const PASSED = ["generic", "none", "strong", "emphasis", "code", "InlineTextBox", "LineBreak", "rowgroup"];
// Speak by their name and value alone.
const LEAVES = ["textbox", "searchbox", "spinbutton", "combobox", "img", "timer", "ListMarker"];
const MOST = 5;
const LONGEST = 240;

function steady(text) {
  return text
    .replace(/\b[0-9a-f]{32}\b/g, "<trace>")
    .replace(/\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:星期|周)[一二三四五六日]/g, "<weekday>")
    .replace(/\d{4}-\d\d-\d\d/g, "<date>")
    .replace(/\d\d:\d\d:\d\d/g, "<time>")
    .replace(/(?:127\.0\.0\.1|localhost):\d+/g, "<host>")
    .replace(/\b[0-9a-f]{16}\b/g, "<build>")
    // Of the zones that the browser knows.
    .replace(/\b\d{3}(?= results| 个结果)/g, "<many>")
    .slice(0, LONGEST);
}

function childrenOf(node) {
  return (node.childIds ?? []).flatMap((id) => {
    const child = byId.get(id);
    if (!child) return [];
    // Its words are the name of its control, which says them.
    if (roleOf(child) === "LabelText") return childrenOf(child).filter((own) => roleOf(own) !== "StaticText");
    return child.ignored || PASSED.includes(roleOf(child)) ? childrenOf(child) : [child];
  });
}

function statesOf(node) {
  const own = Object.fromEntries((node.properties ?? []).map(({ name, value }) => [name, value.value]));
  const states = [];
  if (roleOf(node) === "heading") states.push(`level ${own.level}`);
  for (const name of ["checked", "pressed", "selected", "disabled", "required", "readonly", "modal", "busy"]) {
    if (own[name] && own[name] !== "false") states.push(own[name] === "mixed" ? `${name} in part` : name);
  }
  if (own.invalid && own.invalid !== "false") states.push("invalid");
  if (own.expanded !== undefined) states.push(own.expanded ? "expanded" : "collapsed");
  if (own.focused && roleOf(node) !== "RootWebArea") states.push("focused");
  return states;
}

function head(node) {
  const role = roleOf(node);
  const name = said(node.name);
  const value = role === "RootWebArea" ? "" : said(node.value);
  const about = said(node.description);
  const parts = [role];
  if (name) parts.push(`"${steady(name)}"`);
  if (value) parts.push(`= "${steady(value)}"`);
  const states = statesOf(node);
  if (states.length) parts.push(`[${states.join(", ")}]`);
  if (about && about !== name) parts.push(`— ${steady(about)}`);
  return parts.join(" ");
}

const squeezed = (text) => text.replace(/\s/g, "");
// Offered at some hours only.
const isOfTheHour = (node) => /^(今晚 22:00|Tonight 22:00)$/.test(said(node.name));

function lines(node, indent) {
  const role = roleOf(node);
  if (isOfTheHour(node)) return [];
  if (role === "timer") return [`${indent}timer`];
  const own = head(node);
  const children = LEAVES.includes(role) ? [] : childrenOf(node);
  const texts = children.every((child) => roleOf(child) === "StaticText");
  const words = texts ? children.map((child) => said(child.name)).join(" ") : "";
  if (texts && (!words || squeezed(words) === squeezed(said(node.name)))) return [indent + own];
  if (texts && !said(node.name)) return [`${indent}${own}: ${steady(words)}`];
  return [indent + own, ...below(children, `${indent}  `)];
}

function below(children, indent) {
  const found = [];
  let words = [];
  const speak = () => {
    if (words.length) found.push(`${indent}text: ${steady(words.join(" "))}`);
    words = [];
  };
  let options = 0;
  for (const child of children) {
    if (roleOf(child) === "StaticText") {
      if (said(child.name)) words.push(said(child.name));
      continue;
    }
    speak();
    options += roleOf(child) === "option" ? 1 : 0;
    if (roleOf(child) === "option" && options > MOST) continue;
    found.push(...lines(child, indent));
  }
  speak();
  if (options > MOST) found.push(`${indent}… and more`);
  return found;
}

const root = nodes.find((node) => !node.parentId) ?? nodes[0];
return lines(root, "").join("\n") + "\n";
