// The page "/" of a directory that a browser holds whole.

import "../every-page";

import { WholeDirectory } from "../directory/whole-directory";
import { Home } from "./home";

// Leaflet, which is larger, comes after this script: it is there when the whole page is.
addEventListener("DOMContentLoaded", () => {
  void new Home(
    ({ directoryUrl, movedUrl }, texts, delegate) => new WholeDirectory(directoryUrl, movedUrl, texts, delegate),
  ).start();
});
