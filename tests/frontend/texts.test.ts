import { describe, expect, it } from "vitest";
import { Texts } from "../../frontend/src/site/texts";

const words = {
  hello: "Bonjour {name}",
  place_one: "{count} lieu",
  place_other: "{count} lieux",
  kinds: { lab: "Fablab" },
};

describe("texts", () => {
  const french = new Texts(words, "fr");

  it("are filled in, and a hole that nobody fills stays to be seen", () => {
    expect(french.say("hello", { name: "Mende" })).toBe("Bonjour Mende");
    expect(french.say("hello")).toBe("Bonjour {name}");
  });

  it("follow the plural of their language", () => {
    expect([0, 1, 2].map((count) => french.count("place", count))).toEqual(["0 lieu", "1 lieu", "2 lieux"]);
    expect(new Texts(words, "en").count("place", 0)).toBe("0 lieux");
  });

  it("know their words", () => {
    expect(french.has("kinds", "lab")).toBe(true);
    expect(french.has("kinds", "constructor")).toBe(false);
    expect(french.has("services", "lab")).toBe(false);
    expect(french.has("hello", "0")).toBe(false);
  });

  it("fall back on the key", () => {
    expect(french.say("missing")).toBe("missing");
    expect(french.label("kinds", "lab")).toBe("Fablab");
    expect(french.label("kinds", "attic")).toBe("attic");
  });
});
