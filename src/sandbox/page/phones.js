// The phones on the shelf: each a chat with the account.
import { attempt, call, make } from "./api.js";
import { now, onTick, timeOfDay } from "./clock.js";
import { openCodes } from "./codes.js";
import { showMenu } from "./menu.js";

const shelf = document.getElementById("shelf");
const add = document.getElementById("add");
const shown = new Map();  // id -> phone
let accountName = "";

const labels = { fr: "français", en: "English", zh_CN: "中文" };
const empty = "Nothing yet.\nScan a code to follow the account.";

export function phoneList() {
  return [...shown.values()].map((phone) => ({ id: phone.id, name: phone.state.name, following: phone.state.following }));
}

export function setAccountName(name) {
  accountName = name;
  for (const phone of shown.values()) phone.nodes.account.textContent = name;
}

function stamp(message) {
  const ways = { custom: "customer message", mass: "mass message", preview: "preview" };
  const when = timeOfDay(new Date(message.time));
  return make("span", { className: "stamp" }, ways[message.way] ? when + " · " + ways[message.way] : when);
}

function partNode(phone, part) {
  if (part.url) return make("a", { href: part.url, target: "_blank", rel: "noopener noreferrer" }, part.text);
  if (part.say) return make("button", { className: "tap", onclick: () => say(phone, part.say, part.menu_id || "tap") }, part.text);
  return part.text;
}

function menuNodes(phone, message) {
  const choices = make("div", { className: "choices" });
  for (const item of message.menu || [])
    choices.append(make("button", { onclick: () => say(phone, item.text, item.id) }, item.text));
  return choices;
}

function messageNode(phone, message) {
  if (message.from === "notice") return make("div", { className: "notice fault" }, message.text);
  if (message.kind === "event") return make("div", { className: "notice" }, message.text);
  const bubble = make("div", { className: "bubble from-" + message.from });
  bubble.dataset.kind = message.kind;
  bubble.dataset.way = message.way || "";
  if (message.kind === "image") {
    const picture = make("img", { src: message.image, alt: "Picture from the account", tabIndex: 0 });
    picture.addEventListener("click", () => openCodes(null, "Does the picture show a QR code? Choose it, and who scans it."));
    bubble.append(picture);
  } else if (message.articles) {
    for (const article of message.articles)
      bubble.append(make("a", { className: "card", href: /^https?:/.test(article.url) ? article.url : "#", target: "_blank", rel: "noopener noreferrer" }, article.title),
                    article.description);
  } else {
    bubble.append(...message.parts.map((part) => partNode(phone, part)));
  }
  if (message.kind === "menu") bubble.append(menuNodes(phone, message));
  bubble.append(stamp(message));
  return bubble;
}

// What is left of the customer messages that the account may send unasked.
function allowanceText(allowance) {
  const open = [allowance.by_act, allowance.by_words].filter((grant) => grant && new Date(grant.until) > now());
  if (open.length === 0) return "closed to the account";
  const left = open.reduce((sum, grant) => sum + grant.left, 0);
  const until = new Date(open.map((grant) => grant.until).sort().pop());
  const hours = Math.floor((until - now()) / 3600000);
  return `${left} message${left === 1 ? "" : "s"} left, ` + (hours > 0 ? hours + " h" : "until " + timeOfDay(until));
}

function showState(phone) {
  const { state, nodes } = phone;
  nodes.root.classList.toggle("state-following", state.following);
  nodes.state.textContent = state.following ? "following" : "not following";
  nodes.follow.hidden = state.following;
  nodes.unfollow.hidden = !state.following;
  nodes.say.disabled = nodes.send.disabled = !state.following;
  nodes.say.placeholder = state.following ? "Message" : "Follow first";
  showMenu(nodes.menu, state.following ? state.menu : null, "phone-" + phone.id, (button) => act(phone, "tap", { button }));
  showAllowance(phone);
}

function showAllowance(phone) {
  phone.nodes.allowance.textContent = phone.state.following ? allowanceText(phone.state.allowance) : "";
  phone.nodes.time.textContent = timeOfDay(now());
}

async function act(phone, name, body) {
  const waiting = make("div", { className: "waiting" }, "•••");
  setTimeout(() => phone.busy && phone.nodes.messages.append(waiting), 250);
  phone.busy = true;
  await attempt("POST", `phones/${phone.id}/${name}`, body || {});
  phone.busy = false;
  waiting.remove();
  await refreshPhone(phone.id);
}

function say(phone, text, menuId) {
  return act(phone, "say", menuId ? { text, menu_id: menuId } : { text });
}

function build(state) {
  const id = "phone-" + state.phone;
  const phone = { id: state.phone, state, newest: 0, busy: false, nodes: {} };
  const nodes = phone.nodes;
  nodes.time = make("span");
  nodes.account = make("strong", {}, accountName);
  nodes.state = make("small", { testid: id + "-state" });
  nodes.messages = make("div", { className: "messages", testid: id + "-messages" });
  nodes.messages.dataset.empty = empty;
  nodes.messages.setAttribute("role", "log");
  nodes.messages.setAttribute("aria-label", "Chat of " + state.name);
  nodes.say = make("input", { testid: id + "-say", autocomplete: "off" });
  nodes.say.setAttribute("aria-label", "Message from " + state.name);
  nodes.send = make("button", { className: "primary", testid: id + "-send" }, "Send");
  nodes.follow = make("button", { type: "button", testid: id + "-follow", onclick: () => act(phone, "follow") }, "Follow");
  nodes.unfollow = make("button", { type: "button", testid: id + "-unfollow", onclick: () => act(phone, "unfollow") }, "Unfollow");
  nodes.menu = make("nav", { className: "menu-bar", testid: id + "-menu", hidden: true });
  nodes.menu.setAttribute("aria-label", "The account's menu");
  const scan = make("button", { type: "button", testid: id + "-scan", onclick: () => openCodes(phone.id) }, "Scan");
  nodes.allowance = make("span", { className: "allowance", testid: id + "-allowance", title: "Customer messages that the account may still send" });
  const composer = make("form", { className: "composer" }, nodes.say, nodes.send);
  composer.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = nodes.say.value;
    nodes.say.value = "";
    if (text) say(phone, text);
  });
  nodes.root = make("section", { className: "phone", testid: id },
    make("div", { className: "screen" },
      make("div", { className: "status" }, nodes.time, make("span", {}, state.name)),
      make("div", { className: "title" },
        make("span", { className: "face", ariaHidden: "true" }, Array.from(accountName || "D")[0]),
        make("div", {}, nodes.account, nodes.state),
        make("span", { className: "language" }, labels[state.language] || state.language)),
      nodes.messages,
      composer,
      nodes.menu,
      make("div", { className: "acts" }, nodes.follow, scan, nodes.unfollow, nodes.allowance)));
  nodes.root.setAttribute("aria-label", "Phone of " + state.name);
  shelf.insertBefore(nodes.root, add);
  shown.set(phone.id, phone);
  return phone;
}

export async function refreshPhone(id) {
  let phone = shown.get(id);
  const state = await call("GET", `phones/${id}?after=${phone ? phone.newest : 0}`);
  phone = shown.get(id) || build(state);
  phone.state = state;
  const box = phone.nodes.messages;
  const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 60;
  for (const message of state.messages) {
    if (message.number <= phone.newest) continue;
    phone.newest = message.number;
    box.append(messageNode(phone, message));
  }
  showState(phone);
  // After the layout has settled: the row below may have grown.
  if (state.messages.length > 0 && atEnd) requestAnimationFrame(() => { box.scrollTop = box.scrollHeight; });
}

export async function refreshAllPhones() {
  const { phones } = await call("GET", "phones");
  for (const state of phones) await refreshPhone(state.phone);
}

export function startPhones() {
  const names = { fr: ["Léa", "Hugo", "Inès", "Malo"], zh: ["小雨", "家豪", "思远", "明月"], en: ["Grace", "Owen", "Ruby", "Theo"] };
  add.addEventListener("submit", async (event) => {
    event.preventDefault();
    const language = document.getElementById("add-language").value;
    const typed = document.getElementById("add-name");
    const made = await attempt("POST", "phones", { language, name: typed.value || names[language][shown.size % 4] });
    typed.value = "";
    if (!made) return;
    await refreshPhone(made.phone);
    shown.get(made.phone).nodes.root.scrollIntoView({ block: "nearest", behavior: "smooth" });
  });
  onTick(() => shown.forEach(showAllowance));
}
