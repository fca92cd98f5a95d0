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

// All that one component says to another: calls in the process, or only requests and messages.
export interface Edge {
  from: string;
  to: string;
  places: number;
  messages: boolean;
  says: string; // "shop → search: 6 calls"
}

function readEdges(): Edge[] {
  const found = new Map<string, Edge>();
  for (const row of document.querySelectorAll<HTMLTableRowElement>("table.edges tbody tr")) {
    const [from, to] = [row.cells[0]?.dataset["component"] ?? "", row.cells[1]?.dataset["component"] ?? ""];
    const [kind, what] = [row.cells[2]?.textContent ?? "", row.cells[3]?.textContent ?? ""];
    const places = Number((row.cells[4]?.textContent ?? "0").replaceAll(",", ""));
    const words = `${kind} at ${places} places${what ? ` (${what})` : ""}`;
    const edge = found.get(`${from}\n${to}`);
    if (edge) Object.assign(edge, { places: edge.places + places, messages: edge.messages && kind !== "calls", says: `${edge.says}; ${words}` });
    else found.set(`${from}\n${to}`, { from, to, places, messages: kind !== "calls", says: `${from} → ${to}: ${words}` });
  }
  return [...found.values()];
}

// Who talks to whom, from the table that shows it; read at once, since a table later keeps only the rows it shows.
export const edges: readonly Edge[] = readEdges();
