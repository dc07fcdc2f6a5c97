// The QR code of what is shown, for the telephones of a room. It follows the address of the page.

import { byId } from "../site/dom";
import { drawCode } from "../site/qr-drawing";
import type { Subscriber } from "./store";

export interface StageCodeDelegate {
  readonly isPresented: boolean;
}

export class StageCode implements Subscriber {
  readonly #delegate: StageCodeDelegate;

  constructor(delegate: StageCodeDelegate) {
    this.#delegate = delegate;
  }

  viewSettled(): void {
    this.show();
  }

  show(): void {
    this.#delegate.isPresented && void drawCode(byId("stage-code"), location.href);
  }
}
