// The code map: files by size, coloured by heat, in their folders and components.
import { hierarchy, treemap, treemapSquarify, type HierarchyRectangularNode } from "d3-hierarchy";
import { CellFigure, type Cell } from "./cells";
import { data } from "./data";
import { all, number } from "./dom";
import { onShow } from "./pages";

interface Node {
  name: string;
  path: string;
  lines: number; // of a file; 0: a folder
  heat: number;
  children?: Node[];
}

function folder(name: string, path: string): Node {
  return { name, path, lines: 0, heat: 0, children: [] };
}

// Components, in them folders, in them files; a folder that holds one thing only is joined with it.
function tree(): Node {
  const root = folder("All components", "");
  const tops = data.components.map(([id]) => folder(id, id));
  const inside = new Map<string, Node>();
  for (const [path, component, lines, heat] of data.files) {
    const top = tops[component];
    if (!top) continue;
    const parts = path === "" ? ["(other files)"] : path.split("/");
    let at = top;
    parts.slice(0, -1).forEach((part, i) => {
      const key = `${component}\n${parts.slice(0, i + 1).join("/")}`;
      let next = inside.get(key);
      if (!next) {
        next = folder(part, parts.slice(0, i + 1).join("/"));
        inside.set(key, next);
        at.children?.push(next);
      }
      at = next;
    });
    at.children?.push({ name: parts[parts.length - 1] ?? "", path: path || `${top.name}: other files`, lines, heat });
  }
  const joined = (node: Node): Node => {
    let at = node;
    while (at.children?.length === 1 && at.children[0]?.children) at = at.children[0];
    return { ...at, name: node.name, ...(at.children && { children: at.children.map(joined) }) };
  };
  root.children = tops.filter((top) => top.children?.length).map(joined);
  return root;
}

// Heat for its size: 1 is the repository's mean.
function warmth(node: HierarchyRectangularNode<Node>, linesOfAll: number): string {
  const share = node.data.heat / 1e6 / Math.max((node.value ?? 1) / linesOfAll, 1e-9);
  const steps = [0.02, 0.25, 1, 3, 8];
  return `h${steps.filter((step) => share > step).length}`;
}

function draw(figure: HTMLElement): void {
  const whole = tree();
  const linesOfAll = data.files.reduce((sum, file) => sum + file[2], 0) || 1;
  const frame = new CellFigure(
    figure,
    "Code map",
    "Area: code lines. Colour: cost for its size, from none (grey) over the repository's mean to eight times of it and more. Open a folder by its head.",
  );
  const show = (node: Node, path: [string, () => void][]): void => {
    const here: [string, () => void][] = [...path, [node.name, () => show(node, path)]];
    const root = hierarchy(node, (d) => d.children)
      .sum((d) => d.lines)
      .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
    const [width, height] = [1000, 560];
    const laid = treemap<Node>()
      .tile(treemapSquarify.ratio(1.3))
      .size([width, height])
      .paddingTop((d) => (d.depth === 1 && d.children ? 18 : 0))
      .paddingInner((d) => (d.depth === 0 ? 3 : 1))(root);
    const cells: Cell[] = [];
    laid.each((d) => {
      const head = d.depth === 1 && d.children;
      if (d.depth === 0 || (d.children && !head) || d.x1 - d.x0 < 0.5 || d.y1 - d.y0 < 0.5) return;
      const heat = d.children ? d.leaves().reduce((sum, leaf) => sum + leaf.data.heat, 0) : d.data.heat;
      cells.push({
        x0: d.x0 / width,
        x1: d.x1 / width,
        y0: d.y0 / height,
        y1: d.y1 / height,
        label: head || (d.x1 - d.x0 > 40 && d.y1 - d.y0 > 14) ? d.data.name : "",
        says: `${d.data.path || d.data.name}: ${number(d.value ?? 0)} lines, ${(heat / 1e4).toFixed(1)} % of the cost`,
        kind: head ? "head" : `leaf ${warmth(d, linesOfAll)}`,
        ...(head && { open: () => show(d.data, here) }),
      });
    });
    frame.draw(cells, "min(70vh, 35rem)", here);
  };
  show(whole, []);
}

export function startTreemap(): void {
  for (const figure of all<HTMLElement>("figure.treemap")) onShow(figure, () => draw(figure));
}
