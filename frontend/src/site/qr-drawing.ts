// Draws the QR code of an address in an SVG of the page. What encodes it is fetched when it is first needed.

import { find } from "./dom";

/** Draw the code of an address: `figure` says in `data-src` where the encoder is. It hides when there is no code. */
export async function drawCode(figure: HTMLElement, address: string): Promise<void> {
  try {
    const { codeOf } = (await import(figure.dataset.src ?? "")) as typeof import("../qr/qr-code");
    const { size, path } = codeOf(address);
    find(figure, "svg").setAttribute("viewBox", `0 0 ${size} ${size}`);
    find(figure, "svg path").setAttribute("d", path);
    figure.hidden = false;
  } catch {
    // An address too long for a code, or an encoder that could not be had: the link is still there.
    figure.hidden = true;
  }
}
