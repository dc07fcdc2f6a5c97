// A source of places that holds all of them: a département is a few hundred, and is filtered within a frame.

import { breath } from "../site/dom";
import type { Texts } from "../site/texts";
import { Directory } from "./directory";
import { fetchJson, readDirectory } from "./places";
import type { Answer, PlacesSource, PlacesSourceDelegate, Question } from "./places-source";
import type { Suggestion } from "./suggestions";

export class WholeDirectory implements PlacesSource {
  readonly #url: string;
  readonly #texts: Texts;
  readonly #delegate: PlacesSourceDelegate;
  #directory: Directory | null = null;

  constructor(url: string, texts: Texts, delegate: PlacesSourceDelegate) {
    this.#url = url;
    this.#texts = texts;
    this.#delegate = delegate;
  }

  get isReady(): boolean {
    return this.#directory !== null;
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
    const directory = new Directory(readDirectory(await fetchJson(this.#url)), this.#texts);
    this.#directory = directory;
    await this.#delegate.placesChanged(directory.data.places, directory.communes);
    await breath();
    directory.readWords();
  }
}
