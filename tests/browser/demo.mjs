// Drives the demo's pages as a person would, in the system's Chromium: scans, chats, moves the clock, sees the push, runs the desk, opens
// the pages. Screenshots go to the folder named by the second argument.
//   node tests/browser/demo.mjs path/to/depeche screenshots/
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const [binary, pictures] = process.argv.slice(2);
if (!binary || !pictures) throw new Error("usage: node demo.mjs path/to/depeche screenshots/");
mkdirSync(pictures, { recursive: true });
const data = mkdtempSync(join(tmpdir(), "depeche-browser-"));
const anyPort = ["phones", "pages", "webhook", "platform", "operations"].flatMap((name) => ["--" + name, "127.0.0.1:0"]);
const demo = spawn(binary, ["demo", "--json", "--data", data, ...anyPort], { stdio: ["ignore", "pipe", "inherit"] });
const firstLine = new Promise((resolve, reject) => {
  createInterface({ input: demo.stdout }).once("line", resolve);
  demo.once("error", reject);
  demo.once("exit", (code) => reject(new Error("the demo ended with " + code)));
});

const patience = 30_000;  // a loaded machine's; each wait ends with what it waits for
const screen = { width: 1460, height: 800 };  // four phones in a row
const readers = [
  { phone: 1, language: "fr", name: "Léa", word: "résumé", welcome: "Bienvenue ! Vous suivez désormais Dépêche", masthead: "Le Matin", more: "Lire tout le journal" },
  { phone: 2, language: "en", name: "Owen", word: "digest", welcome: "Welcome! You now follow Dépêche", masthead: "The Morning", more: "Read the whole digest" },
  { phone: 3, language: "zh", name: "小雨", word: "今日", welcome: "欢迎关注Dépêche", masthead: "早安要闻", more: "查看全部要闻" },
];
const lastUpdated = { fr: /Dernière mise à jour à \d\dh\d\d le \d\d\/\d\d/, en: /Last updated at \d\d:\d\d on \d+ \w+/, zh: /最后更新：\d+月\d+日\d\d:\d\d/ };

let browser;
try {
  const addresses = JSON.parse(await firstLine);
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
           "--disable-component-update", "--disable-sync", "--hide-scrollbars"],
  });
  const complaints = [];
  const open = async (viewport) => {
    const page = await browser.newPage({ viewport });
    page.setDefaultTimeout(patience);
    page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error}`));
    page.on("console", (message) => message.type() === "error" && complaints.push(`${page.url()}: ${message.text()}`));
    page.on("requestfailed", (request) => !request.url().includes("/changes") && complaints.push(request.url() + " failed"));
    page.on("response", (response) => response.status() >= 400 && complaints.push(`${response.url()}: ${response.status()}`));
    return page;
  };
  const page = await open(screen);
  const at = (id) => page.getByTestId(id);
  const bubbles = (phone) => at(`phone-${phone}-messages`);
  const answers = (phone) => bubbles(phone).locator(".from-account");
  const pushes = (phone) => bubbles(phone).locator('.bubble[data-way="custom"][data-kind="text"]');
  const has = (phone, text) => answers(phone).getByText(text).first().waitFor();
  const addPhone = async (language, name, number) => {
    await at("add-language").selectOption(language);
    await at("add-name").fill(name);
    await at("add-phone").click();
    await at(`phone-${number}`).waitFor();
  };
  // Says it, and waits for the next answer of the account: its text.
  const say = async (phone, text) => {
    const before = await answers(phone).count();
    await at(`phone-${phone}-say`).fill(text);
    await at(`phone-${phone}-send`).click();
    await answers(phone).nth(before).waitFor();
    return answers(phone).nth(before).innerText();
  };
  const top = () => page.evaluate(() => scrollTo(0, 0));
  const isDrawn = (img) => img.evaluate(async (node) => (await node.decode(), node.naturalWidth >= 100));

  await page.goto(addresses.phones);
  await at("account").getByText("service account").waitFor();

  // Each phone scans the subscribe code, and is welcomed in its language; asks, and reads today's digest.
  for (const r of readers) {
    await addPhone(r.language, r.name, r.phone);
    await at(`phone-${r.phone}-scan`).click();
    const code = at("code-" + addresses.subscribe_scene);
    assert.ok(await isDrawn(code.locator("img")), "the subscribe code is drawn");
    await code.click();
    await has(r.phone, r.welcome);
    assert.match(await say(r.phone, r.word), new RegExp("^" + r.masthead));
  }
  assert.match(await say(2, "2"), /Source: .*[\s\S]*Last updated at[\s\S]*Read the article/);
  assert.match(await say(2, "/status"), /for the editors/);
  // For the picture: each chat from its digest's beginning.
  const showFrom = (phone, bubble) => bubble.evaluate((node) => { node.parentElement.scrollTop = node.offsetTop - node.parentElement.offsetTop - 8; });

  // A code pasted makes an admin of the fourth phone, who runs the desk from there.
  await addPhone("en", "Grace", 4);
  await at("phone-4-scan").click();
  await at("paste-code").fill(addresses.admin_code);
  await at("paste-scan").click();
  await has(4, "you are now an admin");
  assert.match(await say(4, "/status"), /Le Matin \(matin\)[\s\S]*Followers: 4/);
  assert.match(await say(4, "/qr metro-line-2"), /\/s\/metro-line-2/);
  const poster = bubbles(4).locator("img").first();
  await poster.waitFor();
  assert.ok(await isDrawn(poster), "the poster's code is a picture");
  await at("phone-4-say").blur();
  await top();
  for (const r of readers) await showFrom(r.phone, answers(r.phone).nth(r.phone === 2 ? 2 : 0));
  await showFrom(4, answers(4).nth(1));
  await page.screenshot({ path: join(pictures, "phones.png") });
  await page.setViewportSize({ width: screen.width, height: 1440 });
  await at("phone-4").evaluate((node) => { node.style.height = "1310px"; });
  await showFrom(4, answers(4).nth(1));
  await at("phone-4").screenshot({ path: join(pictures, "desk.png") });
  await at("phone-4").evaluate((node) => { node.style.height = ""; });
  await page.setViewportSize(screen);

  // The edition's hour: one push on every phone, in its language, and no second one.
  await at("clock-next-8").click();
  for (const r of [...readers, { phone: 4, masthead: "The Morning" }]) {
    await pushes(r.phone).first().waitFor();
    assert.match(await pushes(r.phone).first().innerText(), new RegExp("^" + r.masthead));
  }
  // Ten minutes on, after the next look at the ledger, there is still one.
  await at("clock-advance-10m").click();
  await at("clock-now").getByText(/^08:10/).waitFor();
  assert.match(await say(4, "/status"), /matin\/[\d-]+, done: sent 1\b/);
  for (const phone of [1, 2, 3, 4]) assert.equal(await pushes(phone).count(), 1, `one push on phone ${phone}`);
  await top();
  for (const r of readers) await showFrom(r.phone, pushes(r.phone).first());
  await bubbles(4).evaluate((node) => { node.scrollTop = node.scrollHeight; });
  await at("toast").waitFor();
  await page.waitForFunction(() => !document.getElementById("toast").classList.contains("shown"));
  await page.screenshot({ path: join(pictures, "push.png") });

  // The pages, by the links in the chat: the digest that was pushed, its first article, and the code beside both.
  const reading = await open({ width: 1180, height: 820 });
  const codeIsDrawn = async () => {
    const code = reading.locator('img[src*="/qr/web"]').first();
    await code.waitFor();
    assert.ok(await isDrawn(code), "the subscribe code is drawn beside " + reading.url());
  };
  const picture = async (name) => {
    await reading.mouse.move(1, 1);
    await reading.screenshot({ path: join(pictures, name), clip: { x: 0, y: 0, width: 1180, height: 1180 }, fullPage: true });
  };
  for (const r of readers) {
    const pushed = pushes(r.phone).first();
    const dated = (await pushed.innerText()).split("\n")[1];  // "The news for Tuesday 24 November"
    await reading.goto(await pushed.getByText(r.more).getAttribute("href"));
    assert.equal((await reading.getAttribute("html", "lang")).slice(0, 2), r.language);
    await reading.locator("main").getByText(dated).first().waitFor();
    await reading.getByText(lastUpdated[r.language]).first().waitFor();
    await codeIsDrawn();
    await picture(`digest-${r.language}.png`);
    await reading.locator('main a[href*="/a/"]').first().click();
    await reading.waitForURL("**/a/*");
    await reading.getByText(lastUpdated[r.language]).first().waitFor();
    assert.equal(await reading.locator("h1").count(), 1);
    assert.ok((await reading.locator("main p").count()) > 4, "the article's text is there");
    await codeIsDrawn();
    await picture(`article-${r.language}.png`);
  }
  await reading.setViewportSize({ width: 390, height: 844 });
  await reading.goto(await pushes(1).first().getByText("Lire tout le journal").getAttribute("href"));
  assert.ok(await reading.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing sticks out on a phone");
  await reading.mouse.move(1, 1);
  await reading.screenshot({ path: join(pictures, "digest-fr-phone.png") });
  // The landing page of the code that the desk made.
  await reading.goto(new URL("/s/metro-line-2", addresses.pages).href);
  assert.ok(await isDrawn(reading.locator('img[src*="/qr/metro-line-2"]').first()), "the landing page shows its code");
  assert.deepEqual(complaints, [], "the pages complained");
  console.log("the pages do what they should");
} finally {
  await browser?.close();
  demo.kill("SIGTERM");
  await new Promise((resolve) => (demo.exitCode === null && demo.signalCode === null ? demo.once("exit", resolve) : resolve()));
  rmSync(data, { recursive: true, force: true });
}
