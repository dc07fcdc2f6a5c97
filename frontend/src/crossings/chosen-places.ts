// The places in exactly the networks that are chosen, by name under the chart, and what the map says of them.

import { keyOf } from "../overlap/combinations";
import type { PlaceHistory } from "../overlap/coverage";
import type { View } from "../overlap/view";
import type { Wording } from "../overlap/wording";
import { byId, copyOf, find } from "../site/dom";

export class ChosenPlaces {
  readonly #placeUrl: string;
  readonly #wording: Wording;
  #chosen: readonly string[] = [];
  /** The last view that stayed: the names are of its date, as the chart over them is. */
  #view: View | null = null;

  constructor(placeUrl: string, wording: Wording) {
    this.#placeUrl = placeUrl;
    this.#wording = wording;
  }

  choose(chosen: readonly string[]): void {
    if (chosen !== this.#chosen) {
      this.#chosen = chosen;
      // Until then the site has written them.
      this.#view && this.#draw();
    }
  }

  show(view: View): void {
    this.#view = view;
    this.#draw();
  }

  #draw(): void {
    const places = this.#view ? this.#found(this.#view) : [];
    const said = this.#chosen.length ? this.#wording.combination(this.#chosen, places.length) : "";
    byId("chosen-set").hidden = !said;
    byId("chosen-said").textContent = said;
    byId("chosen-key").hidden = !said;
    find(byId("chosen-key"), "[data-said]").textContent = said;
    byId("chosen-places").replaceChildren(...places.map((place) => this.#item(place)));
  }

  #found({ histories, now }: View): PlaceHistory[] {
    const key = keyOf(this.#chosen);
    const isChosen = ({ slug }: PlaceHistory) => key !== "" && keyOf(now.networks.get(slug) ?? []) === key;
    return histories.places.filter(isChosen);
  }

  #item({ slug, name, commune }: PlaceHistory): DocumentFragment {
    const item = copyOf("set-place");
    const link = find<HTMLAnchorElement>(item, "a");
    link.href = this.#placeUrl.replace("/slug/", `/${slug}/`);
    link.textContent = this.#wording.texts.say("place_in", { name, commune: commune.name });
    return item;
  }
}
