// Dates, numbers and sentences of the page of crossings, as the server writes them. Pure: parts show them, and read none.

import type { Texts } from "../site/texts";
import { lastMark, type Radius, type SideName, STATES, type State } from "./coverage";
import { type Flow, flowOf, hasMoved, MOVES, type Move, matrixOf } from "./differences";
import { countDoubts } from "./memberships";
import { type Question, radiusOf } from "./question";
import type { DatePrecision, Ending, ReasonKind } from "./reasons";
import type { Supposed } from "./supposed";
import { silentOn } from "./undated";
import { type Answer, comparedState, countPossible, type Histories, placesIn, possibleShown, type View } from "./view";

/** Which sentence says that a state is unknown on the earlier of two dates, or on the later; null where it is known. */
const comparedUnknown = (state: State, before: Answer, now: Answer): string | null =>
  now.unknown.has(state) ? "compared_unknown" : before.unknown.has(state) ? "compared_since_unknown" : null;

/** A date on which something happened, and what; whether it is but the first day of a source; since when, as it is known. */
export type Mark = readonly [date: string, words: string, isSeen: boolean, since: string];

/** A state, told as the page and its pictures do: so many communes, of so many people; and, apart, so many places. */
export interface StateInWords {
  readonly communes: string;
  readonly unit: string;
  readonly people: string;
  readonly places: string;
}

export class Wording {
  readonly texts: Texts;
  readonly #networks: readonly (readonly [slug: string, name: string])[];
  readonly #numbers: Intl.NumberFormat;
  readonly #days: Intl.DateTimeFormat;

  constructor(texts: Texts, networks: readonly (readonly [slug: string, name: string])[]) {
    this.texts = texts;
    this.#networks = networks;
    this.#numbers = new Intl.NumberFormat(texts.language);
    this.#days = new Intl.DateTimeFormat(texts.language, { dateStyle: "long", timeZone: "UTC" });
  }

  /** A date as people write it; of one that is known to the month, or to the year, that. */
  day(date: string, precision: DatePrecision = "day"): string {
    if (precision !== "day") {
      const month = precision === "month" ? ({ month: "long" } as const) : {};
      const form = new Intl.DateTimeFormat(this.texts.language, { ...month, year: "numeric", timeZone: "UTC" });
      return form.format(new Date(`${date}T00:00:00Z`));
    }
    const said = this.#days.format(new Date(`${date}T00:00:00Z`));
    return (this.texts.language === "fr" ? said.replace(/^1 /, "1er ") : said).replace(" ", "\u00a0");
  }

  /** Thousands apart by a no-break space of full width, as on the server. */
  number(number: number): string {
    return this.#numbers.format(number).replaceAll("\u202f", "\u00a0");
  }

  counted(key: string, count: number): string {
    const said = this.number(count);
    return this.texts.count(key, count, { count: said, number: said });
  }

  distance(metres: number): string {
    return this.texts.say("kilometres", { distance: this.number(metres / 1000) });
  }

  /** The whole answer in one sentence; of a day that no source reaches back to, that nobody knows. */
  headline(view: View): string {
    return view.facts ? this.#supposition(view, view.facts) : this.#fact(view);
  }

  #fact({ now, histories }: View): string {
    const [key, { both }] = [now.radius === null ? "headline" : "headline_near", now.summary];
    const values = {
      day: this.day(now.date),
      all: this.number(histories.communes.length),
      distance: this.distance(now.radius ?? 0),
      people: this.counted("people", both.people),
    };
    return now.unknown.has("both")
      ? this.texts.say(`${key}_unknown`, values)
      : this.#counted(key, both.communes, values);
  }

  /** If this were so, so many communes would have both instead of so many. */
  #supposition({ question: { supposed }, now, histories }: View, facts: Answer): string {
    const [after, before] = [now.summary.both, facts.summary.both];
    const key = facts.unknown.has("both") ? "then_unknown" : after.communes > before.communes ? "then" : "then_same";
    const values = {
      what: this.#joinedIfs(supposed, histories),
      day: this.day(now.date),
      before: this.number(before.communes),
      all: this.number(histories.communes.length),
      people: this.counted("people", after.people - before.people),
    };
    return key === "then_unknown" ? this.texts.say(key, values) : this.#counted(key, after.communes, values);
  }

  #joinedIfs(supposed: readonly Supposed[], histories: Histories): string {
    return supposed
      .map((one) => this.texts.say(`if_${one.kind}`, this.#named(one, histories)))
      .join(this.texts.say("if_and"));
  }

  #named({ kind, subject, others }: Supposed, { communes, places }: Histories): Record<string, string> {
    const nameOf = (slug = "") => places.find((place) => place.slug === slug)?.name ?? slug;
    return {
      commune: communes.find(({ code }) => code === subject)?.name ?? subject,
      place: nameOf(subject),
      ...(kind === "pair"
        ? { other: nameOf(others[0]) }
        : { networks: others.map((one) => this.#network(one)).join(", ") }),
    };
  }

  /** What else would be otherwise: how many communes each side covers, and how many places are both. */
  #consequences({ now }: View, facts: Answer): string {
    const covered = ({ summary }: Answer, side: SideName) => summary.both.communes + summary[side].communes;
    const sides = (["a", "b"] as const).flatMap((side) => {
      const [after, before] = [covered(now, side), covered(facts, side)].map((count) => this.number(count));
      return facts.unknown.has(side) || after === before
        ? []
        : [this.texts.say(`then_${side}`, { after: after ?? "", before: before ?? "" })];
    });
    const [after, before] = [now.placeCounts.both, facts.placeCounts.both];
    const places = { before: this.number(before) };
    return [
      ...sides,
      ...(after === before || facts.unknown.has("both") ? [] : [this.#counted("then_places", after, places)]),
    ].join(" ");
  }

  /** How many places are, alone, what a commune has in two; while something is supposed, what else would be otherwise. */
  samePlace(view: View): string {
    return view.facts ? this.#consequences(view, view.facts) : this.#places(view.now);
  }

  #places({ placeCounts: { both }, unknown }: Answer): string {
    return unknown.has("both") ? this.texts.say("same_place_unknown") : this.#counted("same_place", both);
  }

  #counted(key: string, count: number, values: Record<string, string> = {}): string {
    const said = { ...values, count: this.number(count) };
    return count ? this.texts.count(key, count, said) : this.texts.say(`${key}_none`, said);
  }

  /** The answer as it is read aloud. */
  answer(view: View): string {
    return [this.headline(view), this.samePlace(view), this.sources(view)].filter(Boolean).join(" ");
  }

  /** How far the sources go, and of which year the inhabitants are. */
  sources(shown: View): string {
    const view = { ...shown, now: shown.facts ?? shown.now };
    const reach = view.now.unknown.size === STATES.length ? [] : [this.#reach(view)];
    return [...reach, ...this.#undated(view), this.texts.say("population_note")].join(" ").trim();
  }

  /** From when on something is known of each side of which nothing is. */
  #undated({ now: { date }, histories: { undated } }: View): string[] {
    return silentOn(undated, date).map(([side, until]) =>
      until === null ? this.texts.say(`untold_${side}`) : this.texts.say(`undated_${side}`, { day: this.day(until) }),
    );
  }

  /** How many of the places that count somebody confirmed lately, too. */
  #reach({ now, histories: { sourcesUntil } }: View): string {
    if (sourcesUntil === null) {
      return this.texts.say("sources_unknown");
    }
    const places = now.placeCounts.both + now.placeCounts.a + now.placeCounts.b;
    const confirmed = places - countDoubts(now.doubts, "unconfirmed");
    const isBeyond = now.date.slice(0, sourcesUntil.length) > sourcesUntil;
    const key = isBeyond ? "sources_beyond" : "sources_within";
    const until = this.#until(sourcesUntil);
    const values = { until, confirmed: this.number(confirmed), places: this.number(places) };
    return places ? this.texts.count(key, confirmed, values) : this.texts.say(`${key}_none`, values);
  }

  /** Say until when: a day, or a month ("2024-01"), or a year. */
  #until(known: string): string {
    const precision = known.length === 4 ? "year" : known.length === 7 ? "month" : "day";
    const date = this.day(`${known}-01-01`.slice(0, 10), precision);
    return this.texts.say(precision === "day" ? "until_day" : "until_rough", { date });
  }

  state(state: State, { summary, placeCounts, unknown }: Answer): StateInWords {
    const { communes, people } = summary[state];
    if (unknown.has(state)) {
      const dash = this.texts.say("unknown");
      return { communes: dash, unit: this.texts.say("communes_unknown"), people: "", places: dash };
    }
    return {
      communes: this.number(communes),
      unit: this.texts.count("communes", communes),
      people: this.counted("people", people),
      places: this.number(placeCounts[state]),
    };
  }

  /** The definition that is counted by. */
  rule({ now: { radius } }: View): string {
    return radius === null
      ? this.texts.say("rule_presence")
      : this.texts.say("rule_distance", { distance: this.distance(radius) });
  }

  /** The same in a few words, for a room. */
  shortRule(question: Question): string {
    const covered =
      radiusOf(question) === null
        ? this.texts.say("covered_by_presence")
        : this.texts.say("covered_by_distance", { distance: this.distance(question.radius) });
    return question.isConfirmedOnly ? `${covered} ${this.texts.say("confirmed_only")}` : covered;
  }

  /** That another rule counts from now on, in large letters. */
  newRule(radius: Radius): string {
    return radius === null
      ? this.texts.say("new_rule_presence")
      : this.texts.say("new_rule_distance", { distance: this.distance(radius) });
  }

  /** How many places only could be, and how many communes have no others on a side; "" when nothing could. */
  possible({ doubts, possible }: Answer): string {
    const places = countDoubts(doubts, "couldBe");
    return places ? this.#joined(" ", ["couldBe", places], ["onlyCouldBe", possible.size]) : "";
  }

  /** On how many places, and on how many communes, the map has a question mark. */
  possibleShown(view: View): string {
    const communes = possibleShown(view.question, view.now).size;
    return this.#joined(" · ", ["places", countPossible(view)], ["from_then", communes]);
  }

  #joined(between: string, ...counts: (readonly [key: string, count: number])[]): string {
    const some = counts.filter(([, count]) => count > 0);
    return some.map(([key, count]) => this.counted(key, count)).join(between);
  }

  /** How many neighbours are tied on the map. */
  neighbours(count: number): string {
    return this.#counted("neighbours", count);
  }

  /** What happened last by a date. */
  happening(marks: readonly Mark[], date: string): string {
    const mark = lastMark(marks, date);
    return mark ? this.texts.say("happened", { since: mark[3], what: mark[1] }) : this.texts.say("before");
  }

  /** What a date comes to, beside another: how many communes are in the state that is told. */
  told(question: Question, { summary, unknown }: Answer): string {
    const state = comparedState(question);
    if (unknown.has(state)) {
      return this.texts.say("communes_unknown");
    }
    const { communes } = summary[state];
    const values = { state: this.label(state), count: this.number(communes) };
    return state === "both" ? this.counted("both_then", communes) : this.texts.count("state_then", communes, values);
  }

  /** How many communes the state that is told gained, first saw and lost; of one date, how many are first seen. */
  moves({ before, facts, moves }: View): [move: Move, words: string][] {
    const count = (move: Move) => [...moves.values()].filter((one) => one === move).length;
    if (facts) {
      return count("gained") ? [["gained", this.counted("tally_supposed", count("gained"))]] : [];
    }
    const said = before ? MOVES : MOVES.filter((move) => move === "first_seen" && count(move));
    return said.map((move) => [move, this.counted(`tally_${move}`, count(move))]);
  }

  /** What became of a state between two dates, in one sentence that adds up. */
  comparison({ question, before, now }: View): string {
    if (!before || before.date === now.date) {
      return this.texts.say("compared_same");
    }
    const state = comparedState(question);
    const [communes, places] = [matrixOf(before.states, now), matrixOf(before.placeStates, placesIn(now))];
    const [ofCommunes, ofPlaces] = [flowOf(state, communes), flowOf(state, places)];
    const moved = hasMoved(communes) || hasMoved(places) ? "compared" : "compared_none";
    return this.texts.say(comparedUnknown(state, before, now) ?? moved, {
      ...{ start: this.day(before.date), end: this.day(now.date), state: this.label(state) },
      ...{ communes: this.#sum("communes", ofCommunes), places: this.#sum("places", ofPlaces) },
      communes_end: this.counted("communes_end", ofCommunes.end),
      places_end: this.counted("places_end", ofPlaces.end),
    });
  }

  #sum(what: string, flow: Flow): string {
    const parts = Object.entries(flow).map(([part, count]) => [part, this.counted(`${what}_${part}`, count)]);
    return this.texts.say(flow.first_seen ? "sum_seen" : "sum", Object.fromEntries(parts));
  }

  /** What happened to a place in a network. */
  reason(kind: ReasonKind, place: string, network: string): string {
    return this.texts.say(`reason_${kind}`, { place, network: this.#network(network) });
  }

  /** Why so many places lost a side, and how many more that lost none. */
  ending({ kind, network, count, others }: Ending): string {
    const said = this.texts.count(`ending_${kind}`, count, { network: this.#network(network) });
    return others ? this.texts.count("ending_others", others, { said }) : said;
  }

  #network(slug: string): string {
    return this.#networks.find(([known]) => known === slug)?.[1] ?? slug;
  }

  /** So many places, in exactly these networks. */
  combination(networks: readonly string[], count: number): string {
    const names = this.#networks.filter(([slug]) => networks.includes(slug)).map(([, name]) => name);
    return this.#counted("set", count, { networks: names.join(", ") });
  }

  label(state: State): string {
    return this.texts.label("overlap", state);
  }
}
