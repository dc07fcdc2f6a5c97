// On every page: whoever prepares a workshop has a strip to capture what she looks at. Nobody else loads it.

import { capturingOn } from "./capturing";

const capturing = window === top ? capturingOn(location.pathname) : null;

if (capturing) {
  // A script that has gone with its version: the page of the workshop names the new one.
  void import(capturing.script)
    .then((module: typeof import("./capture-strip")) => new module.CaptureStrip(capturing).start())
    .catch(() => undefined);
}
