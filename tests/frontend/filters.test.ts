import { describe, expect, it } from "vitest";
import { accepts, EVERYTHING, fromQuery, toggled, toQuery } from "../../frontend/src/filters";

describe("the address", () => {
  it("gives back the question it was made of", () => {
    for (const query of ["", "?overlap=both", "?overlap=mediation&overlap=none"]) {
      expect(toQuery(fromQuery(query))).toBe(query);
    }
  });

  it("leaves out what does not exist", () => {
    expect(toQuery(fromQuery("?overlap=all&overlap=both&page=2"))).toBe("?overlap=both");
  });
});

describe("a state of overlap", () => {
  it("is asked for alone, and again for everything", () => {
    const both = toggled(fromQuery("?overlap=none"), "both");
    expect([...both.overlap]).toEqual(["both"]);
    expect(toggled(both, "both").overlap.size).toBe(0);
  });

  it("accepts its places only, and none accepts them all", () => {
    expect(accepts(fromQuery("?overlap=both"), { overlap: "none" })).toBe(false);
    expect(accepts(fromQuery("?overlap=both"), { overlap: "both" })).toBe(true);
    expect(accepts(EVERYTHING, { overlap: "none" })).toBe(true);
  });
});
