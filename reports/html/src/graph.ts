// Which component calls which, laid out in layers from callers to callees.
import dagre from "@dagrejs/dagre";
import { curveBasis, line } from "d3-shape";
import { choiceById, edges, type Edge } from "./data";
import { all, fitted, make, svg } from "./dom";
import { onShow } from "./pages";

const MOST_EDGES = 120; // the heaviest; more cannot be told apart

export function arrowHead(id: string): SVGElement {
  const shape = svg("path", { d: "M0 0L8 4L0 8z" });
  return svg("defs", {}, svg("marker", { id, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 8, markerHeight: 8, markerUnits: "userSpaceOnUse", orient: "auto-start-reverse" }, shape));
}

// Thickness of a line for so many calls.
export const weight = (calls: number): string => (1 + Math.log2(1 + calls) / 2.5).toFixed(2);

export function componentBox(id: string, x: number, y: number, width: number, height: number): SVGElement {
  const box = svg("rect", { x, y, width, height, rx: 5 });
  const name = svg("text", { x: x + width / 2, y: y + height / 2, dy: "0.35em", "text-anchor": "middle" }, fitted(id, width - 12));
  const kind = `box ${choiceById.get(id) ?? ""}`;
  const title = svg("title", {}, id);
  if (!document.getElementById(`component-${id}`)) return svg("g", { class: kind }, title, box, name);
  return svg("a", { class: kind, href: `#component-${id}` }, title, box, name);
}

function layout(shown: Edge[]) {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "LR", nodesep: 14, ranksep: 70, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const edge of shown) {
    for (const id of [edge.from, edge.to]) graph.setNode(id, { width: Math.min(190, 24 + 7.5 * id.length), height: 30 });
    graph.setEdge(edge.from, edge.to, { calls: edge.calls });
  }
  dagre.layout(graph);
  return graph;
}

function draw(figure: HTMLElement): void {
  const known = edges().sort((a, b) => b.calls - a.calls);
  const shown = known.slice(0, MOST_EDGES);
  const graph = layout(shown);
  const { width = 0, height = 0 } = graph.graph();
  const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, class: "links" }, arrowHead("arrow"));
  const path = line<{ x: number; y: number }>((p) => p.x, (p) => p.y).curve(curveBasis);
  for (const end of graph.edges()) {
    const edge = graph.edge(end);
    const drawn = svg("path", { class: "link", d: path(edge["points"]) ?? "", "stroke-width": weight(edge["calls"]), "marker-end": "url(#arrow)" });
    drawn.append(svg("title", {}, `${end.v} → ${end.w}: ${edge["calls"]} places`));
    picture.append(drawn);
  }
  for (const id of graph.nodes()) {
    const node = graph.node(id);
    picture.append(componentBox(id, node.x - node.width / 2, node.y - node.height / 2, node.width, node.height));
  }
  const cut = known.length > shown.length ? ` The ${MOST_EDGES} heaviest of ${known.length} lines are drawn.` : "";
  figure.append(
    make("div", { class: "wide", tabindex: 0, role: "region", "aria-label": "Graph of the dependencies" }, picture),
    make("figcaption", {}, `A line goes from the caller to what it calls, as thick as the places are many; colour is the verdict. Components without resolved calls to others are left out.${cut}`),
  );
}

export function startGraph(): void {
  for (const figure of all<HTMLElement>("figure.graph")) onShow(figure, () => draw(figure));
}
