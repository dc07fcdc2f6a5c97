import { describe, expect, it } from "vitest";
import { boxesOf, type River, writeAlong } from "../../frontend/src/map/river-names";

const river = (...line: [number, number][]): River => ({
  line: line.map(([x, y]) => ({ x, y })),
  width: 60,
  height: 10,
});

describe("the name of a river", () => {
  it("is written once, above its middle, on a short level river", () => {
    const [name, ...others] = writeAlong(river([0, 0], [200, 0]), [], 500);
    expect(others).toEqual([]);
    expect(name?.x).toBeCloseTo(100, -1);
    expect(name).toMatchObject({ y: -10, angle: 0 });
  });

  it("is never upside down, whichever way the water goes", () => {
    const downhill = writeAlong(river([0, 0], [200, 200]), [], 500);
    const uphill = writeAlong(river([200, 200], [0, 0]), [], 500);
    expect(downhill[0]?.angle).toBeCloseTo(45);
    expect(uphill[0]?.angle).toBeCloseTo(45);
    expect(writeAlong(river([0, 200], [200, 0]), [], 500)[0]?.angle).toBeCloseTo(-45);
  });

  it("is written again far enough along a long river", () => {
    const starts = writeAlong(river([0, 0], [2000, 0]), [], 600).map(({ x }) => x);
    expect(starts).toHaveLength(3);
    const sorted = starts.sort((one, other) => one - other);
    expect(sorted.slice(1).every((x, index) => x - (sorted[index] ?? 0) >= 600)).toBe(true);
  });

  it("keeps to where the river is straight", () => {
    const bends: [number, number][] = [20, 40, 60, 80].flatMap((x) => [
      [x - 20, 0],
      [x - 10, 40],
    ]);
    const [name] = writeAlong(river(...bends, [280, 0]), [], 500);
    expect(name?.x).toBeGreaterThan(100);
    expect(writeAlong(river(...bends), [], 500)).toEqual([]);
  });

  it("gives way to what is there already", () => {
    const wall = { left: -500, top: -100, width: 1000, height: 200 };
    expect(writeAlong(river([0, 0], [200, 0]), [wall], 500)).toEqual([]);
  });

  it("is not written on a river that is shorter than it, or that is a point", () => {
    expect(writeAlong(river([0, 0], [50, 0]), [], 500)).toEqual([]);
    expect(writeAlong(river([0, 0]), [], 500)).toEqual([]);
  });

  it("takes the room of a leaning name", () => {
    const steep = river([0, 0], [0, 200]);
    const [box] = boxesOf(steep, writeAlong(steep, [], 500), 0);
    expect(box?.width).toBeCloseTo(10);
    expect(box?.height).toBeCloseTo(60);
  });
});
