import { describe, expect, it } from "vitest";
import { gather, type Spot } from "../../frontend/src/map/gather-spots";

const spot = (item: string, x: number, y = 0): Spot<string> => ({ item, x, y });
const items = (spots: Spot<string>[], reach: number) => gather(spots, reach).map((group) => [...group.items].sort());

describe("gathering", () => {
  it("keeps apart what is apart", () => {
    expect(items([spot("a", 0), spot("b", 50)], 40)).toEqual([["a"], ["b"]]);
  });

  it("puts together what is near, across cells and negative numbers", () => {
    expect(items([spot("a", -5, -5), spot("b", 5, 5)], 40)).toEqual([["a", "b"]]);
  });

  it("stands in the middle", () => {
    expect(gather([spot("a", 0, 10), spot("b", 20, 30)], 40)[0]).toMatchObject({ x: 10, y: 20 });
  });

  it("starts from the most crowded", () => {
    expect(items([spot("a", 0), spot("b", 30), spot("c", 60)], 40)).toEqual([["a", "b", "c"]]);
  });

  it("gathers alike whatever the order of the list", () => {
    const spots = Array.from({ length: 200 }, (_, index) => spot(`${index}`, (index * 37) % 211, (index * 91) % 173));
    const sorted = (found: string[][]) => found.map((group) => group.join()).sort();
    expect(sorted(items([...spots].reverse(), 30))).toEqual(sorted(items(spots, 30)));
  });

  it("loses nothing and repeats nothing", () => {
    const spots = Array.from({ length: 500 }, (_, index) => spot(`${index}`, (index * 37) % 211, (index * 91) % 173));
    const gathered = gather(spots, 20).flatMap((group) => group.items);
    expect(gathered.length).toBe(500);
    expect(new Set(gathered).size).toBe(500);
  });

  it("of nothing is nothing", () => {
    expect(gather([], 40)).toEqual([]);
  });
});
