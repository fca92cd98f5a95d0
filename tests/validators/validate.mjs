// Which files break a JSON Schema? usage: validate.mjs SCHEMA FILE… (a folder of node_modules stands beside this file)
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const [schemaPath, ...files] = process.argv.slice(2);
const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const schema = read(schemaPath);
const draft = String(schema.$schema ?? "").includes("2020-12") ? "ajv/dist/2020.js" : "ajv";
const Ajv = require(draft).default;
const ajv = new Ajv({ strict: false, allErrors: true });
require("ajv-formats").default(ajv);
const validate = ajv.compile(schema);
let broken = 0;
for (const file of files) {
  if (validate(read(file))) continue;
  broken += 1;
  for (const error of validate.errors.slice(0, 5)) console.error(`${file}${error.instancePath}: ${error.message}`);
}
process.exit(broken === 0 ? 0 : 1);
