export * from "./model.js";
export { Queue, type Batch } from "./queue.js";
export { Store } from "./store.js";
export { compileCondition, escapeHtml, render, tokenize } from "./template.js";
