// All that a portal has to do: frame the page, listen to it, and check both its origin and its window.
// The page's address comes as ?page=http://127.0.0.1:8080/; its config.json lists this portal's origin.
const find = (id) => document.getElementById(id);
const page = new URL(new URLSearchParams(location.search).get("page") ?? "http://127.0.0.1:8080/");
if (!/^https?:$/.test(page.protocol)) throw new Error(`no page: ${page}`);

let frame;

/** Puts the page into a new frame, as the choices above it say. */
function embed() {
  const address = new URL(page);
  address.searchParams.set("embed", "1");
  address.searchParams.set("height", find("height").value);
  frame?.remove();
  frame = document.createElement("iframe");
  frame.title = "Clocked";
  frame.src = address;
  if (find("clipboard").checked) frame.allow = "clipboard-write";
  if (find("width").value) frame.width = find("width").value;
  frame.classList.toggle("fill", find("height").value === "fill");
  find("place").append(frame);
}

/** A line in the log; `way` is an arrow. */
function note(way, message) {
  const line = document.createElement("p");
  const kind = document.createElement("b");
  kind.textContent = `${way} ${message.type ?? message.eventName}`;
  const payload = document.createElement("code");
  payload.textContent = JSON.stringify(message.payload ?? message.data);
  line.append(kind, " ", payload);
  find("log").prepend(line);
}

function send(type, payload) {
  const message = { source: "clocked", v: 1, type, payload };
  // To that origin and to no other page that may stand in the frame by now.
  frame.contentWindow.postMessage(message, page.origin);
  note("→", message);
}

addEventListener("message", (event) => {
  if (event.origin !== page.origin || event.source !== frame.contentWindow) return;
  note("←", event.data);
  if (event.data.type === "resize") frame.height = event.data.payload.height;
  if (event.data.type === "close") frame.remove();
});

for (const button of document.querySelectorAll("[data-send]")) {
  button.addEventListener("click", () => {
    const type = button.dataset.send;
    const text = type === "init" ? find("init").value : (button.dataset.payload ?? "{}");
    try {
      send(type, JSON.parse(text));
      find("init").removeAttribute("aria-invalid");
    } catch {
      find("init").setAttribute("aria-invalid", "true");
      find("init").focus();
    }
  });
}
for (const id of ["height", "width", "clipboard"]) find(id).addEventListener("change", embed);
find("reload").addEventListener("click", embed);
find("clear").addEventListener("click", () => find("log").replaceChildren());

const inAnHour = new Date(Date.now() + 3_600_000).toISOString().slice(0, 19).replace("T", " ");
const example = {
  bk_biz_id: 2,
  scope: "cmdb_biz",
  template_id: 2,
  task_name: "夜间发布",
  plan_start_time: `${inAnHour}+0000`,
  schemes: ["发布"],
  constants: { "${svc_b}": "svc-b", "${version}": "2.4.1" },
  tokens: { "--primary": "light-dark(#7a3ff2, #b99bff)" },
  close: true,
};
find("init").value = JSON.stringify(example, null, 2);
embed();
