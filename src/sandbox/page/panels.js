// Faults and traffic, in dialogs.
import { attempt, call, make } from "./api.js";
import { timeOfDay } from "./clock.js";

const weather = document.getElementById("weather");
const traffic = document.getElementById("traffic");

async function showFaults() {
  const { faults } = await call("GET", "faults");
  document.getElementById("fault-list").replaceChildren(...faults.map((fault) => {
    const rest = fault.times === 0 ? "until cleared" : `${fault.struck} of ${fault.times}`;
    return make("li", {}, make("span", {}, `${fault.kind} on ${fault.path}` + (fault.after ? ` after ${fault.after}` : "")), make("span", {}, rest));
  }));
}

function figure(count, name) {
  return make("div", { className: "figure" }, make("b", {}, String(count)), make("span", {}, name));
}

async function showTraffic() {
  const [stats, { lines }] = await Promise.all([call("GET", "stats"), call("GET", "traffic")]);
  const calls = Object.values(stats.calls).reduce((sum, path) => sum + path.calls, 0);
  const pushes = stats.pushes;
  document.getElementById("figures").replaceChildren(
    figure(stats.phones, "phones"), figure(stats.followers, "followers"), figure(pushes.pushes, "pushes"),
    figure(pushes.retries, "retries"), figure(pushes.failed + pushes.bad_replies, "failed"), figure(calls, "API calls"));
  document.getElementById("lines").replaceChildren(...lines.reverse().map((line) => {
    const good = line.outcome === "0" || /^(replied|acknowledged)/.test(line.outcome);
    return make("li", { className: good ? "" : "bad" }, make("time", {}, timeOfDay(new Date(line.time))),
                make("span", { title: line.from === "bot" ? "call to the platform" : "push to the bot" }, line.from === "bot" ? "→" : "←"),
                make("span", {}, line.what), make("span", {}, line.outcome));
  }));
}

export async function refreshPanels() {
  if (weather.open) await showFaults();
  if (traffic.open) await showTraffic();
}

export function startPanels() {
  for (const button of document.querySelectorAll("[data-close]"))
    button.addEventListener("click", () => button.closest("dialog").close());
  for (const dialog of document.querySelectorAll("dialog"))
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.getElementById("open-weather").addEventListener("click", async () => {
    await showFaults();
    weather.showModal();
  });
  document.getElementById("open-traffic").addEventListener("click", async () => {
    await showTraffic();
    traffic.showModal();
  });
  document.getElementById("fault").addEventListener("submit", async (event) => {
    event.preventDefault();
    const value = (id) => document.getElementById(id).value;
    await attempt("POST", "faults", { kind: value("fault-kind"), path: value("fault-path"), after: Number(value("fault-after")),
                                      times: Number(value("fault-times")) });
    await showFaults();
  });
  document.getElementById("fault-clear").addEventListener("click", async () => {
    await attempt("DELETE", "faults");
    await showFaults();
  });
  document.getElementById("verify").addEventListener("click", async () => {
    const done = await attempt("POST", "verify", {});
    if (done) document.getElementById("verified").textContent = done.ok ? "The callback answers as it should." : done.error;
  });
}
