// The form: what is asked, as a form says it. It tells what a reader asks in it, and shows what is asked elsewhere.

import { stateNamed } from "../overlap/coverage";
import type { Pair, Question } from "../overlap/question";
import type { Wording } from "../overlap/wording";
import { byId, find } from "../site/dom";
import type { Subscriber } from "./store";

export interface QuestionFormDelegate {
  /** Dates, a rule or a radius are asked for. */
  asked(asked: Partial<Question>): void;
  /** Who is counted changes everything that the page tells: it is asked again, whole. */
  pageAsked(asked: Partial<Question>): void;
}

export class QuestionForm implements Subscriber {
  readonly #delegate: QuestionFormDelegate;
  readonly #wording: Wording;
  readonly #form = byId<HTMLFormElement>("asked");
  readonly #on = byId<HTMLInputElement>("on");
  readonly #from = byId<HTMLInputElement>("from");
  readonly #radius = byId<HTMLInputElement>("radius");
  readonly #state = byId<HTMLInputElement>("state");
  readonly #confirmed = byId<HTMLInputElement>("confirmed");
  readonly #all = byId<HTMLInputElement>("could-be");
  #shown: Question | null = null;

  constructor(delegate: QuestionFormDelegate, wording: Wording) {
    this.#delegate = delegate;
    this.#wording = wording;
    // A browser that brings back an old page brings back its ticks, which ask for another page.
    addEventListener("pageshow", ({ persisted }) => persisted && untick(this.#form));
  }

  /** What the site wrote into the form. */
  read(sides: readonly Pair[], chosen: readonly string[]): Omit<Question, "span" | "supposed" | "territories"> {
    return {
      ...{ on: this.#on.value, from: this.#from.value || null, lastFrom: null, sides, chosen },
      ...{ rule: this.#rule, radius: Number(byId<HTMLSelectElement>("radii").value), ...this.#counted },
      alone: stateNamed(this.#state.value),
    };
  }

  /** From here on every answer follows what is asked, and no button is needed: until then the form asks the site. */
  start(): void {
    byId("ask").hidden = true;
    byId("radii").remove();
    Object.assign(this.#radius, { disabled: false, hidden: false });
    this.#form.addEventListener("submit", (event) => this.#submitted(event));
    this.#form.addEventListener("input", ({ target }) => this.#edited(target));
    for (const field of [this.#from, this.#on]) {
      field.addEventListener("focusout", () => this.#putInOrder());
    }
  }

  /** A shorter or a longer radius, by as much as its slider goes. */
  widen(steps: number): void {
    this.#radius.stepUp(steps);
    this.#edited(this.#radius);
  }

  /** The same question comes again when more is known: what is being typed meanwhile stays. */
  questionChanged(question: Question): void {
    const before = this.#shown;
    if (question !== before) {
      this.#shown = question;
      this.#showDates(question, before);
      this.#showRule(question);
      this.#showAlone(question);
    }
  }

  #showAlone({ alone }: Question): void {
    this.#state.value = alone ?? "";
    this.#state.disabled = alone === null;
  }

  /** A date that stays the same is not written over one that is being typed, whatever else was asked. */
  #showDates({ on, from }: Question, before: Question | null): void {
    byId("from-field").hidden = from === null;
    this.#from.disabled = from === null;
    on !== before?.on && put(this.#on, on);
    from !== before?.from && put(this.#from, from ?? this.#from.value);
  }

  #showRule({ rule, radius }: Question): void {
    const words = this.#wording.distance(radius);
    find<HTMLInputElement>(this.#form, `[name=rule][value=${rule}]`).checked = true;
    put(this.#radius, String(radius));
    byId("radius-words").textContent = words;
    this.#radius.setAttribute("aria-valuetext", words);
  }

  get #counted(): Pick<Question, "isConfirmedOnly" | "countsAll"> {
    return { isConfirmedOnly: this.#confirmed.checked, countsAll: this.#all.checked };
  }

  get #rule(): Question["rule"] {
    return new FormData(this.#form).get("rule") === "distance" ? "distance" : "presence";
  }

  /** Whether dates are written, in the order of time: they may not be while one is typed, of the year 2 or of none. */
  get #isReady(): boolean {
    const fields = this.#from.disabled ? [this.#on] : [this.#from, this.#on];
    return fields.every(({ value, validity }) => value !== "" && validity.valid) && this.#isInOrder;
  }

  get #isInOrder(): boolean {
    return this.#from.disabled || this.#from.value <= this.#on.value;
  }

  #submitted(event: Event): void {
    if (this.#isReady) {
      event.preventDefault();
      this.#ask();
    }
  }

  #edited(target: EventTarget | null): void {
    if (target === this.#confirmed || target === this.#all) {
      this.#delegate.pageAsked(this.#counted);
    } else if (this.#isReady) {
      this.#ask(target === this.#radius ? { rule: "distance", radius: this.#radius.valueAsNumber } : {});
    }
  }

  /** A radius is asked for by who moves it alone: that of a link may be finer than the steps of its slider. */
  #ask(asked: Partial<Question> = {}): void {
    const from = this.#from.disabled ? null : this.#from.value;
    this.#delegate.asked({ on: this.#on.value, from, rule: this.#rule, ...asked });
  }

  /** Two dates that were typed the other way round are put into the order of time. */
  #putInOrder(): void {
    if (!this.#isReady && !this.#isInOrder && this.#on.value) {
      [this.#from.value, this.#on.value] = [this.#on.value, this.#from.value];
      this.#isReady && this.#ask();
    }
  }
}

/** Write a field anew, unless it says so already: one that is being typed in stays as it is. */
function put(field: HTMLInputElement, value: string): void {
  if (field.value !== value) {
    field.value = value;
  }
}

function untick(form: HTMLFormElement): void {
  for (const tick of form.querySelectorAll<HTMLInputElement>("[type=checkbox]")) {
    tick.checked = tick.defaultChecked;
  }
}
