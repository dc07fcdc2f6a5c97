import { describe, expect, it } from "vitest";
import { type DatedMap, type Figure, figure, type Key } from "../../frontend/src/export/figure";
import { wrapped } from "../../frontend/src/export/lettering";
import { filled, mercator, type Palette, paperMap, type Shown } from "../../frontend/src/export/paper-map";
import { poster } from "../../frontend/src/export/poster";
import { hexOf, type SvgNode, written } from "../../frontend/src/export/svg-drawing";
import type { Outlines } from "../../frontend/src/map/outlines";
import type { State } from "../../frontend/src/overlap/coverage";
import type { Move } from "../../frontend/src/overlap/differences";

const measure = (text: string, font: string) => text.length * Number.parseFloat(font.split(" ")[1] ?? "") * 0.5;

const square = (code: string, west: number): Outlines["features"][number] => ({
  type: "Feature",
  properties: { code, name: `Commune <${code}>`, at: [west + 0.05, 44.05] },
  geometry: {
    type: "MultiPolygon",
    coordinates: [
      [
        [
          [west, 44],
          [west + 0.1, 44],
          [west + 0.1, 44.1],
          [west, 44.1],
          [west, 44],
        ],
      ],
    ],
  },
});

const shown: Shown = {
  outlines: { type: "FeatureCollection", features: [square("48001", 3), square("48002", 3.1)] },
  ground: null,
  states: new Map<string, State>([["48001", "both"]]),
  moves: new Map(),
  possible: new Map(),
  marks: [{ longitude: 3.05, latitude: 44.05, state: "both", drawn: [["circle", { r: 1 }]] }],
  alone: null,
  palette: { ink: "#000000", land: "#ffffff", rule: "#888888" } as unknown as Palette,
};

const { states, moves, possible, marks } = shown;
const today: DatedMap = { states, moves, possible, marks, day: "Aujourd’hui", words: "Une commune réunit les deux" };
const before: DatedMap = { ...today, day: "Hier", words: "Aucune commune" };
const lost: Key = { words: "Une commune perdue", drawn: [["rect", { width: 42 }]] };
const two: Figure = { ...shown, maps: [before, today], keys: [lost] };

describe("a drawing", () => {
  it("is written as XML, whatever its texts hold", () => {
    expect(written(["text", { x: 1, title: 'a "b"' }, "1 < 2 & 3 > 2\u0000"])).toBe(
      '<text x="1" title="a &quot;b&quot;">1 &lt; 2 &amp; 3 &gt; 2</text>',
    );
  });

  it("has colours that every reader knows", () => {
    expect(hexOf("rgb(0, 97, 122)")).toBe("#00617a");
    expect(hexOf("color(srgb 1 0.5 0)")).toBe("#ff8000");
    expect(hexOf("none")).toBe("none");
  });
});

describe("a map for paper", () => {
  it("fits its box, the north above", () => {
    const { width, height } = paperMap(shown, 400, 400);
    expect(width).toBeCloseTo(400);
    expect(height).toBeLessThan(300);
    expect(mercator([0, 45])[1]).toBeLessThan(mercator([0, 44])[1]);
  });

  it("draws each commune in its state and each place", () => {
    const text = written(paperMap(shown, 400, 400).drawn);
    expect(text.match(/<path[^>]*data-state/g)).toHaveLength(2);
    expect(text).toContain('fill="url(#paper-both)"');
    expect(text).toContain("<title>Commune &lt;48001&gt;</title>");
    expect(text).toContain("<circle");
    expect(text).not.toContain("NaN");
  });

  it("fades what is not shown alone", () => {
    const text = written(paperMap({ ...shown, alone: "a" }, 400, 400).drawn);
    expect(text.match(/fill-opacity="0.16"/g)).toHaveLength(2);
  });

  it("tones what is bare when it is shown alone, and its legend alike", () => {
    const alone = { ...shown, alone: "neither" as const };
    const text = written(paperMap(alone, 400, 400).drawn);
    expect(text).toContain('fill="#888888" fill-opacity="0.6" data-state="neither"');
    expect(filled("neither", alone)).toEqual({ fill: "#888888", "fill-opacity": 0.6, "data-state": "neither" });
    expect(filled("neither", shown)).toEqual({ fill: "#ffffff", "fill-opacity": 1, "data-state": "neither" });
  });

  it("outlines what changed, what was gained under the rest", () => {
    const kinds = new Map<string, Move>([
      ["48001", "lost"],
      ["48002", "gained"],
    ]);
    const text = written(paperMap({ ...shown, moves: kinds }, 400, 400).drawn);
    expect([...text.matchAll(/data-kind="(\w+)"/g)].map(([, kind]) => kind)).toEqual(["gained", "lost"]);
    expect(written(paperMap(shown, 400, 400).drawn)).not.toContain("data-kind");
  });

  it("is drawn of no commune at all", () => {
    const nowhere = { ...shown, outlines: { type: "FeatureCollection" as const, features: [] }, marks: [] };
    expect(written(paperMap(nowhere, 400, 400).drawn)).not.toMatch(/NaN|Infinity/);
  });
});

describe("a figure", () => {
  it("holds one map without a heading", () => {
    const { drawn, width } = figure({ ...two, maps: [today], keys: [] }, 400, 400, measure);
    expect(width).toBeCloseTo(400);
    expect(written(drawn)).not.toContain("Aujourd’hui");
  });

  it("holds two maps side by side, each under its date, within its box", () => {
    const { drawn, width, height } = figure(two, 1000, 600, measure);
    const text = written(drawn);
    expect(width).toBeCloseTo(1000);
    expect(height).toBeLessThanOrEqual(600);
    expect(text.match(/data-part="communes"/g)).toHaveLength(2);
    expect(text.indexOf("Hier")).toBeLessThan(text.indexOf("Aujourd’hui"));
    expect(text).toContain("Aucune commune");
    expect(text).toContain("Une commune perdue");
  });

  it("writes its keys on as many rows as they ask for", () => {
    const heightOf = (keys: readonly Key[]) => figure({ ...two, keys }, 600, 2000, measure).height;
    expect(heightOf([lost, lost])).toBe(heightOf([lost]));
    expect(heightOf([lost, lost, lost])).toBe(heightOf([lost]) + 30);
  });

  it("is as wide as its keys when its map is narrower", () => {
    const { width } = figure({ ...two, maps: [today], keys: [lost, lost] }, 600, 150, measure);
    expect(width).toBeGreaterThan(400);
    expect(width).toBeLessThanOrEqual(600);
  });
});

describe("a sheet", () => {
  it("breaks its texts at spaces that may break", () => {
    expect(wrapped("Au 1er\u00a0juillet 2019, neuf communes", 80, "400 10px serif", measure)).toEqual([
      "Au 1er\u00a0juillet",
      "2019, neuf",
      "communes",
    ]);
    expect(wrapped("https://croisee.example/", 80, "400 10px serif", measure)).toEqual([
      "https://croisee.",
      "example/",
    ]);
    expect(wrapped("", 80, "400 10px serif", measure)).toEqual([]);
  });

  it("grows with its notes", () => {
    const sheet = {
      ...two,
      maps: [today],
      keys: [],
      language: "fr",
      title: "Croisée",
      point: "Une phrase.",
      aside: "1 lieu est les deux.",
      reach: "D’après des sources.",
      tiles: [{ state: "both" as const, label: "Les deux", communes: "9", details: "communes" }],
      places: [{ words: "8 : Les deux", drawn: [["circle", { r: 3 }] as SvgNode] }],
      communesName: "Les communes",
      placesName: "Les lieux",
      notes: ["La règle.", "Les sources."],
      doubts: [{ words: "Non confirmé", drawn: [["circle", { r: 2 }] as SvgNode] }],
      hatches: [],
      paper: "#ffffff",
    };
    const heightOf = (drawn: SvgNode) => Number(drawn[1].height);
    expect(heightOf(poster(sheet, measure))).toBe(1000);
    expect(heightOf(poster({ ...sheet, notes: Array(60).fill("Une note.") }, measure))).toBeGreaterThan(1600);
    expect(Number(poster({ ...sheet, maps: [before, today] }, measure)[1].width)).toBeGreaterThan(1600);
    expect(written(poster(sheet, measure))).toContain("La règle.");
    expect(written(poster(sheet, measure))).toContain("1 lieu est les deux.");
    expect(written(poster(sheet, measure))).toContain("Non confirmé");
    expect(written(poster({ ...sheet, doubts: [] }, measure))).not.toContain('r="2"');
  });
});
