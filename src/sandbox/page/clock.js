// The world's clock: shown in a zone, running, and moved by buttons.
import { attempt, call, tell } from "./api.js";

const face = document.getElementById("clock-now");
const day = document.getElementById("clock-day");
const zone = document.getElementById("clock-zone");
const ticking = new Set();
let ahead = 0;  // of this browser's clock, in ms

export function now() {
  return new Date(Date.now() + ahead);
}

export function timeOfDay(date) {
  return date.toLocaleTimeString("en-GB", { timeZone: zone.value, hour: "2-digit", minute: "2-digit" });
}

export function onTick(listener) {
  ticking.add(listener);
}

function show() {
  const at = now();
  face.textContent = at.toLocaleTimeString("en-GB", { timeZone: zone.value });
  face.dateTime = at.toISOString();
  day.textContent = at.toLocaleDateString("en-GB", { timeZone: zone.value, weekday: "short", day: "numeric", month: "short" });
  for (const listener of ticking) listener();
}

function take(clock) {
  if (!clock) return;
  ahead = clock.unix_ms - Date.now();
  show();
}

export async function refreshClock() {
  take(await call("GET", "clock"));
}

export function startClock() {
  for (const button of document.querySelectorAll("[data-advance]"))
    button.addEventListener("click", async () => take(await attempt("POST", "clock", { advance: button.dataset.advance })));
  document.getElementById("clock-next").addEventListener("click", async () => {
    const moved = await attempt("POST", "clock", { next: "08:00", zone: zone.value });
    take(moved);
    if (moved) tell("Now it is 08:00 in " + zone.selectedOptions[0].textContent);
  });
  zone.addEventListener("change", show);
  setInterval(show, 1000);
}
