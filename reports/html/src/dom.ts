// Making elements. Text from the report is only ever set as text.

const SVG = "http://www.w3.org/2000/svg";

type Attributes = Record<string, string | number>;
type Child = Node | string;

function fill<E extends Element>(element: E, attributes: Attributes, children: Child[]): E {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

export function make<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  return fill(document.createElement(tag), attributes, children);
}

export function svg<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): SVGElementTagNameMap[K] {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

export function all<E extends Element>(selector: string, root: ParentNode = document): E[] {
  return [...root.querySelectorAll<E>(selector)];
}

export const textOf = (element: Element | null | undefined): string => element?.textContent?.trim() ?? "";

export const number = (count: number): string => count.toLocaleString("en-GB");

// The end of a text, as names differ there, that fits `width` pixels at about `each` pixels a letter.
export function fitted(text: string, width: number, each = 7.4): string {
  const room = Math.max(2, Math.floor(width / each));
  return text.length <= room ? text : "…" + text.slice(1 - room);
}
