import { readFileSync } from "node:fs";

export interface Recipient {
  name: string;
  address: string;
}

/** Splits one line of CSV; quotes may hold separators and doubled quotes. */
export function splitLine(line: string, separator = ";"): string[] {
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const character = line[i]!;
    if (quoted) {
      if (character === '"' && line[i + 1] === '"') {
        cell += '"';
        i++;
      } else if (character === '"') {
        quoted = false;
      } else {
        cell += character;
      }
    } else if (character === '"') {
      quoted = true;
    } else if (character === separator) {
      cells.push(cell);
      cell = "";
    } else {
      cell += character;
    }
  }
  cells.push(cell);
  return cells;
}

export function readRecipients(file: string): { recipients: Recipient[]; problems: string[] } {
  const recipients: Recipient[] = [];
  const problems: string[] = [];
  readFileSync(file, "utf8")
    .split(/\r?\n/)
    .forEach((line, index) => {
      if (line.trim() === "") return;
      const [name, address] = splitLine(line);
      if (!name || !address) {
        problems.push(`${file}:${index + 1}: name or address is missing`);
        return;
      }
      recipients.push({ name, address });
    });
  return { recipients, problems };
}
