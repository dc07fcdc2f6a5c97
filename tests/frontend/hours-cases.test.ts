import { describe, expect, it } from "vitest";
import { type Calendar, nowInWords, type Span } from "../../frontend/src/hours/opening";
import { weekInWords } from "../../frontend/src/hours/week-in-words";
import { Texts } from "../../frontend/src/site/texts";
import table from "../cases/hours.json";

type Held = Calendar & { readonly spans: readonly Span[] };
type Week = [string, string[], string | null][];

const [french, english] = [new Texts(table.texts.fr, "fr"), new Texts(table.texts.en, "en")];
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, " ");

describe.each(table.cases)("$hours at $at", ({ at, held, state, fr, en, week }) => {
  const { spans, ...calendar } = (held ?? { spans: null, zone: "Europe/Paris", until: 0 }) as unknown as Held;
  const now = (texts: Texts) => nowInWords(spans, calendar, new Date(at), texts);

  it("is said as the server says it", () => {
    expect(now(french)).toEqual({ state, words: fr });
    expect(now(english)).toEqual({ state, words: en });
  });

  it.runIf(week?.length)("fills the week as the server does", () => {
    const days = weekInWords(spans, calendar, new Date(at), french);
    const said = days.map(({ name, hours, reason }) => [name.toLowerCase(), hours.map(plain), reason]);
    expect(said).toEqual((week as Week).map(([name, hours, reason]) => [name, hours.map(plain), reason]));
  });
});
