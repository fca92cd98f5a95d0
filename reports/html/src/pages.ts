// One part of the document at a time, by the address's hash; without scripts the parts follow each other.
import { all, textOf } from "./dom";

const whenShown = new WeakMap<Element, (() => void)[]>();

// Runs `draw` when the part that holds `element` is first shown or printed.
export function onShow(element: Element, draw: () => void): void {
  const page = element.closest("section.page");
  if (page) whenShown.set(page, [...(whenShown.get(page) ?? []), draw]);
}

function prepare(page: Element): void {
  const waiting = whenShown.get(page) ?? [];
  whenShown.delete(page);
  for (const draw of waiting) draw();
}

export function startPages(): void {
  const pages = all<HTMLElement>("section.page");
  const title = document.title;

  function show(moved: boolean): void {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = (id && document.getElementById(id)) || pages[0];
    const page = target?.closest<HTMLElement>("section.page") ?? pages[0];
    if (!target || !page) return;
    for (const other of pages) {
      if (other === page) other.removeAttribute("hidden");
      else other.setAttribute("hidden", "until-found");
    }
    document.documentElement.classList.toggle("inner", page !== pages[0]);
    const part = page.classList.contains("component") ? "components" : page.id;
    for (const link of all<HTMLAnchorElement>("nav.pages a")) {
      if (link.hash === `#${part}`) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    const heading = page.querySelector<HTMLElement>("h2");
    document.title = page === pages[0] ? title : `${textOf(heading)} · ${title}`;
    prepare(page);
    if (!moved) return;
    target.scrollIntoView();
    if (heading) {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
  }

  for (const page of pages) page.addEventListener("beforematch", () => history.replaceState(null, "", `#${page.id}`));
  for (const page of pages) page.addEventListener("beforematch", () => show(false));
  addEventListener("hashchange", () => show(true));
  addEventListener("beforeprint", () => pages.forEach(prepare));
  show(location.hash !== "");
}
