// What speaks for each answer, by theme: a radar beside the table that it is drawn from.
import { scaleLinear } from "d3-scale";
import { curveLinearClosed, lineRadial } from "d3-shape";
import { all, make, svg, textOf } from "./dom";
import { onShow } from "./pages";

const RADIUS = 110;
const FULL = 2.5; // log-odds at the rim at least: what one group of rules gives an answer at most

function draw(frame: HTMLElement): void {
  const rows = all<HTMLTableRowElement>("tbody tr", frame);
  if (rows.length < 3) return;
  const values = rows.map((row) => [1, 2, 3].map((column) => Number(textOf(row.cells[column]))));
  const scale = scaleLinear([0, Math.max(FULL, ...values.flat())], [0, RADIUS]);
  const angle = (i: number) => (2 * Math.PI * i) / rows.length;
  const ring = lineRadial<number>()
    .angle((_, i) => angle(i))
    .radius((value) => scale(value))
    .curve(curveLinearClosed);
  const picture = svg("svg", { viewBox: "-275 -135 550 270", role: "img", "aria-label": "Radar: what speaks for Rust, Go and keep, by theme; its numbers are in the table" });
  for (const tick of scale.ticks(3)) {
    if (tick > 0) picture.append(svg("path", { class: "ring", d: ring(rows.map(() => tick)) ?? "" }));
  }
  rows.forEach((row, i) => {
    const [x, y] = [Math.sin(angle(i)), -Math.cos(angle(i))];
    picture.append(svg("line", { class: "ring", x1: 0, y1: 0, x2: x * RADIUS, y2: y * RADIUS }));
    const anchor = Math.abs(x) < 0.2 ? "middle" : x > 0 ? "start" : "end";
    picture.append(svg("text", { x: x * (RADIUS + 10), y: y * (RADIUS + 14), dy: "0.35em", "text-anchor": anchor }, textOf(row.cells[0])));
  });
  ["rust", "go", "keep"].forEach((kind, column) => {
    picture.append(svg("path", { class: `series ${kind}`, d: ring(values.map((row) => row[column] ?? 0)) ?? "" }));
  });
  const legend = ["Rust", "Go", "Keep"].map((name) => make("li", { class: name.toLowerCase() }, name));
  frame.prepend(make("figure", {}, picture, make("figcaption", {}, make("ul", { class: "legend" }, ...legend))));
}

export function startRadars(): void {
  for (const frame of all<HTMLElement>(".radar")) onShow(frame, () => draw(frame));
}
