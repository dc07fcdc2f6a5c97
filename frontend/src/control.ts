// The overlap control: four answers, each with its shape, its label and its live count.

import { byId, find } from "./dom";
import type { Filters } from "./filters";
import type { Overlap } from "./places";

export class OverlapControl {
  readonly #choices: readonly HTMLButtonElement[];

  constructor(onChoice: (state: Overlap) => void) {
    const form = byId<HTMLFormElement>("overlap");
    this.#choices = [...form.querySelectorAll<HTMLButtonElement>("[data-state]")];
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const button = event.submitter as HTMLButtonElement | null;
      if (button?.dataset.state) {
        onChoice(button.dataset.state as Overlap);
      }
    });
  }

  /** Press the buttons of the states that are asked for. */
  show(filters: Filters): void {
    for (const choice of this.#choices) {
      choice.setAttribute("aria-pressed", String(filters.overlap.has(choice.dataset.state as Overlap)));
    }
  }

  /** Write how many places are in each state. */
  count(counts: Record<Overlap, number>): void {
    for (const choice of this.#choices) {
      find(choice, ".count").textContent = String(counts[choice.dataset.state as Overlap]);
    }
  }
}
