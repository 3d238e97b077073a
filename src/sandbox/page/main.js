// Starts the page, and follows the world's changes by long poll.
import { call, tell } from "./api.js";
import { refreshClock, startClock } from "./clock.js";
import { startCodes } from "./codes.js";
import { refreshPanels, startPanels } from "./panels.js";
import { refreshAllPhones, refreshPhone, setAccountName, startPhones } from "./phones.js";

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function showAccount() {
  const account = await call("GET", "account");
  setAccountName(account.name);
  document.title = account.name + " – sandbox";
  document.getElementById("account").textContent = `${account.profile} account · ${account.mode} mode`;
}

async function follow() {
  let seen = 0;
  for (;;) {
    try {
      if (seen === 0) {
        seen = (await call("GET", "changes?since=0")).version;
        await Promise.all([showAccount(), refreshClock(), refreshAllPhones()]);
      }
      const change = await call("GET", "changes?since=" + seen);
      if (change.version < seen) return location.reload();  // another sandbox answers now
      seen = change.version;
      await refreshClock();
      for (const id of change.phones) await refreshPhone(id);
      await refreshPanels();
      await pause(120);
    } catch (failure) {
      tell("The sandbox does not answer: " + failure.message);
      seen = 0;
      await pause(2000);
    }
  }
}

startClock();
startPhones();
startCodes();
startPanels();
follow();
