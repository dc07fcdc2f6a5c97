// Of a country: keeping a territory for when there is no network. A browser without a worker keeps nothing.

import { TerritoryKeeper } from "./territory-keeper";

const box = document.getElementById("keep");
if (box && window === top && "serviceWorker" in navigator && "caches" in window) {
  void new TerritoryKeeper(box).start();
}
