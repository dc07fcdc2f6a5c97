// "Autour de moi": asks the browser where we are, once, when the button is pressed. The answer stays in the address alone.

import type { Position } from "../directory/places";
import { byId } from "../site/dom";
import type { Texts } from "../site/texts";

/** How long we wait for a position, and how old a known one may be, in milliseconds. */
const PATIENCE = 10_000;
const FRESH = 60_000;
/** In metres: a position that is no better is that of a network, and sorts nothing; one that is no worse is exact. */
const ROUGH = 1000;
const EXACT = 100;

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
    // Browsers that are not spoken to over HTTPS have no such thing.
    if (!navigator.geolocation) {
      this.#fail("near_unavailable");
      return;
    }
    // A browser that asks its reader counts no time meanwhile, and some ask nobody and never answer.
    const waiting = setTimeout(() => this.#fail("near_unanswered"), PATIENCE);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        clearTimeout(waiting);
        this.#found(coords);
      },
      (error) => {
        clearTimeout(waiting);
        this.#fail(error.code === error.PERMISSION_DENIED ? "near_refused" : "near_unavailable");
      },
      { timeout: PATIENCE, maximumAge: FRESH },
    );
  }

  /** Sort from where someone is, as far as that is known: what is not near must not be said to be. */
  #found({ latitude, longitude, accuracy }: GeolocationCoordinates): void {
    if (accuracy > ROUGH) {
      this.#fail("near_rough", { distance: this.#texts.figures(accuracy / 1000) });
      return;
    }
    this.#end("near_found");
    if (accuracy > EXACT) {
      this.#message.append(` ${this.#texts.say("near_within", { distance: this.#texts.figures(accuracy) })}`);
    }
    this.#onChange([latitude, longitude]);
  }

  /** Without a position there is another way: to say one's commune, where one can write at once. */
  #fail(message: string, values?: Record<string, string>): void {
    this.#end(message, values);
    byId("q").focus();
  }

  #end(message: string, values?: Record<string, string>): void {
    this.#button.removeAttribute("aria-busy");
    this.#say(message, values);
  }

  #say(message: string, values?: Record<string, string>): void {
    this.#message.textContent = message && this.#texts.say(message, values);
  }
}
