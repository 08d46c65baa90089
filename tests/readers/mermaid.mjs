// Parses a flowchart as the pages do that draw it.
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";

const window = new JSDOM("").window;
globalThis.window = window;
globalThis.document = window.document;
const { default: mermaid } = await import("mermaid");
const text = readFileSync(process.argv[2], "utf8");
const found = await mermaid.parse(text);
if (found.diagramType !== "flowchart-v2") throw new Error(`not a flowchart: ${JSON.stringify(found)}`);
