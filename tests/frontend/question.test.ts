import { describe, expect, it } from "vitest";
import {
  addressOf,
  ask,
  askAddress,
  askByOtherRule,
  choose,
  comparisonQueryOf,
  leapTo,
  moveFrom,
  moveTo,
  type Question,
  queryOf,
  radiusOf,
  type Step,
  showAllStates,
  spanOf,
  stepBy,
  stepFromBy,
  toggleAlone,
  toggleComparison,
  waitingIn,
} from "../../frontend/src/overlap/question";

const QUESTION: Question = {
  on: "2019-07-01",
  from: null,
  lastFrom: null,
  rule: "presence",
  radius: 10_000,
  isConfirmedOnly: false,
  countsAll: false,
  sides: [],
  territories: [],
  alone: null,
  chosen: [],
  supposed: [],
  span: { first: "2011-04-01", last: "2026-11-28" },
};

/** Where some steps lead, one after another. */
const askedBy = (...steps: readonly Step[]): Question => steps.reduce((question, step) => step(question), QUESTION);

describe("time", () => {
  it("goes by months, and no further than it goes", () => {
    expect(askedBy(stepBy(1)).on).toBe("2019-08-01");
    expect(askedBy(stepBy(-120)).on).toBe("2011-04-01");
    expect(askedBy(stepBy(12), leapTo("last"), stepBy(1)).on).toBe("2026-11-28");
    expect(askedBy(leapTo("first")).on).toBe("2011-04-01");
  });

  it("goes as far as a date that is asked for, and stays so", () => {
    const asked = askedBy(ask({ on: "2040-01-01" }));
    expect(asked.on).toBe("2040-01-01");
    expect(asked.span).toEqual({ first: "2011-04-01", last: "2040-01-01" });
    expect(stepBy(-1)(asked).span).toBe(asked.span);
  });

  it("covers what it is given", () => {
    expect(spanOf(["2019-07-01", "2011-04-01", "2026-11-28"])).toEqual(QUESTION.span);
  });
});

describe("two dates", () => {
  const compared = askedBy(toggleComparison);

  it("are five years apart at first, as far as time goes", () => {
    expect(compared.from).toBe("2014-07-01");
    expect(askedBy(moveTo("2012-01-01"), toggleComparison).from).toBe("2011-04-01");
    expect(askedBy(moveTo("2010-01-01"), toggleComparison).from).toBe("2010-01-01");
  });

  it("stay in the order of time", () => {
    expect(moveTo("2012-01-01")(compared).on).toBe("2014-07-01");
    expect(moveFrom("2020-01-01")(compared).from).toBe("2019-07-01");
    expect(moveFrom("2001-01-01")(compared).from).toBe("2011-04-01");
    expect(ask({ on: "2019-07-01", from: "2012-01-01" })(compared).from).toBe("2012-01-01");
  });

  it("are looked at again where they were", () => {
    const left = toggleComparison(moveFrom("2016-01-01")(compared));
    expect(left.from).toBeNull();
    expect(toggleComparison(left).from).toBe("2016-01-01");
    expect(toggleComparison(moveTo("2015-01-01")(left)).from).toBe("2015-01-01");
  });

  it("move by months, and only while there are two", () => {
    expect(stepFromBy(-12)(compared).from).toBe("2013-07-01");
    expect(stepFromBy(-12)(QUESTION)).toBe(QUESTION);
    expect(moveFrom("2013-07-01")(QUESTION)).toBe(QUESTION);
  });
});

describe("what is shown alone", () => {
  it("is shown with the rest again when it is asked for again", () => {
    expect(askedBy(toggleAlone("both")).alone).toBe("both");
    expect(askedBy(toggleAlone("both"), toggleAlone("both")).alone).toBeNull();
    expect(askedBy(toggleAlone("both"), showAllStates).alone).toBeNull();
    expect(showAllStates(QUESTION)).toBe(QUESTION);
  });
});

describe("the rule", () => {
  it("has a radius only where distance covers", () => {
    expect(radiusOf(QUESTION)).toBeNull();
    expect(radiusOf(askedBy(askByOtherRule))).toBe(10_000);
    expect(radiusOf(askedBy(askByOtherRule, askByOtherRule))).toBeNull();
  });
});

describe("an address", () => {
  it("says what is asked, in the words of the API, and nothing that needs no saying", () => {
    expect(String(addressOf(QUESTION))).toBe("on=2019-07-01");
    const asked = askedBy(
      toggleComparison,
      ask({
        rule: "distance",
        radius: 5000,
        isConfirmedOnly: true,
        countsAll: true,
        sides: [
          ["a", "msap"],
          ["b", "solozere"],
        ],
      }),
      toggleAlone("both"),
      choose(["msap", "solozere"]),
    );
    expect(String(queryOf(asked))).toBe(
      "on=2019-07-01&rule=distance&radius=5000&confirmed=true&could_be=true&a=msap&b=solozere",
    );
    expect(String(comparisonQueryOf(asked))).toBe(`${queryOf(asked)}&from=2014-07-01&state=both`);
    expect(String(addressOf(asked))).toBe(`${queryOf(asked)}&network=msap&network=solozere&state=both&from=2014-07-01`);
    const there = { ...QUESTION, territories: ["15", "48"] };
    expect(String(addressOf(there))).toBe("on=2019-07-01&territory=15&territory=48");
    expect(waitingIn(addressOf(there))).toEqual([
      ["territory", "15"],
      ["territory", "48"],
    ]);
  });

  it("is read as it was written, save what waits for the site", () => {
    const asked = askedBy(
      moveTo("2020-02-29"),
      toggleComparison,
      ask({ rule: "distance", radius: 0 }),
      toggleAlone("both"),
    );
    const read = askAddress(addressOf(asked))(QUESTION);
    expect(addressOf(read).toString()).toBe(addressOf(asked).toString());
  });

  it("waits for no territory that the page is of", () => {
    const address = new URLSearchParams("territory=07&territory=48");
    expect(waitingIn(address, ["07"])).toEqual([["territory", "48"]]);
  });

  it("keeps what waits for the network, until something else is asked in its place", () => {
    const address = new URLSearchParams("a=msap&b=&confirmed=false&could_be=true&network=msap&on=2020-01-01&q=x");
    const waiting = waitingIn(address);
    expect(waiting).toEqual([
      ["a", "msap"],
      ["could_be", "true"],
      ["network", "msap"],
    ]);
    expect(String(addressOf(QUESTION, waiting))).toBe("on=2019-07-01&a=msap&could_be=true&network=msap");
    expect(String(addressOf({ ...QUESTION, sides: [["a", "fablabs"]] }, waiting))).toBe(
      "on=2019-07-01&a=fablabs&could_be=true&network=msap",
    );
  });

  it("asks nothing where it cannot be read, and puts two dates in the order of time", () => {
    const nonsense = new URLSearchParams("on=2020-02-30&from=x&radius=-1&rule=y&state=z");
    expect(askAddress(nonsense)(QUESTION)).toEqual(QUESTION);
    const turned = askAddress(new URLSearchParams("on=2012-01-01&from=2019-01-01"))(QUESTION);
    expect([turned.from, turned.on]).toEqual(["2012-01-01", "2019-01-01"]);
  });
});
