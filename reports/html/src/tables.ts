// Tables that sort by their heads, filter by words and by what few values a column has, and show long bodies bit by bit.
import { all, make, number, textOf } from "./dom";
import { onShow } from "./pages";

const STEP = 100; // rows shown at first and added on demand
const WHOLE = 150; // a table of so many rows is shown whole
const PRINTED = 1000; // rows that a print holds at most
const FEW = 40; // values of a column that a list can offer

interface Row {
  element: HTMLTableRowElement;
  words?: string; // all of it in lower case, once it was asked for
}

const wordsOf = (row: Row): string => (row.words ??= [...row.element.cells].map(textOf).join("\n").toLowerCase());
const cellText = (row: Row, column: number): string => textOf(row.element.cells[column]);

type SortKey = string | number;

function sortKey(cell: HTMLTableCellElement | undefined): SortKey {
  if (!cell) return "";
  const stated = cell.dataset["v"] ?? cell.querySelector("meter")?.getAttribute("value");
  if (stated) return Number(stated);
  const text = textOf(cell);
  const value = Number(text.replace(/[,%+\s]/g, ""));
  return text !== "" && Number.isFinite(value) ? value : text.toLowerCase();
}

function compare(a: SortKey, b: SortKey): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), "en", { numeric: true });
}

class ExplorableTable {
  private rows: Row[];
  private matching: Row[];
  private shown: number;
  private body: HTMLTableSectionElement;
  private status = make("p", { class: "status", role: "status" });
  private more = make("button", { type: "button", class: "more" }, `Show ${STEP} more`);
  private search = make("input", { type: "search", placeholder: "Filter by words" });
  private choices: { column: number; select: HTMLSelectElement }[] = [];

  constructor(private table: HTMLTableElement) {
    this.body = table.tBodies[0] ?? table.createTBody();
    this.rows = [...this.body.rows].map((element) => ({ element }));
    this.matching = this.rows;
    this.shown = this.atFirst();
    if (table.classList.contains("sort")) this.addSorting();
    const frame = table.parentElement;
    if (table.classList.contains("filter") && this.rows.length > 1) frame?.before(this.toolbar());
    frame?.after(this.status, this.more);
    this.more.addEventListener("click", () => {
      this.shown += STEP;
      this.show();
    });
    addEventListener("beforeprint", () => this.show(PRINTED));
    addEventListener("afterprint", () => this.show());
    this.show();
  }

  filterBy(words: string): void {
    this.search.value = words;
    this.filter();
  }

  private heads(): HTMLTableCellElement[] {
    return [...(this.table.tHead?.rows[0]?.cells ?? [])];
  }

  private addSorting(): void {
    this.heads().forEach((head, column) => {
      const button = make("button", { type: "button" }, ...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => this.sort(column));
    });
  }

  private sort(column: number): void {
    const heads = this.heads();
    const head = heads[column];
    if (!head) return;
    // What is counted is first looked for where there is most of it.
    const first = head.classList.contains("n") || this.rows[0]?.element.cells[column]?.querySelector("meter") ? "descending" : "ascending";
    const before = head.getAttribute("aria-sort");
    const order = before === null ? first : before === "ascending" ? "descending" : "ascending";
    for (const other of heads) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", order);
    const keyed = this.rows.map((row) => ({ row, key: sortKey(row.element.cells[column]) }));
    keyed.sort((a, b) => (order === "ascending" ? compare(a.key, b.key) : compare(b.key, a.key)));
    this.rows = keyed.map(({ row }) => row);
    this.filter();
  }

  private toolbar(): HTMLElement {
    const bar = make("div", { class: "filters", role: "search", "aria-label": `Filter: ${textOf(this.table.caption)}` });
    bar.append(make("label", {}, make("span", {}, "Words"), this.search));
    this.search.addEventListener("input", () => this.filter());
    this.heads().forEach((head, column) => {
      if (head.classList.contains("n") || this.rows[0]?.element.cells[column]?.querySelector("meter")) return;
      const values = this.fewValues(column);
      if (values.length < 2) return;
      const select = make("select", {}, make("option", { value: "" }, "all"));
      for (const value of values) select.append(make("option", { value }, value || "–"));
      select.addEventListener("change", () => this.filter());
      this.choices.push({ column, select });
      bar.append(make("label", {}, make("span", {}, textOf(head)), select));
    });
    return bar;
  }

  // In order; none where they are many or long.
  private fewValues(column: number): string[] {
    const values = new Set<string>();
    for (const row of this.rows) {
      const text = cellText(row, column);
      values.add(text);
      if (text.length > 40 || values.size > FEW) return [];
    }
    const many = Math.max(3, this.rows.length / 2);
    return values.size === this.rows.length || values.size > many ? [] : [...values].sort();
  }

  private filter(): void {
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = this.choices.filter(({ select }) => select.selectedIndex > 0);
    this.matching = this.rows.filter(
      (row) => words.every((word) => wordsOf(row).includes(word)) && chosen.every(({ column, select }) => cellText(row, column) === select.value),
    );
    this.shown = this.atFirst();
    this.show();
  }

  private atFirst(): number {
    return this.matching.length <= WHOLE ? WHOLE : STEP;
  }

  private show(count = this.shown): void {
    const rows = this.matching.slice(0, count);
    this.body.replaceChildren(...rows.map((row) => row.element));
    const left = this.matching.length - rows.length;
    this.more.hidden = left === 0;
    const all = this.matching.length === this.rows.length;
    this.status.hidden = left === 0 && all;
    this.status.textContent = `${number(rows.length)} of ${number(this.matching.length)} rows shown${all ? "" : `, ${number(this.rows.length)} in all`}`;
  }
}

export function startTables(): void {
  const tables = new Map<string, ExplorableTable>();
  for (const table of all<HTMLTableElement>("table.sort")) {
    onShow(table, () => tables.set(textOf(table.caption), new ExplorableTable(table)));
  }
  // "The other findings of this component": the table of all, filtered.
  for (const link of all<HTMLAnchorElement>("a[data-filter]")) {
    link.addEventListener("click", () => {
      setTimeout(() => tables.get("Findings")?.filterBy(link.dataset["filter"] ?? ""));
    });
  }
}
