import { describe, expect, it } from "vitest";
import type { State } from "../../frontend/src/crossing";
import { type Drawn, hexOf, written } from "../../frontend/src/drawing";
import { wrapped } from "../../frontend/src/lettering";
import type { Outlines } from "../../frontend/src/map/coverage-map";
import { filled, mercator, type Palette, paperMap, type Shown } from "../../frontend/src/paper-map";
import { poster } from "../../frontend/src/poster";

const measure = (text: string, font: string) => text.length * Number.parseFloat(font.split(" ")[1] ?? "") * 0.5;

const square = (code: string, west: number): Outlines["features"][number] => ({
  type: "Feature",
  properties: { code, name: `Commune <${code}>` },
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
  marks: [{ longitude: 3.05, latitude: 44.05, state: "both", drawn: [["circle", { r: 1 }]] }],
  alone: null,
  palette: { ink: "#000000", land: "#ffffff", rule: "#888888" } as unknown as Palette,
};

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
    const text = written(paperMap({ ...shown, alone: "mediation" }, 400, 400).drawn);
    expect(text.match(/fill-opacity="0.16"/g)).toHaveLength(2);
  });

  it("tones what is bare when it is shown alone, and its legend alike", () => {
    const alone = { ...shown, alone: "none" as const };
    const text = written(paperMap(alone, 400, 400).drawn);
    expect(text).toContain('fill="#888888" fill-opacity="0.6" data-state="none"');
    expect(filled("none", alone)).toEqual({ fill: "#888888", "fill-opacity": 0.6, "data-state": "none" });
    expect(filled("none", shown)).toEqual({ fill: "#ffffff", "fill-opacity": 1, "data-state": "none" });
  });

  it("is drawn of no commune at all", () => {
    const nowhere = { ...shown, outlines: { type: "FeatureCollection" as const, features: [] }, marks: [] };
    expect(written(paperMap(nowhere, 400, 400).drawn)).not.toMatch(/NaN|Infinity/);
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
      ...shown,
      language: "fr",
      title: "Croisée",
      point: "Une phrase.",
      told: [{ state: "both" as const, label: "Les deux", communes: "9", unit: "communes", details: "8 lieux" }],
      notes: ["La règle.", "Les sources."],
      key: { words: "Non confirmé", drawn: [["circle", { r: 2 }] as Drawn] },
      hatches: [],
      paper: "#ffffff",
    };
    const heightOf = (drawn: Drawn) => Number(drawn[1].height);
    expect(heightOf(poster(sheet, measure))).toBe(1000);
    expect(heightOf(poster({ ...sheet, notes: Array(60).fill("Une note.") }, measure))).toBeGreaterThan(1600);
    expect(written(poster(sheet, measure))).toContain("La règle.");
    expect(written(poster(sheet, measure))).toContain("Non confirmé");
    expect(written(poster({ ...sheet, key: null }, measure))).not.toContain('r="2"');
  });
});
