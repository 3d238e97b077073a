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
mkdirSync(pictures, { recursive: true });
const data = mkdtempSync(join(tmpdir(), "depeche-browser-"));
const anyPort = ["phones", "pages", "webhook", "platform", "operations"].flatMap((name) => ["--" + name, "127.0.0.1:0"]);
const demo = spawn(binary, ["demo", "--json", "--data", data, ...anyPort], { stdio: ["ignore", "pipe", "inherit"] });
const firstLine = new Promise((resolve, reject) => {
  createInterface({ input: demo.stdout }).once("line", resolve);
  demo.once("exit", (code) => reject(new Error("the demo ended with " + code)));
});

let browser;
try {
  const addresses = JSON.parse(await firstLine);
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
           "--disable-component-update", "--disable-sync", "--hide-scrollbars"],
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  const at = (id) => page.getByTestId(id);
  const bubbles = (phone) => at(`phone-${phone}-messages`);
  const has = async (phone, text) => bubbles(phone).getByText(text).first().waitFor({ timeout: 20_000 });

  await page.goto(addresses.phones);
  await at("account").waitFor();
  for (const language of ["fr", "en", "zh"]) {
    await at("add-language").selectOption(language);
    await at("add-phone").click();
  }
  await at("phone-3").waitFor();

  // Each phone scans the subscribe code, and is welcomed in its language.
  for (const [phone, hello] of [[1, "Bienvenue"], [2, "Welcome"], [3, "欢迎关注"]]) {
    await at(`phone-${phone}-scan`).click();
    await at("code-" + addresses.subscribe_scene).click();
    await has(phone, hello);
  }
  const say = async (phone, text) => {
    await at(`phone-${phone}-say`).fill(text);
    await at(`phone-${phone}-send`).click();
    await has(phone, text);
  };
  for (const [phone, word, masthead] of [[1, "résumé", "Le Matin"], [2, "digest", "The Morning"], [3, "今日", "早安要闻"]]) {
    await say(phone, word);
    await has(phone, masthead);
  }
  await page.screenshot({ path: join(pictures, "phones.png") });

  // A code pasted makes an admin of the fourth phone.
  await at("add-phone").click();
  await at("phone-4").waitFor();
  await at("phone-4-scan").click();
  await at("paste-code").fill(addresses.admin_code);
  await at("paste-scan").click();
  await has(4, "admin");
  await say(4, "/status");
  await has(4, "matin");
  await say(4, "/qr metro-line-2");
  await bubbles(4).locator("img").first().waitFor({ timeout: 20_000 });
  await at("phone-4").screenshot({ path: join(pictures, "desk.png") });

  // The edition's hour: one push on every phone.
  const before = await bubbles(1).getByText("Le Matin").count();
  await at("clock-next-8").click();
  await page.waitForFunction(([id, n]) => {
    const box = document.querySelector(`[data-testid="${id}"]`);
    return (box.textContent.match(/Le Matin/g) || []).length > n;
  }, ["phone-1-messages", before], { timeout: 30_000 });
  await page.screenshot({ path: join(pictures, "push.png") });

  // An article's page, by the link in the chat.
  await say(1, "1");
  const link = bubbles(1).locator('a[href*="/a/"]').last();
  await link.waitFor({ timeout: 20_000 });
  const article = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await article.goto(await link.getAttribute("href"));
  await article.getByText(/Dernière mise à jour à \d\dh\d\d le \d\d\/\d\d/).first().waitFor();
  const code = article.locator('img[src*="/qr/web"]').first();
  await code.waitFor();
  assert.ok(await code.evaluate((img) => img.complete && img.naturalWidth > 0), "the code beside the article is drawn");
  await article.screenshot({ path: join(pictures, "article-fr.png"), fullPage: true });
  for (const language of ["fr", "en", "zh"]) {
    await article.goto(new URL(`/${language}/`, addresses.pages).href);
    assert.equal(await article.getAttribute("html", "lang"), language === "zh" ? await article.getAttribute("html", "lang") : language);
    await article.locator('a[href*="/d/"]').first().click();
    await article.locator("h1").first().waitFor();
    await article.screenshot({ path: join(pictures, `digest-${language}.png`), fullPage: true });
    if (language !== "fr") {
      await article.locator('a[href*="/a/"]').first().click();
      await article.getByText(language === "zh" ? /最后更新/ : /Last updated at/).first().waitFor();
      await article.screenshot({ path: join(pictures, `article-${language}.png`), fullPage: true });
    }
  }
  await article.setViewportSize({ width: 390, height: 844 });
  await article.goto(new URL("/fr/", addresses.pages).href);
  await article.locator('a[href*="/d/"]').first().click();
  await article.screenshot({ path: join(pictures, "digest-fr-phone.png") });
  assert.deepEqual(complaints, [], "the phones page complained");
  console.log("the pages do what they should");
} finally {
  await browser?.close();
  demo.kill("SIGTERM");
  await new Promise((resolve) => (demo.exitCode === null ? demo.once("exit", resolve) : resolve()));
  rmSync(data, { recursive: true, force: true });
}
