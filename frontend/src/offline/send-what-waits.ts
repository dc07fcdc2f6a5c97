// On every page: what was written without a network leaves as soon as there is one, and its writer is told.

import { make } from "../site/dom";
import { ownOutbox } from "./outbox";

async function sendAll(): Promise<void> {
  const outbox = ownOutbox();
  if (navigator.onLine && outbox.letters.length) {
    for (const { sent } of await outbox.send()) {
      tell(sent);
    }
  }
}

/** Speak in a strip of its own, at the foot of the page. */
function tell(words: string): void {
  const strip = make("p", "");
  strip.className = "offline";
  strip.setAttribute("role", "status");
  document.body.append(strip);
  // A reader of screens hears what changes, not what was there.
  setTimeout(() => {
    strip.textContent = words;
  });
}

// A browser that keeps nothing has nothing to send.
const tryToSend = (): void => void sendAll().catch(() => undefined);

addEventListener("online", tryToSend);
tryToSend();
