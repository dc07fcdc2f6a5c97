// "Measure it from here": fills in the speed, and says how it was found.

import { find, write } from "../site/dom";
import { rateOf, SpeedMeasure } from "./speed-measure";

/** Let a button fill in a speed; what is typed over it is no measure any more. */
export function measureHere(box: HTMLElement, speed: HTMLInputElement, measured: HTMLInputElement): void {
  const button = find<HTMLButtonElement>(box, "button");
  const said = find(box, "[role=status]");
  const { sample = "", measuring = "", found = "", lost = "" } = box.dataset;
  const numbers = new Intl.NumberFormat(document.documentElement.lang);
  button.addEventListener("click", async () => {
    button.disabled = true;
    write(said, measuring);
    try {
      const told = await new SpeedMeasure().run(sample);
      speed.value = String(rateOf(told));
      measured.value = `${told.bytes} ${told.milliseconds}`;
      write(said, found.replace("{rate}", numbers.format(rateOf(told))));
    } catch {
      write(said, lost);
    }
    button.disabled = false;
  });
  speed.addEventListener("input", () => {
    measured.value = "";
    write(said, "");
  });
  box.hidden = false;
}
