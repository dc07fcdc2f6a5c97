// What the directory can offer to someone who writes: communes, kinds, services, facts that are filters, networks and
// places that begin so.

import type { Texts } from "../site/texts";
import type { Commune } from "./communes";
import { fold, lexemesOf, tokensOf } from "./folding";
import type { DirectoryData } from "./places";

/** In the order of the screen. */
const GROUPS = ["communes", "kinds", "services", "facts", "networks", "places"] as const;
export type Group = (typeof GROUPS)[number];
const MOST = 8;

/** Something to choose; the note tells apart what is called alike. */
export interface Suggestion {
  readonly group: Group;
  readonly key: string;
  readonly label: string;
  readonly note: string;
}

/** What is offered, with the words by which it is found. */
interface Entry {
  readonly suggestion: Suggestion;
  readonly folded: string;
  readonly words: readonly string[];
}

export class Suggestions {
  readonly #entries: Readonly<Record<Group, readonly Entry[]>>;
  /** The words that tell nothing: the little ones, and those of whoever asks. */
  readonly #untelling: ReadonlySet<string>;

  constructor({ places, vocabulary }: DirectoryData, communes: readonly Commune[], texts: Texts) {
    const { former = [], kinds = [], services = [], little = [], asking = [] } = vocabulary ?? {};
    const today = new Map(communes.map(({ code, name }) => [code, name]));
    const lived = former.map(([code, name, into]) =>
      entry("communes", code, name, texts.say("suggest_former", { today: today.get(into) ?? "" })),
    );
    // A kind or a service is offered where some place has it, and found by what it is called in either language.
    const words = (group: "kinds" | "services", called: readonly (readonly [string, string])[]) =>
      called
        .filter(([slug]) => texts.has(group, slug))
        .map(([slug, both]) => entry(group, slug, texts.label(group, slug), "", both));
    const isService = (label: string) => texts.entries("services").some(([, other]) => other === label);
    const facts = texts.entries("facts").filter(([, label]) => !isService(label));
    this.#untelling = new Set([...little, ...asking]);
    this.#entries = {
      communes: [...communes.map(({ code, name }) => entry("communes", code, name)), ...lived],
      kinds: words("kinds", kinds),
      services: words("services", services),
      facts: facts.map(([name, label]) => entry("facts", name, label)),
      networks: texts.entries("networks").map(([slug, name]) => entry("networks", slug, name)),
      places: places.map(({ slug, name, commune }) => entry("places", slug, name, commune)),
    };
  }

  /** What begins as a text does, eight at most: as many of each group as there is room for, those that it begins first. */
  of(text: string): readonly Suggestion[] {
    const words = tokensOf(text).map(({ word }) => word);
    const tells = (word: string) => word.length > 1 && !this.#untelling.has(word);
    const telling = words.filter((word, at) => at === words.length - 1 || tells(word));
    if (!telling.length) {
      return [];
    }
    const each = GROUPS.map((group) => begun(this.#entries[group], telling, fold(text).trim()));
    return shared(each).flatMap((count, at) => each[at]?.slice(0, count) ?? []);
  }
}

function entry(group: Group, key: string, label: string, note = "", called = label): Entry {
  return { suggestion: { group, key, label, note }, folded: fold(label), words: [...lexemesOf(called)] };
}

/** Those of which some word begins with each of these; those that begin with the text first. */
function begun(entries: readonly Entry[], asked: readonly string[], text: string): readonly Suggestion[] {
  const found = entries.filter(({ words }) => asked.every((one) => words.some((word) => word.startsWith(one))));
  const isFirst = ({ folded }: Entry) => folded.startsWith(text);
  return [...found.filter(isFirst), ...found.filter((one) => !isFirst(one))].map(({ suggestion }) => suggestion);
}

/** How many of each are shown: one of each in turn, as long as there is room. */
function shared(each: readonly (readonly Suggestion[])[]): readonly number[] {
  const counts = each.map(() => 0);
  const hasMore = (at: number) => (counts[at] ?? 0) < (each[at]?.length ?? 0);
  for (let left = MOST; left > 0 && each.some((_, at) => hasMore(at)); ) {
    for (const at of each.keys()) {
      if (left > 0 && hasMore(at)) {
        counts[at] = (counts[at] ?? 0) + 1;
        left -= 1;
      }
    }
  }
  return counts;
}
