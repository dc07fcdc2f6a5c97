// The words of the page, translated by the server and filled in here.

import { localeOf } from "./locale";

type Values = Record<string, string | number>;
type Dictionary = Record<string, string | Record<string, string>>;

export class Texts {
  readonly language: string;
  readonly #words: Dictionary;
  readonly #plural: Intl.PluralRules;

  constructor(words: Dictionary, language: string) {
    this.language = localeOf(language);
    this.#words = words;
    this.#plural = new Intl.PluralRules(language);
  }

  /** Say a text, its `{name}`s replaced by values. A text that is missing says its own key. */
  say(key: string, values: Values = {}): string {
    const text = this.#words[key];
    return (typeof text === "string" ? text : key).replace(/\{(\w+)\}/g, (hole, name) => String(values[name] ?? hole));
  }

  /** Say a text in the singular or the plural, as `count` asks for in the language of the page. */
  count(key: string, count: number, values: Values = {}): string {
    const form = this.#plural.select(count) === "one" ? "one" : "other";
    return this.say(`${key}_${form}`, { count, ...values });
  }

  /** Give the label of a word of a list, such as a kind; the slug itself when it has none. */
  label(list: string, slug: string): string {
    const labels = this.#words[list];
    return (typeof labels === "object" && labels[slug]) || slug;
  }
}
