// The pages of accounts: they work without this, save for the keys of devices.

import "../every-page";
import { sayDays } from "../site/day-box";
import { offerKey } from "./keys";

sayDays(document);

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-key]")) {
  offerKey(form);
}
