// The pages of accounts: they work without this, save for the keys of devices.

import "../every-page";
import { offerKey } from "./keys";

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-key]")) {
  offerKey(form);
}
