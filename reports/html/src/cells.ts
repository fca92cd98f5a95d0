// Cells that fill a figure by their share: the frame that code map and hot paths have in common.
import { make } from "./dom";

export interface Cell {
  x0: number; // all four: shares of the figure
  x1: number;
  y0: number;
  y1: number;
  label: string;
  says: string; // on pointing at it or coming to it by keys
  kind: string; // classes
  open?: () => void; // none: nothing is inside
}

// A figure's parts: the way back up, the cells, and what the one in question says.
export class CellFigure {
  private way = make("p", { class: "way" });
  private area = make("div", { class: "cells", role: "group" });
  private says = make("p", { class: "says", role: "status" });

  constructor(figure: HTMLElement, label: string, caption: string) {
    this.area.setAttribute("aria-label", label);
    figure.append(this.way, this.area, this.says, make("figcaption", {}, caption));
    this.area.addEventListener("pointerover", (event) => this.tell(event.target));
    this.area.addEventListener("focusin", (event) => this.tell(event.target));
    this.area.addEventListener("keydown", (event) => this.move(event));
  }

  // `path`: from the whole to what is shown, with what leads there.
  draw(cells: Cell[], height: string, path: [string, () => void][]): void {
    const focused = this.area.contains(document.activeElement);
    this.area.style.height = height;
    this.area.replaceChildren(...cells.map((cell) => this.element(cell)));
    const first = this.area.querySelector("button");
    if (first) first.tabIndex = 0;
    if (focused) first?.focus();
    this.says.textContent = "";
    this.way.hidden = path.length < 2;
    this.way.replaceChildren(
      ...path.flatMap(([name, open], i): (Node | string)[] => {
        if (i === path.length - 1) return [make("strong", {}, name)];
        const button = make("button", { type: "button" }, name);
        button.addEventListener("click", open);
        return [button, " › "];
      }),
    );
  }

  private element(cell: Cell): HTMLElement {
    const element = cell.open ? make("button", { type: "button", tabindex: -1, "aria-label": cell.says }, cell.label) : make("div", {}, cell.label);
    element.className = cell.kind;
    element.dataset["says"] = cell.says;
    const percent = (share: number) => `${(100 * share).toFixed(3)}%`;
    Object.assign(element.style, {
      left: percent(cell.x0),
      width: percent(cell.x1 - cell.x0),
      top: percent(cell.y0),
      height: percent(cell.y1 - cell.y0),
    });
    if (cell.open) element.addEventListener("click", cell.open);
    return element;
  }

  private tell(target: EventTarget | null): void {
    if (target instanceof HTMLElement && target.dataset["says"]) this.says.textContent = target.dataset["says"];
  }

  // One stop for the Tab key; arrows go to the nearest cell in their direction.
  private move(event: KeyboardEvent): void {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const from = document.activeElement;
    if (!step || !(from instanceof HTMLElement)) return;
    event.preventDefault();
    const centre = (element: Element) => {
      const box = element.getBoundingClientRect();
      return [box.x + box.width / 2, box.y + box.height / 2] as const;
    };
    const [x, y] = centre(from);
    let best: HTMLElement | undefined;
    let least = Infinity;
    for (const button of this.area.querySelectorAll("button")) {
      const [bx, by] = centre(button);
      const along = (bx - x) * step[0]! + (by - y) * step[1]!;
      const aside = Math.abs((bx - x) * step[1]!) + Math.abs((by - y) * step[0]!);
      if (along > 1 && along + 2 * aside < least) {
        least = along + 2 * aside;
        best = button;
      }
    }
    if (!best) return;
    from.tabIndex = -1;
    best.tabIndex = 0;
    best.focus();
  }
}
