// The report's scripts: they sort, filter and draw what is in the document already.
import "./style.css";
import { all, make } from "./dom";
import { startGraph } from "./graph";
import { startIcicles } from "./icicle";
import { startPages } from "./pages";
import { startPicture } from "./picture";
import { startRadars } from "./radar";
import { startTables } from "./tables";
import { startTreemap } from "./treemap";

function startTools(): void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const theme = make("button", { type: "button" }, "Light or dark");
  let isDark = dark.matches;
  theme.addEventListener("click", () => {
    isDark = !isDark;
    document.documentElement.style.colorScheme = isDark ? "dark" : "light";
  });
  const print = make("button", { type: "button" }, "Print");
  print.addEventListener("click", () => window.print());
  document.querySelector("nav.pages")?.append(make("p", { class: "tools" }, theme, print));
}

// What is folded is opened for printing, and folded again.
function openForPrint(): void {
  let opened: HTMLDetailsElement[] = [];
  addEventListener("beforeprint", () => {
    opened = all<HTMLDetailsElement>("details.printed:not([open])");
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });
}

document.documentElement.classList.add("scripts");
startTools();
openForPrint();
startPicture();
startTables();
startTreemap();
startGraph();
startIcicles();
startRadars();
startPages();
performance.mark("ready");
