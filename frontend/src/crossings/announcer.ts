// Says aloud, to those who listen, what somebody just did to the picture.

import { byId } from "../site/dom";

export function announce(words: string): void {
  byId("stage-aloud").textContent = words;
}
