// A source of places that holds all of them: a département is a few hundred, and is filtered within a frame.

import { breath } from "../site/dom";
import type { Texts } from "../site/texts";
import type { Moved } from "../wire/answers";
import { Directory } from "./directory";
import { type Filters, isWithin } from "./filters";
import { type DirectoryData, fetchJson, readDirectory } from "./places";
import type { Answer, PlacesSource, PlacesSourceDelegate, Question } from "./places-source";
import type { Suggestion } from "./suggestions";

/** Where it is asked for, with what moved in it; and the territories that it is of, where that is not all there are. */
export interface Ground {
  readonly directoryUrl: string;
  readonly movedUrl: string;
  readonly territories?: readonly string[];
}

export class WholeDirectory implements PlacesSource {
  readonly #ground: Ground;
  readonly #texts: Texts;
  readonly #delegate: PlacesSourceDelegate;
  readonly isOfSight = false;
  #directory: Directory | null = null;

  constructor(ground: Ground, texts: Texts, delegate: PlacesSourceDelegate) {
    this.#ground = ground;
    this.#texts = texts;
    this.#delegate = delegate;
  }

  get isReady(): boolean {
    return this.#directory !== null;
  }

  reaches(filters: Filters): boolean {
    return isWithin(filters, this.#ground.territories);
  }

  async find({ filters, moment }: Question): Promise<Answer> {
    if (!this.#directory) {
      throw new Error("The directory has not come yet");
    }
    return this.#directory.ask(filters, moment);
  }

  suggest(text: string): readonly Suggestion[] {
    return this.#directory?.suggest(text) ?? [];
  }

  async load(): Promise<void> {
    await this.#hold(readDirectory(await fetchJson(this.#ground.directoryUrl)));
  }

  /** Learn how these places (UUIDs) are now, and leave the others as they are. Tells how many are otherwise. */
  async renew(keys: readonly string[]): Promise<number> {
    const query = new URLSearchParams(keys.map((key) => ["lieu", key]));
    const { movedUrl } = this.#ground;
    const moved = (await fetchJson(`${movedUrl}${movedUrl.includes("?") ? "&" : "?"}${query}`)) as Moved;
    const held = this.#directory?.data;
    const count = held ? differencesOf(held.places, moved) : 0;
    held && count && (await this.#hold({ ...held, places: placesAfter(held.places, moved) }));
    return count;
  }

  async #hold(data: DirectoryData): Promise<void> {
    const directory = new Directory(data, this.#texts);
    this.#directory = directory;
    await this.#delegate.placesChanged(directory.data.places, directory.communes);
    await breath();
    directory.readWords();
  }
}

/** The places of a list after some moved: those that did not are the same objects, in the same order. */
export function placesAfter(places: DirectoryData["places"], { out, into }: Moved): DirectoryData["places"] {
  const gone = new Set([...out, ...into.map(({ place }) => place.slug)]);
  const after = places.filter(({ slug }) => !gone.has(slug));
  for (const { place, after: before } of into) {
    after.splice(after.findIndex(({ slug }) => slug === before) + 1, 0, place);
  }
  return after;
}

/** How many of the places that moved are not as the list has them: a page may hear again of what it was written with. */
export function differencesOf(places: DirectoryData["places"], { out, into }: Moved): number {
  const held = new Map(places.map((place) => [place.slug, JSON.stringify(place)]));
  const [now, others] = [new Set(into.map(({ place }) => place.slug)), out.filter((slug) => held.has(slug))];
  const changed = into.filter(({ place }) => held.get(place.slug) !== JSON.stringify(place));
  const gone = others.filter((slug) => !now.has(slug));
  // One that is called otherwise goes under one address, and comes under another.
  const added = into.filter(({ place }) => !held.has(place.slug));
  return changed.length + Math.max(0, gone.length - added.length);
}
