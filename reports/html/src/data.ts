// What the page knows beyond its tables, as reports/html/charts.cpp writes it.

export type Answer = "rust" | "go" | "keep";

interface Data {
  components: [id: string, choice: Answer][];
  files: [path: string, component: number, lines: number, heat: number][]; // heat: millionths of the cost; path "": several
  stacks: [caller: number, fn: number, self: number][]; // caller: position plus one, always before; 0: none
  functions: [name: string, place?: string, component?: number][];
}

export const data: Data = JSON.parse(document.getElementById("data")?.textContent ?? "{}");

export const choiceOf = (component: number | undefined): Answer | "" => (component === undefined ? "" : (data.components[component]?.[1] ?? ""));

export const choiceById = new Map<string, Answer>(data.components);

export interface Edge {
  from: string;
  to: string;
  calls: number;
}

function readEdges(): Edge[] {
  return [...document.querySelectorAll<HTMLTableRowElement>("table.edges tbody tr")].map((row) => {
    const end = (cell: number) => row.cells[cell]?.dataset["component"] ?? "";
    return { from: end(0), to: end(1), calls: Number((row.cells[2]?.textContent ?? "0").replaceAll(",", "")) };
  });
}

// Calls between components, from the table that shows them; read at once, since a table later keeps only the rows it shows.
export const edges: readonly Edge[] = readEdges();
