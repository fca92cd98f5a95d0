// Debian's Chromium, and pages of it that keep a list of all that a report must not do.
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const program = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);

export function launch() {
  if (!program) throw new Error("there is no chromium: tests/setup.sh installs it, or name yours in CHROMIUM");
  return chromium.launch({ executablePath: program, args: ["--no-sandbox", "--disable-gpu"] });
}

// A page that shows `file`; `breaches` fills with dialogs, requests beyond the file, errors and warnings.
export async function open(browser, file, { hash = "", ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const breaches = [];
  page.on("dialog", (dialog) => {
    breaches.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("request", (request) => {
    const url = request.url();
    if (url !== pathToFileURL(file).href && !url.startsWith("data:")) breaches.push(`request: ${url}`);
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) breaches.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => breaches.push(`error: ${error.message}`));
  await page.goto(pathToFileURL(file).href + hash);
  return { page, breaches };
}
