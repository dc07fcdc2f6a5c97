// The page "/" of a directory that a browser holds whole.

import "../every-page";

import { WholeDirectory } from "../directory/whole-directory";
import { Home } from "./home";

// Leaflet, which is larger, comes after this script: it is there when the whole page is.
addEventListener("DOMContentLoaded", () => {
  void new Home((settings, texts, delegate) => new WholeDirectory(settings, texts, delegate)).start();
});
