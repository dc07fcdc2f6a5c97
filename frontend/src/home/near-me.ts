// "Autour de moi": asks the browser where we are, once, when the button is pressed. The answer stays in the address alone.

import type { Position } from "../directory/places";
import { byId } from "../site/dom";
import type { Texts } from "../site/texts";

/** How long we wait for a position, and how old a known one may be, in milliseconds. */
const PATIENCE = 10_000;
const FRESH = 60_000;

export class NearMe {
  readonly #button = byId<HTMLButtonElement>("near-me");
  readonly #message = byId("near-message");
  readonly #texts: Texts;
  readonly #onChange: (near: Position | null) => void;

  constructor(texts: Texts, onChange: (near: Position | null) => void) {
    this.#texts = texts;
    this.#onChange = onChange;
    this.#button.addEventListener("click", () => this.#toggle());
  }

  /** Show whether places are sorted from a point. */
  show(near: Position | null): void {
    this.#button.setAttribute("aria-pressed", String(near !== null));
    this.#button.title = near ? this.#texts.say("near_off") : "";
  }

  /** Say how far the nearest place is to someone who is not on the map. */
  tellFar(metres: number): void {
    this.#message.textContent = this.#texts.say("near_far", { distance: this.#texts.figures(metres / 1000) });
  }

  #toggle(): void {
    if (this.#button.getAttribute("aria-pressed") === "true") {
      this.#say("");
      this.#onChange(null);
      return;
    }
    this.#locate();
  }

  #locate(): void {
    this.#say("locating");
    this.#button.setAttribute("aria-busy", "true");
    const end = (message: string) => {
      this.#button.removeAttribute("aria-busy");
      this.#say(message);
    };
    // Browsers that are not spoken to over HTTPS have no such thing.
    if (!navigator.geolocation) {
      end("near_unavailable");
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        end("near_found");
        this.#onChange([coords.latitude, coords.longitude]);
      },
      (error) => end(error.code === error.PERMISSION_DENIED ? "near_refused" : "near_unavailable"),
      { timeout: PATIENCE, maximumAge: FRESH },
    );
  }

  #say(message: string): void {
    this.#message.textContent = message && this.#texts.say(message);
  }
}
