// Pictures of a report's parts at three widths, light and dark: node screenshots.mjs REPORT.html FOLDER [PART…]
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { launch, open } from "./browser.mjs";

const [report, folder, ...wanted] = process.argv.slice(2);
if (!report || !folder) {
  console.error("usage: node screenshots.mjs REPORT.html FOLDER [PART…]");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const browser = await launch();
for (const [name, width] of [["phone", 390], ["tablet", 820], ["desktop", 1360]]) {
  for (const colorScheme of width === 1360 ? ["light", "dark"] : ["light"]) {
    const { page } = await open(browser, resolve(report), { viewport: { width, height: 900 }, colorScheme });
    const own = await page.locator("section.component").first().getAttribute("id").catch(() => null);
    const parts = wanted.length ? wanted : ["summary", "components", own, "code-map", "dependencies", "hot-paths", "findings", "method"];
    for (const part of parts.filter(Boolean)) {
      await page.evaluate((hash) => { location.hash = hash; }, part);
      await page.waitForTimeout(150);
      await page.screenshot({ path: join(folder, `${part}-${name}-${colorScheme}.png`), fullPage: true });
    }
    await page.context().close();
  }
}
await browser.close();
