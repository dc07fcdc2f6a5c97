// The chart of networks that go together: its columns are filters of the map, and the address keeps the one chosen.

import { byId, copyOf, find } from "../site/dom";
import type { Texts } from "../site/texts";
import { type Combination, cellsOf, combinations, keyOf, stateOfNetworks } from "./combinations";
import type { Part, Sides, View } from "./coverage";

/** What the server says of the chart. `networks` are those of both sides, in the order of its rows. */
export interface TogetherSettings {
  readonly networks: readonly (readonly [slug: string, name: string])[];
  readonly networksOf: Sides;
  readonly together: readonly string[];
  readonly mostSets: number;
  readonly map: { readonly placeUrl: string };
}

export class Together implements Part {
  readonly #settings: TogetherSettings;
  readonly #texts: Texts;
  readonly #number: Intl.NumberFormat;
  readonly #dayOf: (date: string) => string;
  readonly #onChange: () => void;
  #chosen: readonly string[];
  #view: View | null = null;
  #drawn = "";

  constructor(settings: TogetherSettings, texts: Texts, dayOf: (date: string) => string, onChange: () => void) {
    this.#settings = settings;
    this.#texts = texts;
    this.#number = new Intl.NumberFormat(texts.language);
    this.#dayOf = dayOf;
    this.#onChange = onChange;
    this.#chosen = settings.together;
    byId("every-set").addEventListener("click", (event) => {
      event.preventDefault();
      this.#showAll(byId("together").querySelector<HTMLElement>(".set"));
    });
    byId("all-places").addEventListener("click", () => this.#showAll(byId("time")));
  }

  /** The networks whose places are shown alone; null: every place is shown. */
  get chosen(): readonly string[] | null {
    return this.#chosen.length ? this.#chosen : null;
  }

  /** Write the combination that is chosen into an address. */
  address(query: URLSearchParams): void {
    for (const network of this.#chosen) {
      query.append("network", network);
    }
  }

  /** Draw the chart of another day, once it stays. */
  settle(view: View): void {
    this.#view = view;
    const all = combinations(view.places, view.networks);
    const drawn = all.filter(({ networks }) => networks.length).slice(0, this.#settings.mostSets);
    const there = new Set(drawn.flatMap(({ networks }) => networks));
    const rows = this.#settings.networks.filter(([slug]) => there.has(slug));
    byId("sets-day").textContent = this.#texts.say("sets_on", { day: this.#dayOf(view.date) });
    this.#draw(drawn, rows, view);
    this.#sayRest(all, drawn);
    this.#sayChosen();
  }

  #draw(drawn: readonly Combination[], rows: TogetherSettings["networks"], view: View): void {
    const asked = JSON.stringify(drawn.map(({ networks, places }) => [networks, places.length]));
    if (asked === this.#drawn) {
      return;
    }
    this.#drawn = asked;
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.key : undefined;
    const highest = Math.max(1, ...drawn.map(({ places }) => places.length));
    byId("set-columns").replaceChildren(byId("sets-day"), ...drawn.map((one) => this.#column(one, highest)));
    const cells = drawn.map(({ networks }) =>
      cellsOf(
        networks,
        rows.map(([slug]) => slug),
      ),
    );
    byId("set-rows").replaceChildren(...rows.map((row, index) => this.#row(row, cells, index, view)));
    document.querySelector<HTMLElement>(`.set[data-key="${focused}"]`)?.focus();
  }

  #column({ networks, places }: Combination, highest: number): DocumentFragment {
    const column = copyOf("set-column");
    const button = find<HTMLButtonElement>(column, "button");
    button.dataset.key = keyOf(networks);
    button.addEventListener("click", () => this.#choose(this.#isChosen(networks) ? [] : networks));
    const height = (100 * places.length) / highest;
    const bar = find<SVGRectElement>(column, "rect");
    bar.classList.add(`is-${stateOfNetworks(networks, this.#settings.networksOf)}`);
    bar.setAttribute("y", `${100 - height}%`);
    bar.setAttribute("height", `${height}%`);
    const number = find<SVGTextElement>(column, "text");
    number.setAttribute("y", `${100 - height}%`);
    number.textContent = this.#number.format(places.length);
    find(column, ".unseen").textContent = this.#said(networks, places.length);
    return column;
  }

  #row([slug, name]: readonly [string, string], cells: string[][], index: number, view: View): DocumentFragment {
    const row = copyOf("set-row");
    find(row, "span").textContent = name;
    const count = [...view.networks.values()].filter((networks) => networks.includes(slug)).length;
    find(row, "b").textContent = this.#number.format(count);
    for (const column of cells) {
      const cell = copyOf("set-cell");
      const kinds = column[index] ?? "";
      find(cell, "td").className = kinds;
      find(cell, "span").textContent = kinds.includes("in") ? this.#texts.say("in_network") : "";
      find(row, "tr").append(cell);
    }
    return row;
  }

  /** Show every place again; what had the focus goes away, so another element takes it. */
  #showAll(next: HTMLElement | null): void {
    this.#choose([]);
    next?.focus({ preventScroll: true });
  }

  #choose(networks: readonly string[]): void {
    this.#chosen = networks;
    this.#sayChosen();
    this.#onChange();
  }

  #isChosen(networks: readonly string[]): boolean {
    return this.#chosen.length > 0 && keyOf(networks) === keyOf(this.#chosen);
  }

  /** Press the column that is chosen, and name its places. */
  #sayChosen(): void {
    for (const [index, button] of [...document.querySelectorAll<HTMLElement>(".sets .set")].entries()) {
      const isChosen = this.#chosen.length > 0 && button.dataset.key === keyOf(this.#chosen);
      button.setAttribute("aria-pressed", String(isChosen));
      for (const row of byId("set-rows").children) {
        row.children[index + 1]?.classList.toggle("chosen", isChosen);
      }
    }
    const { networks, places } = this.#view ?? { networks: new Map<string, string[]>(), places: [] };
    const found = places.filter(({ slug }) => this.#isChosen(networks.get(slug) ?? []));
    byId("chosen-set").hidden = !this.#chosen.length;
    const said = this.#chosen.length ? this.#said(this.#chosen, found.length) : "";
    byId("chosen-said").textContent = said;
    byId("chosen-key").hidden = !said;
    find(byId("chosen-key"), "[data-said]").textContent = said;
    byId("chosen-places").replaceChildren(
      ...found.map(({ slug, name, commune }) => {
        const item = copyOf("set-place");
        const link = find<HTMLAnchorElement>(item, "a");
        link.href = this.#settings.map.placeUrl.replace("/slug/", `/${slug}/`);
        link.textContent = this.#texts.say("place_in", { name, commune: commune.name });
        return item;
      }),
    );
  }

  #said(networks: readonly string[], count: number): string {
    const names = this.#settings.networks.filter(([slug]) => networks.includes(slug)).map(([, name]) => name);
    const values = { networks: names.join(", "), count: this.#number.format(count) };
    return count ? this.#texts.count("set", count, values) : this.#texts.say("set_none", values);
  }

  #sayRest(all: readonly Combination[], drawn: readonly Combination[]): void {
    const there = new Set(all.flatMap(({ networks }) => networks));
    const none = all.find(({ networks }) => !networks.length)?.places.length ?? 0;
    const absent = this.#settings.networks.filter(([slug]) => !there.has(slug)).map(([, name]) => name);
    const left = all.filter(({ networks }) => networks.length).length - drawn.length;
    const said = [this.#texts.count("none_of_them", none, { count: this.#number.format(none) })];
    if (absent.length) {
      said.push(this.#texts.say("absent", { networks: absent.join(", ") }));
    }
    if (left) {
      said.push(this.#texts.count("not_drawn", left));
    }
    byId("set-rest").textContent = said.join(" ");
  }
}
