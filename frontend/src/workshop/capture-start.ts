// From the page of a workshop one leaves for the map, to capture scenes there.

import { beginCapturing } from "../capture/capturing";

/** Let the links of a box begin the capture. It stays hidden where the browser cannot remember it. */
export function listenToCapture(box: HTMLElement): void {
  const links = [...box.querySelectorAll<HTMLAnchorElement>("a[data-capture]")];
  const pages = links.map(({ pathname }) => pathname);
  const { address = "", back = "", script = "", workshop = "" } = box.dataset;
  const { hint = "", keep = "", kept = "", failed = "", done = "" } = box.dataset;
  const words = { hint: hint.replace("{workshop}", workshop), keep, kept, failed, done };
  for (const link of links) {
    link.addEventListener("click", () => beginCapturing({ address, back, script, pages, words }));
  }
  box.hidden = false;
}
