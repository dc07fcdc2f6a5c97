// What the browser's house promises of itself: short functions, folders that import in one direction, one place for events.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
// It comes with vitest, which reads TypeScript by it.
import { parseAst } from "vite";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../../frontend/src/", import.meta.url));
const FILES = readdirSync(ROOT, { recursive: true }).filter((path) => /(?<!\.d)\.ts$/.test(path));
const textOf = (path) => readFileSync(join(ROOT, path), "utf8");

const childrenOf = (node) =>
  Object.values(node)
    .flat()
    .filter((value) => typeof value?.type === "string");

/** A function has a name when it is declared, is a member of a class, or is held by a name. */
function isNamedFunction({ type, init, value }) {
  const isHeld = [init, value].some((one) => /^(Arrow)?Function/.test(one?.type));
  return type === "FunctionDeclaration" || type === "MethodDefinition" || isHeld;
}

/** Where each named function of a file begins, and how many lines it takes. */
function functionsOf(path) {
  const text = textOf(path);
  const lineAt = (index) => text.slice(0, index).split("\n").length;
  const walk = (node) => [...(isNamedFunction(node) ? [node] : []), ...childrenOf(node).flatMap(walk)];
  return walk(parseAst(text, { lang: "ts" })).map(({ start, end }) => ({
    at: `${path}:${lineAt(start)}`,
    lines: lineAt(end) - lineAt(start) + 1,
  }));
}

describe("functions", () => {
  const functions = FILES.flatMap(functionsOf).sort((one, other) => one.lines - other.lines);
  const at = (share) => functions[Math.floor(share * functions.length)].lines;

  it("are short", () => {
    expect(functions.length).toBeGreaterThan(500);
    expect(at(0.5)).toBeLessThanOrEqual(5);
    expect(at(0.9)).toBeLessThanOrEqual(12);
    expect(functions.filter(({ lines }) => lines > 25)).toEqual([]);
  });
});

describe("files", () => {
  it("can be read at one sitting", () => {
    expect(FILES.filter((path) => textOf(path).split("\n").length > 350)).toEqual([]);
  });
});

describe("folders", () => {
  const folderOf = (path) => dirname(relative(ROOT, join(ROOT, path)));
  const arrows = FILES.flatMap((path) =>
    [...textOf(path).matchAll(/(?:from|import) "(\.[^"]+)"/g)]
      .map(([, target]) => [folderOf(path), folderOf(join(dirname(path), target))])
      .filter(([from, to]) => from !== to),
  );

  /** Every folder that one leads to, by whatever way. */
  function reachedFrom(folder, seen = new Set()) {
    for (const [, next] of arrows.filter(([from, to]) => from === folder && !seen.has(to))) {
      reachedFrom(next, seen.add(next));
    }
    return seen;
  }

  it("never come back to themselves", () => {
    const folders = [...new Set(arrows.map(([from]) => from))];
    expect(folders.length).toBeGreaterThan(8);
    expect(folders.filter((folder) => reachedFrom(folder).has(folder))).toEqual([]);
  });

  it("leave Leaflet to the map", () => {
    const speakers = FILES.filter((path) => /\bL\.[A-Za-z]/.test(textOf(path)));
    expect(speakers.filter((path) => !path.startsWith("map/"))).toEqual([]);
  });
});

describe("events of our own", () => {
  it("are declared, sent and heard in one place", () => {
    expect(FILES.filter((path) => /"croisee:(?!signs)/.test(textOf(path)))).toEqual(["site/events.ts"]);
  });
});
