// The chart of networks that go together: its columns are filters of the map.

import { type Combination, cellsOf, combinations, keyOf, stateOfNetworks } from "../overlap/combinations";
import type { Sides } from "../overlap/coverage";
import { choose, type Question } from "../overlap/question";
import type { View } from "../overlap/view";
import type { Wording } from "../overlap/wording";
import { byId, copyOf, find } from "../site/dom";
import { ChosenPlaces } from "./chosen-places";
import type { Store, Subscriber } from "./store";

/** What the server says of the chart. `networks` are those of both sides, in the order of its rows. */
export interface ChartSettings {
  readonly networks: readonly (readonly [slug: string, name: string])[];
  readonly networksOf: Sides;
  readonly mostSets: number;
  readonly map: { readonly placeUrl: string };
}

export class CombinationsChart implements Subscriber {
  readonly #settings: ChartSettings;
  readonly #store: Store;
  readonly #wording: Wording;
  readonly #places: ChosenPlaces;
  #drawn = "";

  constructor(settings: ChartSettings, store: Store, wording: Wording) {
    this.#settings = settings;
    this.#store = store;
    this.#wording = wording;
    this.#places = new ChosenPlaces(settings.map.placeUrl, wording);
  }

  start(): void {
    byId("every-set").addEventListener("click", (event) => {
      event.preventDefault();
      this.#showAll(find(byId("together"), ".set"));
    });
    byId("all-places").addEventListener("click", () => this.#showAll(byId("time")));
  }

  /** A column is pressed at once; the chart itself follows once time is still. */
  questionChanged({ chosen }: Question): void {
    this.#places.choose(chosen);
    press(chosen);
  }

  viewSettled(view: View): void {
    const all = combinations(view.histories.places, view.now.networks);
    const drawn = all.filter(({ networks }) => networks.length).slice(0, this.#settings.mostSets);
    byId("sets-day").textContent = this.#wording.texts.say("sets_on", { day: this.#wording.day(view.now.date) });
    this.#draw(drawn, view);
    byId("set-rest").textContent = this.#rest(all, drawn.length, !view.now.unknown.size).join(" ");
    this.#places.show(view);
    press(view.question.chosen);
  }

  #draw(drawn: readonly Combination[], view: View): void {
    const asked = JSON.stringify(drawn.map(({ networks, places }) => [networks, places.length]));
    if (asked !== this.#drawn) {
      this.#drawn = asked;
      const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.key : undefined;
      this.#drawColumns(drawn);
      this.#drawRows(drawn, view);
      document.querySelector<HTMLElement>(`.set[data-key="${focused}"]`)?.focus();
    }
  }

  #drawColumns(drawn: readonly Combination[]): void {
    const highest = Math.max(1, ...drawn.map(({ places }) => places.length));
    byId("set-columns").replaceChildren(byId("sets-day"), ...drawn.map((one) => this.#column(one, highest)));
  }

  #drawRows(drawn: readonly Combination[], view: View): void {
    const there = new Set(drawn.flatMap(({ networks }) => networks));
    const rows = this.#settings.networks.filter(([slug]) => there.has(slug));
    const slugs = rows.map(([slug]) => slug);
    const cells = drawn.map(({ networks }) => cellsOf(networks, slugs));
    const drawnRows = rows.map(([slug, name], index) => {
      const count = [...view.now.networks.values()].filter((networks) => networks.includes(slug)).length;
      return this.#row(
        name,
        count,
        cells.map((column) => column[index] ?? ""),
      );
    });
    byId("set-rows").replaceChildren(...drawnRows);
  }

  #column({ networks, places }: Combination, highest: number): DocumentFragment {
    const column = copyOf("set-column");
    const button = find<HTMLButtonElement>(column, "button");
    button.dataset.key = keyOf(networks);
    button.addEventListener("click", () => this.#toggle(networks));
    const bar = find<SVGRectElement>(column, "rect");
    bar.classList.add(`is-${stateOfNetworks(networks, this.#settings.networksOf)}`);
    raise(column, (100 * places.length) / highest);
    find(column, "text").textContent = this.#wording.number(places.length);
    find(column, ".unseen").textContent = this.#wording.combination(networks, places.length);
    return column;
  }

  #row(name: string, count: number, cells: readonly string[]): DocumentFragment {
    const row = copyOf("set-row");
    find(row, "span").textContent = name;
    find(row, "b").textContent = this.#wording.number(count);
    find(row, "tr").append(...cells.map((kinds) => this.#cell(kinds)));
    return row;
  }

  #cell(kinds: string): DocumentFragment {
    const cell = copyOf("set-cell");
    find(cell, "td").className = kinds;
    find(cell, "span").textContent = kinds.includes("in") ? this.#wording.texts.say("in_network") : "";
    return cell;
  }

  /** Show every place again; what had the focus goes away, so another element takes it. */
  #showAll(next: HTMLElement): void {
    this.#store.change(choose([]));
    next.focus({ preventScroll: true });
  }

  #toggle(networks: readonly string[]): void {
    const isChosen = keyOf(networks) === keyOf(this.#store.question.chosen);
    this.#store.change(choose(isChosen ? [] : networks));
  }

  /** What the columns do not say: places in no network, networks without a place, columns that are left out. */
  #rest(all: readonly Combination[], drawn: number, isWhole: boolean): string[] {
    const { texts } = this.#wording;
    if (!isWhole) {
      return [texts.say("not_whole")];
    }
    const there = new Set(all.flatMap(({ networks }) => networks));
    const absent = this.#settings.networks.filter(([slug]) => !there.has(slug)).map(([, name]) => name);
    const none = all.find(({ networks }) => !networks.length)?.places.length ?? 0;
    const left = all.filter(({ networks }) => networks.length).length - drawn;
    return [
      this.#wording.counted("none_of_them", none),
      ...(absent.length ? [texts.say("absent", { networks: absent.join(", ") })] : []),
      ...(left ? [texts.count("not_drawn", left)] : []),
    ];
  }
}

/** Make a bar as high as so many hundredths, with its number on top. */
function raise(column: ParentNode, height: number): void {
  find(column, "rect").setAttribute("height", `${height}%`);
  for (const element of column.querySelectorAll("rect, text")) {
    element.setAttribute("y", `${100 - height}%`);
  }
}

/** Press the column that is chosen, and no other. */
function press(chosen: readonly string[]): void {
  document.querySelectorAll<HTMLElement>(".sets button.set").forEach((button, index) => {
    const isChosen = chosen.length > 0 && button.dataset.key === keyOf(chosen);
    button.setAttribute("aria-pressed", String(isChosen));
    for (const row of byId("set-rows").children) {
      row.children[index + 1]?.classList.toggle("chosen", isChosen);
    }
  });
}
