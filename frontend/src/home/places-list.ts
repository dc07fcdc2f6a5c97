// The list, the map's twin in words. The server has written its first cards; the browser writes the others as it is asked.

import { looksOf, metresBetween, type Place, type Position, stateInWords } from "../directory/places";
import type { Answer } from "../directory/places-source";
import { minuteOf, type Now, nowInWords, thenInWords } from "../hours/opening";
import { byId, copyOf, drawState, find, putInOrder, setAttribute, write } from "../site/dom";
import { trueAt } from "../site/moment";
import type { Texts } from "../site/texts";
import { countInWords } from "./counts";

/** How many cards are shown at once, as on a page of the server. */
const STEP = 200;

export class List {
  readonly #cards: HTMLElement;
  readonly #texts: Texts;
  readonly #placeUrl: string;
  readonly #known = new Map<string, HTMLElement>();
  readonly #ranks = new Map<string, number>();
  /** Of which minute each card tells what is open, and at which it was told. */
  readonly #told = new WeakMap<HTMLElement, string>();
  /** Every known card in the usual order of the directory; null when it must be found again. */
  #usual: readonly HTMLElement[] | null = null;
  /** The cards as the page has them. */
  #inPage: readonly HTMLElement[] | null = null;
  #shown: readonly Place[] = [];
  #centre: Position | null = null;
  /** Whether they are in an order of their own: the nearest first, or the most telling. */
  #isSorted = false;
  #limit = STEP;
  /** How to get those that follow, where the list has only the first. */
  #more: (() => Promise<Answer>) | null = null;
  #lit: readonly HTMLElement[] = [];

  constructor(texts: Texts, placeUrl: string, onPoint: (slug: string | null) => void) {
    this.#texts = texts;
    this.#placeUrl = placeUrl;
    this.#cards = byId("cards");
    for (const card of this.#cards.querySelectorAll<HTMLElement>(".card")) {
      this.#known.set(card.dataset.slug ?? "", card);
      this.#told.set(card, `${minuteOfWriting()}`);
    }
    const slugOf = ({ target }: Event) => (target as Element).closest<HTMLElement>(".card")?.dataset.slug ?? null;
    this.#cards.addEventListener("pointerover", (event) => onPoint(slugOf(event)));
    this.#cards.addEventListener("pointerleave", () => onPoint(null));
    this.#cards.addEventListener("focusin", (event) => onPoint(slugOf(event)));
    this.#cards.addEventListener("focusout", () => onPoint(null));
    byId("more-cards").addEventListener("click", (event) => this.#showMore(event));
  }

  /** Learn the usual order of the whole directory. */
  learn(places: readonly Place[]): void {
    for (const [rank, { slug }] of places.entries()) {
      this.#ranks.set(slug, rank);
    }
    this.#usual = null;
  }

  /** Write the cards again that may be older than the directory. */
  renew(places: readonly Place[]): void {
    for (const place of places) {
      const card = this.#known.get(place.slug);
      if (card) {
        this.#write(card, place);
      }
    }
  }

  /** Show these places, in their order, say how many they are, and how far each is from the centre. */
  show({ places, centre, isSorted, understood, total, part }: Answer): void {
    this.#shown = places;
    this.#centre = centre;
    this.#isSorted = isSorted || part !== null;
    this.#more = part?.more ?? null;
    this.#say(understood.join(" "));
    this.#limit = STEP;
    part && this.#forget();
    this.#draw();
    write(byId("shown"), countInWords("shown", total, part?.isReckoned, this.#texts));
    byId("empty").hidden = total > 0;
    byId("list-order").hidden = isSorted || !total;
    part && write(byId("list-order"), this.#texts.say(part.isReckoned ? "order_reckoned" : "order"));
  }

  /** Keep no more cards than are shown, of places that come and go with what is in sight. */
  #forget(): void {
    const shown = new Set(this.#shown.map(({ slug }) => slug));
    for (const [slug, card] of this.#known) {
      if (!shown.has(slug)) {
        card.remove();
        this.#known.delete(slug);
      }
    }
    this.#usual = null;
    this.#inPage = null;
  }

  /** Say what was understood of the words looked for, where that is not plain. */
  #say(said: string): void {
    // In the list, and on the map of a phone, which shows one of the two.
    for (const line of document.querySelectorAll<HTMLElement>("[data-understood]")) {
      write(line, said);
      line.hidden = !said;
    }
  }

  /** Write which of the shown places are open now, or at the hour that is asked: once a minute for each, as it is seen. */
  tell({ calendar, hour }: Answer, now: Date): void {
    const told = [minuteOf(now), ...(hour ? [minuteOf(hour)] : [])].join();
    for (const place of this.#shown.slice(0, this.#limit)) {
      const card = this.#cardOf(place);
      if (this.#told.get(card) !== told) {
        this.#told.set(card, told);
        const words = hour
          ? thenInWords(place.spans, calendar, hour, now, this.#texts)
          : nowInWords(place.spans, calendar, now, this.#texts);
        writeOpening(find(card, ".now"), words);
      }
    }
  }

  /** Light the cards of places that are pointed at on the map. */
  light(slugs: ReadonlySet<string>): void {
    for (const card of this.#lit) {
      card.classList.remove("lit");
    }
    this.#lit = [...slugs].flatMap((slug) => this.#known.get(slug) ?? []);
    for (const card of this.#lit) {
      card.classList.add("lit");
    }
  }

  #draw(): void {
    const cards = this.#shown.slice(0, this.#limit).map((place) => this.#cardOf(place));
    this.#showAlone(cards);
    for (const place of this.#centre || this.#cards.dataset.near ? this.#shown.slice(0, this.#limit) : []) {
      write(find(this.#cardOf(place), ".distance"), this.#distanceOf(place));
    }
    this.#cards.dataset.near = this.#centre ? "yes" : "";
    byId("more-cards").hidden = this.#shown.length <= this.#limit && !this.#more;
  }

  /** Cards that were shown once stay in the page, hidden and in order: to move them takes longer than a frame. */
  #showAlone(cards: readonly HTMLElement[]): void {
    const wanted = new Set(cards);
    const usual = this.#inUsualOrder();
    const inOrder = this.#isSorted ? [...cards, ...usual.filter((card) => !wanted.has(card))] : usual;
    if (inOrder !== this.#inPage) {
      putInOrder(this.#cards, inOrder);
      this.#inPage = inOrder;
    }
    for (const card of inOrder) {
      const isHidden = !wanted.has(card);
      if (card.hidden !== isHidden) {
        card.hidden = isHidden;
      }
    }
  }

  #inUsualOrder(): readonly HTMLElement[] {
    const rank = (slug: string) => this.#ranks.get(slug) ?? 0;
    this.#usual ??= [...this.#known].sort(([one], [other]) => rank(one) - rank(other)).map(([, card]) => card);
    return this.#usual;
  }

  #showMore(event: Event): void {
    // Until the directory is here, this is a link to the next page of the server.
    if (!this.#shown.length) {
      return;
    }
    event.preventDefault();
    void this.#goOn();
  }

  async #goOn(): Promise<void> {
    const next = this.#shown.length <= this.#limit ? this.#more : null;
    const at = next ? this.#shown.length : this.#limit;
    if (next && !(await this.#getMore(next))) {
      return;
    }
    const first = this.#shown[at];
    this.#limit = Math.max(this.#limit + (next ? 0 : STEP), this.#shown.length * Number(next !== null));
    this.#draw();
    if (first) {
      find<HTMLElement>(this.#cardOf(first), "a").focus();
    }
  }

  /** Get the places that follow. Tells whether they are to be shown: they may not have come, or be overtaken. */
  async #getMore(next: () => Promise<Answer>): Promise<boolean> {
    try {
      const { places, part } = await next();
      if (this.#more !== next) {
        return false;
      }
      this.#shown = [...this.#shown, ...places];
      this.#more = part?.more ?? null;
      byId("more-failed").hidden = true;
      return true;
    } catch {
      byId("more-failed").hidden = this.#more !== next;
      return false;
    }
  }

  #cardOf(place: Place): HTMLElement {
    const known = this.#known.get(place.slug);
    if (known) {
      return known;
    }
    const card = find(copyOf("card-template"), ".card");
    this.#write(card, place);
    this.#known.set(place.slug, card);
    this.#usual = null;
    return card;
  }

  /** Write a card as the server does: the template is its own. */
  #write(card: HTMLElement, place: Place): void {
    card.dataset.slug = place.slug;
    drawState(card, place.overlap, looksOf([place]));
    write(find(card, ".eyebrow"), place.commune);
    const link = find(card, "a");
    write(link, place.name);
    setAttribute(link, "href", this.#placeUrl.replace("/slug/", `/${encodeURIComponent(place.slug)}/`));
    write(find(card, ".kinds"), place.kinds.map((kind) => this.#texts.label("kinds", kind)).join(" · "));
    const state = find(card, ".state");
    write(state, stateInWords(place, this.#texts));
    setAttribute(state, "class", `state state-${place.overlap ?? "neither"}`);
  }

  #distanceOf({ position, isRough }: Place): string {
    return this.#centre && position ? distanceInWords(metresBetween(this.#centre, position), isRough, this.#texts) : "";
  }
}

/** Say a distance as the server does: "à 450 m", "à 3,2 km", "à 12 km"; to a rough point, to the kilometre. */
export function distanceInWords(metres: number, isRough: boolean, texts: Texts): string {
  if (isRough) {
    return metres < 1000 ? texts.say("close_by") : texts.say("about", { distance: texts.figures(metres / 1000) });
  }
  if (metres < 995) {
    return texts.say("metres", { distance: Math.round(metres / 10) * 10 });
  }
  const digits = metres < 10_000 ? 1 : 0;
  return texts.say("kilometres", { distance: texts.figures(metres / 1000, digits) });
}

function writeOpening(element: HTMLElement, { state, words }: Now): void {
  if (element.textContent !== words) {
    element.className = `now now-${state}`;
    element.textContent = words;
  }
}

/** The minute at which the server said what is open: this one, when the page has just come. */
function minuteOfWriting(): number {
  const written = trueAt();
  const now = new Date();
  return minuteOf(Math.abs(now.getTime() - written.getTime()) < 60_000 ? now : written);
}
