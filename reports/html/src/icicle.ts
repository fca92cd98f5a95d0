// Hot paths: call stacks from entry points down, each as wide as its share of the cost.
import { hierarchy, partition } from "d3-hierarchy";
import { CellFigure, type Cell } from "./cells";
import { choiceOf, data } from "./data";
import { all } from "./dom";
import { onShow } from "./pages";

const ROW = 22; // pixels
const DEEPEST = 18; // rows at once; opening a cell shows what is below
const THINNEST = 0.0015; // of the width

interface Node {
  fn: number; // −1: everything
  self: number;
  children: Node[];
}

const nodes: Node[] = [];
const roots: Node[] = [];

function build(): void {
  if (nodes.length > 0) return;
  for (const [caller, fn, self] of data.stacks) {
    const node = { fn, self, children: [] };
    nodes.push(node);
    (nodes[caller - 1]?.children ?? roots).push(node);
  }
}

const componentOf = (node: Node) => data.functions[node.fn]?.[2];

// Where stacks first come into the component.
function within(component: number): Node[] {
  return nodes.filter((node, i) => {
    const caller = nodes[(data.stacks[i]?.[0] ?? 0) - 1];
    return componentOf(node) === component && (!caller || componentOf(caller) !== component);
  });
}

function draw(figure: HTMLElement): void {
  build();
  const id = figure.dataset["component"];
  const component = data.components.findIndex(([name]) => name === id);
  const tops = id === undefined ? roots : within(component);
  const total = data.stacks.reduce((sum, stack) => sum + stack[2], 0) || 1;
  const whole: Node = { fn: -1, self: 0, children: tops };
  if (tops.length === 0) return figure.remove();
  const frame = new CellFigure(
    figure,
    "Hot paths as stacks of calls",
    "Width: share of the cost with all that is called, below its caller. Colour: the verdict on the component. Open a cell to widen it. Branches too thin to see are counted to their callers.",
  );
  const nameOf = (node: Node) => (node.fn < 0 ? (id ?? "All entries") : (data.functions[node.fn]?.[0] ?? ""));
  const show = (node: Node, path: [string, () => void][]): void => {
    const here: [string, () => void][] = [...path, [nameOf(node), () => show(node, path)]];
    const root = hierarchy(node, (d) => d.children)
      .sum((d) => d.self)
      .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
    const laid = partition<Node>().size([1, root.height + 1])(root);
    const drawn = laid.descendants().filter((d) => d.depth < DEEPEST && d.x1 - d.x0 >= THINNEST);
    const rows = 1 + Math.max(...drawn.map((d) => d.depth));
    const cells = drawn.map((d): Cell => {
      const place = data.functions[d.data.fn]?.[1];
      return {
        x0: d.x0,
        x1: d.x1,
        y0: d.depth / rows,
        y1: (d.depth + 1) / rows,
        label: d.x1 - d.x0 > 0.02 ? nameOf(d.data) : "",
        says: `${nameOf(d.data)}: ${((100 * (d.value ?? 0)) / total).toFixed(1)} % with calls, ${((100 * d.data.self) / total).toFixed(1)} % itself${place ? `, ${place}` : ""}`,
        kind: `frame ${choiceOf(componentOf(d.data))}`,
        open: () => (d.depth === 0 ? path[path.length - 1]?.[1]() : show(d.data, here)),
      };
    });
    frame.draw(cells, `${rows * ROW}px`, here);
  };
  show(whole, []);
}

export function startIcicles(): void {
  for (const figure of all<HTMLElement>("figure.icicle")) onShow(figure, () => draw(figure));
}
