// Scanning: the account's codes, drawn, and the phone that shall scan one.
import { attempt, call, make, tell } from "./api.js";
import { phoneList, refreshPhone } from "./phones.js";

const dialog = document.getElementById("codes");
const list = document.getElementById("codes-list");
const hint = document.getElementById("codes-hint");
const chooser = document.getElementById("codes-phone");

async function scanner() {
  if (chooser.value !== "new") return Number(chooser.value);
  const made = await attempt("POST", "phones", { language: "fr" });
  if (made) await refreshPhone(made.phone);
  return made && made.phone;
}

async function scan(code) {
  const phone = await scanner();
  if (!phone) return;
  dialog.close();
  const done = await attempt("POST", `phones/${phone}/scan`, { code });
  if (done && done.outcome === "not_pushed") tell(done.detail || "The platform pushes nothing for this scan.");
  await refreshPhone(phone);
}

function title(code) {
  if (code.kind === "account") return "The account’s own code";
  return code.scene.startsWith("desk-") ? "Invitation to the desk" : code.scene;
}

function detail(code) {
  if (code.expired) return "expired";
  if (code.kind === "account") return "follows without a scene";
  return code.kind === "temporary" ? "until " + code.expires.replace("T", " ").slice(0, 16) : "permanent";
}

function codeNode(code) {
  const node = make("button", { className: "code" + (code.expired ? " expired" : ""), testid: "code-" + (code.scene || "account"),
                                onclick: () => scan(code.code) },
    make("img", { src: "/sandbox/v1/qr.svg?text=" + encodeURIComponent(code.code), alt: "QR code", loading: "lazy" }),
    make("b", {}, title(code)), make("small", {}, detail(code)));
  return node;
}

export async function openCodes(phoneId, why = "") {
  hint.textContent = why;
  chooser.replaceChildren(...phoneList().map((phone) => make("option", { value: phone.id }, `${phone.name} (phone ${phone.id})`)),
                          make("option", { value: "new" }, "a new phone"));
  if (phoneId) chooser.value = phoneId;
  const { codes } = await call("GET", "codes");
  list.replaceChildren(...codes.map(codeNode));
  if (!dialog.open) dialog.showModal();
}

export function startCodes() {
  document.getElementById("open-codes").addEventListener("click", () => openCodes(null));
  document.getElementById("paste").addEventListener("submit", (event) => {
    event.preventDefault();
    const field = document.getElementById("paste-text");
    const code = field.value.trim();
    field.value = "";
    if (code) scan(code);
  });
}
