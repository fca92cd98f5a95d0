// Which component calls which, laid out in layers from callers to callees.
import dagre from "@dagrejs/dagre";
import { curveBasis, line } from "d3-shape";
import { choiceById, edges, type Edge } from "./data";
import { all, fitted, make, svg } from "./dom";
import { onShow } from "./pages";

const MOST_LINES = 60; // more cannot be told apart

export function arrowHead(id: string): SVGElement {
  const shape = svg("path", { d: "M0 0L8 4L0 8z" });
  return svg("defs", {}, svg("marker", { id, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 8, markerHeight: 8, markerUnits: "userSpaceOnUse", orient: "auto-start-reverse" }, shape));
}

// A line between two components, as thick as the places are many.
export function edgeLine(edge: Edge, d: string, head: string): SVGElement {
  const line = svg("path", {
    class: edge.messages ? "link message" : "link",
    d,
    "stroke-width": (1 + Math.log2(1 + edge.places) / 2.5).toFixed(2),
    "marker-end": `url(#${head})`,
    "data-from": edge.from,
    "data-to": edge.to,
  });
  line.append(svg("title", {}, edge.says));
  return line;
}

// The lines of the component that the pointer or the keyboard is at stand out.
export function markLines(picture: SVGElement): void {
  const mark = (id: string | undefined) => {
    picture.classList.toggle("marking", id !== undefined);
    for (const line of all<SVGElement>(".link", picture)) line.classList.toggle("marked", id !== undefined && [line.dataset["from"], line.dataset["to"]].includes(id));
  };
  for (const box of all<SVGElement>(".box", picture)) {
    for (const event of ["pointerenter", "focus"]) box.addEventListener(event, () => mark(box.dataset["component"]));
    for (const event of ["pointerleave", "blur"]) box.addEventListener(event, () => mark(undefined));
  }
}

export function componentBox(id: string, x: number, y: number, width: number, height: number): SVGElement {
  const box = svg("rect", { x, y, width, height, rx: 5 });
  const name = svg("text", { x: x + width / 2, y: y + height / 2, dy: "0.35em", "text-anchor": "middle" }, fitted(id, width - 12));
  const kind = `box ${choiceById.get(id) ?? ""}`;
  const title = svg("title", {}, id);
  const own = { class: kind, "data-component": id };
  if (!document.getElementById(`component-${id}`)) return svg("g", own, title, box, name);
  return svg("a", { ...own, href: `#component-${id}` }, title, box, name);
}

// The heaviest, but of each component the heaviest first: nobody is left out for calling little.
function notable(known: Edge[]): Edge[] {
  const met = new Set<string>();
  const rank = new Map<Edge, number>();
  for (const edge of known) {
    rank.set(edge, met.has(edge.from) && met.has(edge.to) ? 1 : 0);
    met.add(edge.from).add(edge.to);
  }
  return [...known].sort((a, b) => rank.get(a)! - rank.get(b)!).slice(0, MOST_LINES);
}

function layout(shown: Edge[]) {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "TB", nodesep: 16, edgesep: 6, ranksep: 42 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const edge of shown) {
    for (const id of [edge.from, edge.to]) graph.setNode(id, { width: Math.min(190, 24 + 7.5 * id.length), height: 30 });
    graph.setEdge(edge.from, edge.to, { edge });
  }
  dagre.layout(graph);
  return graph;
}

interface Point {
  x: number;
  y: number;
}

function draw(figure: HTMLElement): void {
  const known = [...edges].sort((a, b) => b.places - a.places);
  const shown = notable(known);
  const graph = layout(shown);
  const picture = svg("svg", { class: "links" }, arrowHead("arrow"));
  const path = line<Point>((p) => p.x, (p) => p.y).curve(curveBasis);
  const corners: Point[] = [];
  for (const end of graph.edges()) {
    const laid = graph.edge(end);
    picture.append(edgeLine(laid["edge"], path(laid["points"]) ?? "", "arrow"));
    corners.push(...laid["points"]);
  }
  for (const id of graph.nodes()) {
    const node = graph.node(id);
    const [x, y] = [node.x - node.width / 2, node.y - node.height / 2];
    picture.append(componentBox(id, x, y, node.width, node.height));
    corners.push({ x, y }, { x: x + node.width, y: y + node.height });
  }
  const [xs, ys] = [corners.map((p) => p.x), corners.map((p) => p.y)];
  const [left, top] = [Math.min(...xs) - 4, Math.min(...ys) - 4];
  const [width, height] = [Math.max(...xs) + 4 - left, Math.max(...ys) + 4 - top];
  picture.setAttribute("viewBox", [left, top, width, height].map(Math.round).join(" "));
  picture.style.minWidth = `${Math.round(0.75 * width)}px`; // names stay readable; what is wider scrolls
  picture.style.width = `${Math.round(width)}px`;
  markLines(picture);
  const cut = known.length > shown.length ? ` Of ${known.length} lines ${shown.length} are drawn, the heaviest of each component first.` : "";
  figure.append(
    make("div", { class: "wide", tabindex: 0, role: "group", "aria-label": "Graph of the dependencies" }, picture),
    make("figcaption", {}, `A line goes from who asks to who answers, as thick as the places are many: drawn through for calls, dashed for what is no call; colour is the verdict. Components that talk to no other are left out.${cut}`),
  );
}

export function startGraph(): void {
  for (const figure of all<HTMLElement>("figure.graph")) onShow(figure, () => draw(figure));
}
