// The frame of a directory that a browser holds whole.

import "../every-page";

import { WholeDirectory } from "../directory/whole-directory";
import { Embed } from "./embed";
import { HostPage } from "./host-page";

// Leaflet, which is larger, comes after this script: it is there when the whole page is.
addEventListener("DOMContentLoaded", () => {
  new Embed({ source: (settings, texts, delegate) => new WholeDirectory(settings, texts, delegate) }).start();
  new HostPage().start();
});
