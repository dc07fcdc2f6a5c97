// A page whose scripts and styles are no longer those of the site asks to be loaded again: the two may not agree.

import { whenBuild } from "../site/events";
import { notice } from "./notice";

const own = document.documentElement.dataset.build;
let isTold = false;

whenBuild(({ detail: build }) => {
  if (own && build && build !== own && !isTold) {
    isTold = true;
    notice.offerReload();
  }
});
