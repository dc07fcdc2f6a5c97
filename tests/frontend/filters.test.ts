import { describe, expect, it } from "vitest";
import {
  answerOf,
  countFolded,
  EVERYTHING,
  fromQuery,
  isEverything,
  SAID,
  toggled,
  toQuery,
} from "../../frontend/src/directory/filters";
import type { Place } from "../../frontend/src/directory/places";

describe("the address", () => {
  it("gives back the question it was made of", () => {
    for (const query of [
      "",
      "?overlap=both",
      "?overlap=a&overlap=neither",
      "?q=florac&kind=coworking&kind=library&service=printing&match=all&open=now&near=3.4961,44.5202&overlap=both",
      "?q=caf%C3%A9+%26+bureaux&network=solozere",
    ]) {
      expect(toQuery(fromQuery(query))).toBe(query);
    }
  });

  it("is one for one question, in whatever order it was asked", () => {
    expect(toQuery(fromQuery("?overlap=neither&kind=library&kind=coworking&overlap=both"))).toBe(
      "?kind=coworking&kind=library&overlap=both&overlap=neither",
    );
  });

  it("asks for territories where the page offers several", () => {
    const isKnown = (list: string, code: string) => list === "territories" && ["07", "48"].includes(code);
    expect(toQuery(fromQuery("?territory=48&territory=99&territory=07", isKnown))).toBe("?territory=07&territory=48");
    expect(isEverything(fromQuery("?territory=48", () => false))).toBe(true);
    const asked = fromQuery("?territory=48");
    const said = [{ territory: "48" }, { territory: "07" }, {}].map((place) =>
      answerOf(place as Place, asked, { minute: 0, until: 0 }),
    );
    expect(said).toEqual([SAID.yes, SAID.no, SAID.no]);
    expect(countFolded(asked)).toBe(1);
  });

  it("leaves out what does not exist", () => {
    const query = "?overlap=all&overlap=both&page=2&open=yesterday&match=some&near=here&q=+&kind=&near=200,100";
    expect(toQuery(fromQuery(query))).toBe("?overlap=both");
    expect(fromQuery("?near=3.5,95").near).toBeNull();
    expect(fromQuery("?near=3.5").near).toBeNull();
    expect(fromQuery("?near=1,2,3").near).toBeNull();
  });

  it("leaves out the words that the page does not know, and keeps the others", () => {
    const isKnown = (list: string, word: string) => `${list} ${word}` === "kinds coworking";
    const query = "?kind=coworking&kind=castle&service=coworking&network=x";
    expect(toQuery(fromQuery(query, isKnown))).toBe("?kind=coworking");
  });

  it("says where someone is no nearer than ten metres", () => {
    expect(toQuery({ ...EVERYTHING, near: [44.52021234, 3.49612345] })).toBe("?near=3.4961,44.5202");
  });
});

describe("a state of overlap", () => {
  it("is asked for alone, and again for everything", () => {
    const both = toggled(fromQuery("?overlap=neither"), "both");
    expect([...both.overlap]).toEqual(["both"]);
    expect(toggled(both, "both").overlap.size).toBe(0);
  });
});

describe("everything", () => {
  it("may be sorted from a point, and narrowed by nothing", () => {
    expect(isEverything(fromQuery("?near=3.5,44.5&match=all"))).toBe(true);
    expect(isEverything(fromQuery("?q=mende"))).toBe(false);
  });
});
