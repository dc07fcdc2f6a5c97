// Writes the types of what the browser reads from the server's own description of it: bin/wire runs this.
//   node frontend/wire.mjs API.json PAGES.json
import { readFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

// The answers that pages read, and the closed lists that they show: each brings those that it is made of.
const READ = [
  "CommuneHistory",
  "PlaceHistory",
  "Sources",
  "ChangeEnum",
  "OpeningStateEnum",
  "Directory",
  "InView",
  "Moved",
];

const documents = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, "utf8")));
const described = Object.assign({}, ...documents.map((document) => document.components.schemas));

/** Lists a shape and all that it is made of. */
function closure(name, found = new Set()) {
  if (!found.has(name)) {
    found.add(name);
    for (const [, other] of JSON.stringify(described[name]).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      closure(other, found);
    }
  }
  return found;
}

/** Says of a list of a fixed length what each of its cells is: drf-spectacular only counts them. */
function withCells(shape) {
  if (Array.isArray(shape) || shape === null || typeof shape !== "object") {
    return Array.isArray(shape) ? shape.map(withCells) : shape;
  }
  const { minItems, maxItems, minLength, maxLength, ...rest } = shape;
  const [least, most] = [minItems ?? minLength, maxItems ?? maxLength];
  const fixed = shape.type === "array" && least !== undefined && least === most;
  const cells = fixed ? { ...rest, prefixItems: shape.prefixItems ?? Array(least).fill(shape.items) } : shape;
  return Object.fromEntries(Object.entries(cells).map(([key, value]) => [key, withCells(value)]));
}

const names = [...new Set(READ.flatMap((name) => [...closure(name)]))].sort();
const schemas = Object.fromEntries(names.map((name) => [name, withCells(described[name])]));
const document = { openapi: "3.1.0", info: { title: "", version: "" }, paths: {}, components: { schemas } };
const options = { immutable: true, rootTypes: true, rootTypesNoSchemaPrefix: true };
const types = astToString(await openapiTS(document, { ...options, defaultNonNullable: false }));
const lists = names.filter((name) => described[name].enum);
const constant = (name) =>
  name
    .replace(/(?<!^)([A-Z])/g, "_$1")
    .replace(/_Enum$/, "")
    .toUpperCase();

console.log("// Made by bin/wire from what the server says of its answers: not to be edited.\n");
console.log(types);
for (const name of lists) {
  console.log(`export const ${constant(name)}_VALUES = ${JSON.stringify(described[name].enum)} as const;`);
}
