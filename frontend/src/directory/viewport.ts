// A source of places that holds none: it asks the server for what is in sight, of a directory that no browser could hold.

import type { InView } from "../wire/answers";
import { Communes } from "./communes";
import { type Filters, isHourToCome, isWithin, toQuery } from "./filters";
import type { Answer, Part, PlacesSource, PlacesSourceDelegate, Question, Sight } from "./places-source";
import type { Suggestion } from "./suggestions";

export interface ViewportSettings {
  /** What is asked while the map has no size: the south-western corner and the north-eastern one. */
  readonly bounds: readonly (readonly [latitude: number, longitude: number, height?: number])[] | null;
  /** The codes of the territories that the page is of; none: it is of all. */
  readonly territories?: readonly string[];
  /** Where it is asked, and the commune from which places are measured, if the page was asked for one. */
  readonly view?:
    | { readonly url: string; readonly communes: readonly (readonly [string, string, number, number])[] }
    | undefined;
}

/** How long a map must rest before it is asked what it shows, in milliseconds. */
const REST = 150;
/** Cells of the grid in a tile of 256 pixels, as in `frontend/home/viewport.py`; the whole world is one tile at zoom 0. */
const CELLS_IN_A_TILE = 4;
const CLOSEST = 20;
const NORTHERNMOST = 85.05;

export class Viewport implements PlacesSource {
  readonly isOfSight = true;
  readonly #settings: ViewportSettings;
  readonly #delegate: PlacesSourceDelegate;
  #isReady = false;
  #asking = new AbortController();
  /** What was asked last, and answered. */
  #last: { readonly url: string; readonly answer: Answer } | null = null;

  constructor(settings: ViewportSettings, delegate: PlacesSourceDelegate) {
    this.#settings = settings;
    this.#delegate = delegate;
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  /** Other territories may be so small that a browser holds them. */
  reaches(filters: Filters): boolean {
    return isWithin(filters, this.#settings.territories);
  }

  /** Ask for what is in sight, once it rests; a question that is asked meanwhile takes the place of this one. */
  async find(question: Question): Promise<Answer> {
    this.#asking.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    const url = this.#urlOf(question);
    if (this.#last?.url === url) {
      return this.#last.answer;
    }
    await rest(this.#last ? REST : 0, signal);
    const answer = await this.#ask(url, "", question, signal);
    this.#last = { url, answer };
    return answer;
  }

  suggest(): readonly Suggestion[] {
    return [];
  }

  /** Nothing is held: what is in sight is asked for again. */
  async load(): Promise<void> {
    this.#isReady = true;
    this.#last = null;
    await this.#delegate.placesChanged([], new Communes(this.#settings.view?.communes));
  }

  async renew(): Promise<null> {
    await this.load();
    return null;
  }

  #urlOf({ filters, sight, moment }: Question): string {
    const { box, zoom } = onGrid(sight ?? this.#everywhere);
    // What is open now is asked again each minute.
    const minute = filters.open ? `#${Math.floor(moment.getTime() / 60_000)}` : "";
    const query = toQuery(filters);
    return `${this.#settings.view?.url}${query}${query ? "&" : "?"}box=${box.join()}&zoom=${zoom}${minute}`;
  }

  get #everywhere(): Sight {
    const [[south, west], [north, east]] = [
      this.#settings.bounds?.[0] ?? [-85, -180],
      this.#settings.bounds?.[1] ?? [85, 180],
    ];
    return { box: [west, south, east, north], zoom: 5 };
  }

  async #ask(url: string, page: string, question: Question, signal: AbortSignal): Promise<Answer> {
    const [address = ""] = url.split("#");
    const answer = await fetch(page ? `${address}&page=${encodeURIComponent(page)}` : address, { signal });
    if (!answer.ok) {
      throw new Error(`${address}: ${answer.status}`);
    }
    const told = (await answer.json()) as InView;
    return this.#answerOf(told, url, question, signal);
  }

  #answerOf(told: InView, url: string, question: Question, signal: AbortSignal): Answer {
    const { places, counts, couldBe, understood, untold, toConfirm, total, isRefusedByHours } = told;
    const { open } = question.filters;
    return {
      ...{ places, counts, couldBe, understood, untold, toConfirm, total, isRefusedByHours },
      centre: told.centre,
      isSorted: told.isRanked || told.centre !== null,
      isAround: false,
      part: this.#partOf(told, url, question, signal),
      hour: isHourToCome(open) ? new Date(open) : null,
      calendar: told,
    };
  }

  #partOf({ crowds, isReckoned, next, nearest }: InView, url: string, question: Question, signal: AbortSignal): Part {
    const more = next ? () => this.#ask(url, next, question, signal) : null;
    return { crowds, isReckoned, more, nearest };
  }
}

/** Wait, unless something else is asked meanwhile. */
function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    setTimeout(() => (signal.aborted ? reject(signal.reason) : resolve()), milliseconds);
  });
}

/** Widen what is in sight to whole cells of the grid: many who look at a town ask the same, and a small move nothing. */
export function onGrid({ box: [west, south, east, north], zoom }: Sight): Sight {
  const whole = Math.min(Math.max(Math.round(zoom), 0), CLOSEST);
  const cells = CELLS_IN_A_TILE * 2 ** whole;
  const columns = [Math.floor(columnOf(west, cells)), Math.ceil(columnOf(east, cells))] as const;
  const rows = [Math.floor(rowOf(north, cells)), Math.ceil(rowOf(south, cells))] as const;
  const [left, right] = columns.map((column) => short((column / cells) * 360 - 180)) as [number, number];
  const [top, bottom] = rows.map((row) => short(latitudeOf(row, cells))) as [number, number];
  // A map as wide as the world or wider shows all of it.
  const isAll = columns[1] - columns[0] >= cells;
  return { box: isAll ? [-180, bottom, 180, top] : [left, bottom, right, top], zoom: whole };
}

const columnOf = (longitude: number, cells: number): number => ((longitude + 180) / 360) * cells;

function rowOf(latitude: number, cells: number): number {
  const bounded = Math.min(Math.max(latitude, -NORTHERNMOST), NORTHERNMOST);
  return ((1 - Math.asinh(Math.tan((bounded * Math.PI) / 180)) / Math.PI) / 2) * cells;
}

const latitudeOf = (row: number, cells: number): number =>
  (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / cells))) * 180) / Math.PI;

const short = (degrees: number): number => Number(degrees.toFixed(5));
