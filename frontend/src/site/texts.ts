// The words of the page, translated by the server and filled in here.

import { localeOf } from "./locale";

type Values = Record<string, string | number>;
type Dictionary = Record<string, string | Record<string, string>>;

export class Texts {
  readonly language: string;
  readonly #words: Dictionary;
  readonly #plural: Intl.PluralRules;
  /** By how many digits they write after the comma: one takes longer to make than to use. */
  readonly #numbers = new Map<number, Intl.NumberFormat>();

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

  /** Write a number as people do, and as the server does. */
  figures(value: number, digits = 0): string {
    const known = this.#numbers.get(digits);
    const form = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    const numbers = known ?? new Intl.NumberFormat(this.language, form);
    this.#numbers.set(digits, numbers);
    return numbers.format(value).replaceAll("\u202f", "\u00a0");
  }

  /** Tell whether a list has a word. */
  readonly has = (list: string, slug: string): boolean => {
    const labels = this.#words[list];
    return typeof labels === "object" && Object.hasOwn(labels, slug);
  };

  /** Every word of a list, with its label. */
  entries(list: string): readonly (readonly [string, string])[] {
    const labels = this.#words[list];
    return typeof labels === "object" ? Object.entries(labels) : [];
  }

  /** The label of a word of a list, such as a kind; the slug itself when it has none. */
  label(list: string, slug: string): string {
    const labels = this.#words[list];
    return (typeof labels === "object" && labels[slug]) || slug;
  }
}
