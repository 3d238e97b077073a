// The account's menu at the foot of a phone: top buttons, those below them, and what a tap does.
import { make } from "./api.js";

// What the platform pushes for a tap is found by the button's key, address or name.
const known = (button) => button.key || button.url || button.name;

function leaf(button, testid, tap) {
  const link = button.type === "view" && /^https?:/.test(button.url);
  const node = link ? make("a", { href: button.url, target: "_blank", rel: "noopener noreferrer", testid }, button.name)
                    : make("button", { type: "button", testid }, button.name);
  node.addEventListener("click", () => {
    const open = node.closest("details");
    if (open) open.open = false;
    tap(known(button));
  });
  return node;
}

function top(button, testid, tap) {
  const below = button.sub_button || [];
  if (below.length === 0) return leaf(button, testid, tap);
  const list = make("div", { className: "menu-list" }, ...below.map((one, i) => leaf(one, `${testid}-${i}`, tap)));
  const node = make("details", { className: "menu-top" }, make("summary", { testid }, button.name), list);
  node.addEventListener("keydown", (event) => { if (event.key === "Escape") node.open = false; });
  return node;
}

// Shows `menu` (null: the account has none) in `bar`; `tap(button)` presses one.
export function showMenu(bar, menu, id, tap) {
  const wanted = JSON.stringify(menu || []);
  if (bar.dataset.shows === wanted) return;
  bar.dataset.shows = wanted;
  bar.hidden = !menu || menu.length === 0;
  bar.replaceChildren(...(menu || []).map((button, i) => top(button, `${id}-menu-${i}`, tap)));
}

// One list is open at a time, and a click elsewhere closes it.
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.menu-top[open]")) if (!open.contains(event.target)) open.open = false;
});
