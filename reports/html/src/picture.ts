// The hybrid picture: three lanes, Go services, Rust cores and what stays, with what goes between them.
import { linkHorizontal } from "d3-shape";
import { edges } from "./data";
import { all, svg, textOf } from "./dom";
import { arrowHead, componentBox, edgeLine, markLines } from "./graph";
import { onShow } from "./pages";

const LANE = 250; // width of a lane; between two of them runs the room for lines
const GAP = 125;
const ROW = 42;
const BOX = 30;
const HEAD = 34;
const MOST_LINES = 60; // the heaviest

function draw(figure: HTMLElement): void {
  const lanes = all<HTMLElement>(".lane", figure);
  const at = new Map<string, { x: number; y: number; lane: number; test: boolean }>();
  const rows = Math.max(...lanes.map((lane) => all("li", lane).length), 1);
  const [width, height] = [3 * LANE + 2 * GAP, HEAD + rows * ROW + 6];
  const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, class: "links" }, arrowHead("picture-arrow"));
  const boxes: SVGElement[] = [];
  lanes.forEach((lane, column) => {
    const x = column * (LANE + GAP);
    const kind = ["go", "rust", "keep"].find((name) => lane.classList.contains(name)) ?? "";
    picture.append(svg("rect", { class: `ground ${kind}`, x, y: 0, width: LANE, height, rx: 8 }));
    picture.append(svg("text", { class: "lane-name", x: x + 14, y: 22 }, textOf(lane.querySelector("h4"))));
    all<HTMLElement>("li", lane).forEach((item, row) => {
      const y = HEAD + row * ROW;
      const id = item.dataset["component"];
      if (id) {
        at.set(id, { x, y: y + BOX / 2, lane: column, test: item.dataset["kind"] === "tests" });
        boxes.push(componentBox(id, x + 12, y, LANE - 24, BOX));
      } else {
        boxes.push(svg("text", { class: "more", x: x + 14, y: y + 20 }, textOf(item)));
      }
    });
  });
  const drawn = edges
    .filter((edge) => at.get(edge.from)?.test === false && at.has(edge.to))
    .sort((a, b) => b.places - a.places)
    .slice(0, MOST_LINES);
  const across = linkHorizontal();
  for (const edge of drawn) {
    const from = at.get(edge.from)!;
    const to = at.get(edge.to)!;
    // Lines leave on the side of their goal; within a lane they bend out to the right.
    const right = to.lane > from.lane || (to.lane === from.lane && to.lane < 2);
    const start: [number, number] = [from.x + (right ? LANE - 12 : 12), from.y];
    const end: [number, number] = [to.x + (to.lane === from.lane ? (right ? LANE - 12 : 12) : right ? 12 : LANE - 12), to.y];
    const bend = right ? 50 : -50;
    const d =
      from.lane === to.lane
        ? `M${start[0]},${start[1]}C${start[0] + bend},${start[1]} ${end[0] + bend},${end[1]} ${end[0]},${end[1]}`
        : (across({ source: start, target: end }) ?? "");
    picture.append(edgeLine(edge, d, "picture-arrow"));
  }
  picture.append(...boxes);
  markLines(picture);
  figure.prepend(picture);
  figure.classList.add("drawn");
}

export function startPicture(): void {
  for (const figure of all<HTMLElement>("figure.lanes")) onShow(figure, () => draw(figure));
}
