/**
 * Templates of notices: `Dear {{name}}, {{#if overdue}}please bring back{{/if}} {{title}}`.
 * `{{{title}}}` is not escaped; it is for text messages.
 */

export type Token =
  | { kind: "text"; text: string }
  | { kind: "field"; name: string; raw: boolean }
  | { kind: "if"; condition: string }
  | { kind: "end" };

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

export function escapeHtml(text: string): string {
  let escaped = "";
  for (const character of text) {
    escaped += ENTITIES[character] ?? character;
  }
  return escaped;
}

export function tokenize(template: string): Token[] {
  const tokens: Token[] = [];
  let text = "";
  let position = 0;
  while (position < template.length) {
    if (template[position] !== "{" || template[position + 1] !== "{") {
      text += template[position];
      position++;
      continue;
    }
    const raw = template[position + 2] === "{";
    const close = raw ? "}}}" : "}}";
    const end = template.indexOf(close, position);
    if (end < 0) {
      throw new SyntaxError(`tag at ${position} is not closed`);
    }
    if (text !== "") {
      tokens.push({ kind: "text", text });
      text = "";
    }
    const tag = template.slice(position + close.length, end).trim();
    if (tag.startsWith("#if ")) {
      tokens.push({ kind: "if", condition: tag.slice(4) });
    } else if (tag === "/if") {
      tokens.push({ kind: "end" });
    } else {
      tokens.push({ kind: "field", name: tag, raw });
    }
    position = end + close.length;
  }
  if (text !== "") tokens.push({ kind: "text", text });
  return tokens;
}

/** Conditions are written by our own staff: `days > 3 && branch == "North"`. */
export function compileCondition(condition: string, names: string[]): (...values: string[]) => boolean {
  return new Function(...names, `return Boolean(${condition});`) as (...values: string[]) => boolean;
}

export function render(template: string, fields: Record<string, string>): string {
  const names = Object.keys(fields).sort();
  const values = names.map((name) => fields[name]!);
  const open: boolean[] = [];
  let result = "";
  for (const token of tokenize(template)) {
    const visible = open.every(Boolean);
    switch (token.kind) {
      case "text":
        if (visible) result += token.text;
        break;
      case "field":
        if (visible) {
          const value = fields[token.name] ?? "";
          result += token.raw ? value : escapeHtml(value);
        }
        break;
      case "if":
        open.push(compileCondition(token.condition, names)(...values));
        break;
      case "end":
        open.pop();
        break;
    }
  }
  return result;
}
