// Walks through every part of HTML reports in Chromium and prints what it found as JSON, for html_test.py to judge.
// node walk.mjs JOB.json, where JOB is [{name, file, checks: […]}]
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { launch, open } from "./browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const parts = ["summary", "components", "code-map", "dependencies", "hot-paths", "findings", "method"];
const shown = (page) => page.$$eval("section.page:not([hidden])", (all) => all.map((one) => one.id));
const rows = (page, part) => page.locator(`#${part} table.filter tbody tr`);

async function go(page, hash) {
  await page.evaluate((to) => { location.hash = to; }, hash);
  await page.waitForFunction((to) => !document.getElementById(to).closest("section.page").hasAttribute("hidden"), hash);
}

async function violations(page) {
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")}`);
}

const checks = {
  // Every part by its link in the bar, then a component by its link in the table.
  async parts(page) {
    const seen = {};
    for (const part of parts) {
      await page.locator(`nav.pages a[href="#${part}"]`).click();
      seen[part] = await shown(page);
    }
    await page.locator('nav.pages a[href="#components"]').click();
    const link = page.locator("#components tbody th a").first();
    const goal = await link.getAttribute("href");
    await link.click();
    seen[goal.slice(1)] = await shown(page);
    return { seen, focus: await page.evaluate(() => document.activeElement?.tagName), title: await page.title() };
  },

  async sorting(page) {
    await go(page, "components");
    const column = async (name) => {
      const head = page.locator("#components th", { hasText: name }).first();
      await head.locator("button").click();
      const at = await head.evaluate((cell) => cell.cellIndex);
      const texts = await page.$$eval("#components tbody tr", (all, i) => all.map((row) => row.cells[i].textContent.trim()), at);
      return { order: await head.getAttribute("aria-sort"), texts };
    };
    return { lines: await column("Lines"), again: await column("Lines"), name: await column("Component"), waits: await column("Waits") };
  },

  async filtering(page) {
    await go(page, "components");
    const all = await rows(page, "components").count();
    await page.locator("#components input[type=search]").fill("search");
    const words = await rows(page, "components").allTextContents();
    await page.locator("#components input[type=search]").fill("");
    const verdict = page.locator("#components select").first();
    const options = (await verdict.locator("option").count()) - 1;
    let chosen = 0;
    for (let i = 1; i <= options; ++i) {
      await verdict.selectOption({ index: i });
      chosen += await rows(page, "components").count();
    }
    return { all, words, chosen };
  },

  async drawings(page) {
    const count = {};
    for (const [part, what] of [["summary", "#picture > svg .box"], ["code-map", ".cells .leaf"], ["dependencies", "figure.graph .box"], ["hot-paths", ".cells .frame"]]) {
      await go(page, part);
      count[part] = await page.locator(`#${part} ${what.replace("#picture", "figure.lanes")}`).count();
    }
    await page.locator("nav.pages a[href='#components']").click();
    await page.locator("#components tbody th a").first().click();
    count.radar = await page.locator("section.component:not([hidden]) .radar .series").count();
    count.steps = await page.locator("section.component:not([hidden]) .steps rect").count();
    return count;
  },

  // Of the graph first, whose table then holds few rows; the picture on the summary is drawn after it.
  async lines(page) {
    await page.evaluate(() => { location.hash = "dependencies"; });
    await page.reload();
    return {
      graph: await page.locator("figure.graph .link").count(),
      caption: await page.locator("figure.graph figcaption").textContent(),
      picture: await go(page, "summary").then(() => page.locator("figure.lanes .link").count()),
    };
  },

  // The keys alone: into the icicle, along it, into a cell and back.
  async keys(page) {
    await go(page, "hot-paths");
    await page.locator("#hot-paths .cells button").first().focus();
    const label = () => page.evaluate(() => document.activeElement?.dataset.says);
    const first = await label();
    await page.keyboard.press("ArrowDown");
    const below = await label();
    await page.keyboard.press("Enter");
    const inside = await page.locator("#hot-paths .way").textContent();
    await page.locator("#hot-paths .way button").first().click();
    return { first, below, inside, after: await page.locator("#hot-paths .way").isVisible() };
  },

  async theme(page) {
    const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const before = await paper();
    await page.locator(".tools button").first().click();
    const after = await paper();
    await page.locator(".tools button").first().click();
    return { before, after };
  },

  // Each part, with all that is folded open.
  async axe(page) {
    await page.evaluate(axe);
    const found = {};
    const own = await page.locator("section.component").first().getAttribute("id");
    for (const part of [...parts, own]) {
      await go(page, part);
      await page.evaluate(() => { for (const details of document.querySelectorAll("details")) details.open = true; });
      found[part] = await violations(page);
    }
    return found;
  },

  async axeInTheOtherTheme(page) {
    await page.locator(".tools button").first().click();
    return checks.axe(page);
  },

  async width(page) {
    await page.setViewportSize({ width: 375, height: 800 });
    const wide = {};
    const own = await page.locator("section.component").first().getAttribute("id");
    for (const part of [...parts, own]) {
      await go(page, part);
      wide[part] = await page.evaluate(() => document.documentElement.scrollWidth);
    }
    return wide;
  },

  // Pages of the document, and whether parts that are not in view are printed, too.
  async print(page) {
    await go(page, "summary");
    const pdf = await page.pdf({ format: "A4", printBackground: true, preferCSSPageSize: true });
    const pages = (pdf.toString("latin1").match(/\/Type\s*\/Page[^s]/g) ?? []).length;
    await page.emulateMedia({ media: "print" });
    const visible = await page.$$eval("section.page", (all) => all.filter((one) => one.checkVisibility({ contentVisibilityAuto: true }) && one.offsetHeight > 40).length);
    return { pages, visible, parts: await page.locator("section.page").count(), back: (await shown(page)).length };
  },

  // From opening the file to the table of findings answering a filter, in milliseconds: as the clock says, and as the time
  // that the page's thread worked, which does not depend on what else the machine does.
  async speed(page) {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
    await page.reload();
    const ready = await page.evaluate(() => performance.getEntriesByName("ready")[0]?.startTime ?? -1);
    const table = await page.evaluate(async () => {
      const began = performance.now();
      location.hash = "findings";
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      for (let i = 0; i < 600 && !document.querySelector("#findings .filters input"); ++i) await frame();
      const search = document.querySelector("#findings .filters input");
      search.value = "file_7";
      search.dispatchEvent(new Event("input"));
      await frame();
      await frame();
      return performance.now() - began;
    });
    const { metrics } = await devtools.send("Performance.getMetrics");
    const worked = 1000 * metrics.find(({ name }) => name === "TaskDuration").value;
    return { ready, table, worked, status: await page.locator("#findings .status").last().textContent() };
  },
};

// All is there and nothing is hidden without scripts.
async function withoutScripts(browser, file) {
  const { page, breaches } = await open(browser, file, { javaScriptEnabled: false });
  const found = {
    sections: await page.locator("section.page").count(),
    visible: await page.locator("section.page:visible").count(),
    verdicts: await page.locator("#components tbody .badge").count(),
    findings: await page.locator("#findings table").last().locator("tbody tr").count(),
    // The page's scripts are refused by the test's own switch; nothing else may be said.
    breaches: breaches.filter((text) => !text.includes("Blocked script execution")),
  };
  await page.context().close();
  return found;
}

const browser = await launch();
const results = {};
for (const { name, file, checks: wanted } of JSON.parse(readFileSync(process.argv[2], "utf8"))) {
  const { page, breaches } = await open(browser, file);
  const result = { breaches };
  for (const check of wanted) {
    result[check] = check === "withoutScripts" ? await withoutScripts(browser, file) : await checks[check](page);
  }
  results[name] = result;
  await page.context().close();
}
await browser.close();
console.log(JSON.stringify(results));
