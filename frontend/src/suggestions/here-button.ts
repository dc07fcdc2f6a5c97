// "I am there": the position of the telephone stands for the point of the place, and finds its commune.

import { find, write } from "../site/dom";
import type { Fields } from "./place-on-map";

const PATIENCE = 15_000;

/** Let a button fill in the point; where it does, the commune need not be typed. */
export function standHere(place: HTMLElement, { point, placed }: Fields): void {
  if (!("geolocation" in navigator)) {
    return;
  }
  const button = find<HTMLButtonElement>(place, "button");
  const said = find(place, "[role=status]");
  const found = ({ coords }: GeolocationPosition): void => {
    point.value = `${coords.latitude.toFixed(6)}, ${coords.longitude.toFixed(6)}`;
    point.dispatchEvent(new Event("input"));
    if (placed) {
      placed.value = "here";
    }
    write(said, button.dataset.found ?? "");
  };
  const lost = (): void => write(said, button.dataset.lost ?? "");
  button.addEventListener("click", () =>
    navigator.geolocation.getCurrentPosition(found, lost, { enableHighAccuracy: true, timeout: PATIENCE }),
  );
  place.hidden = false;
}
