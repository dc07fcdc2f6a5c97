// A form is sent as forms are where the site answers; where it does not, what was typed is kept and said to be.

import { ownOutbox } from "../offline/outbox";
import { make } from "../site/dom";

/** Milliseconds. Where there is no network one knows at once: this is for one that is slow, in a valley or a full room. */
const PATIENCE = 8_000;
// The field that holds the photo that the page made small.
const PHOTO = "shrunk";

/** Send a form, or keep it; put back what the site wanted mended. */
export function keepWithoutNetwork(form: HTMLFormElement): void {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void sendOrKeep(form);
  });
  putBack(form);
}

async function sendOrKeep(form: HTMLFormElement): Promise<void> {
  const button = form.querySelector<HTMLButtonElement>("button.first");
  button?.setAttribute("aria-busy", "true");
  if (await isReached()) {
    form.submit();
  } else {
    keep(form);
  }
  button?.removeAttribute("aria-busy");
}

async function isReached(): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    return (await fetch("/healthz", { method: "HEAD", cache: "no-store", signal })).ok;
  } catch {
    return false;
  }
}

function keep(form: HTMLFormElement): void {
  const isWhole = isKept(form, true);
  if (!(isWhole || isKept(form, false))) {
    // The browser keeps nothing: let it say itself that there is no network, and hold the form.
    form.submit();
    return;
  }
  const { kept = "", withoutPhoto = "" } = form.dataset;
  tell(form, isWhole ? kept : `${kept} ${withoutPhoto}`);
}

/** Keep what was typed, with what the page made of a photo: a file as it is cannot be kept, nor more than there is room. */
function isKept(form: HTMLFormElement, isWhole: boolean): boolean {
  const said = [...new FormData(form)].filter(([name]) => isWhole || name !== PHOTO);
  const texts = said.filter((pair): pair is [string, string] => typeof pair[1] === "string");
  if (isWhole && said.some(([, value]) => value instanceof File && value.size > 0)) {
    return false;
  }
  try {
    const body = new URLSearchParams(texts).toString();
    ownOutbox().keep({ action: form.getAttribute("action") ?? "", body, sent: form.dataset.sent ?? "" });
    return true;
  } catch {
    return false;
  }
}

function tell(form: HTMLFormElement, words: string): void {
  const notice = make("p", words);
  notice.className = "notice";
  notice.setAttribute("role", "status");
  notice.tabIndex = -1;
  form.replaceWith(notice);
  notice.focus();
}

function putBack(form: HTMLFormElement): void {
  try {
    const [letter] = ownOutbox().take(form.getAttribute("action") ?? "");
    for (const [name, value] of new URLSearchParams(letter?.body ?? "")) {
      fill(form.elements.namedItem(name), value);
    }
  } catch {
    // Nothing is kept here.
  }
}

function fill(field: RadioNodeList | Element | null, value: string): void {
  if (field instanceof HTMLInputElement && field.type === "checkbox") {
    field.checked = true;
  } else if (
    (field instanceof HTMLInputElement && field.name !== "since" && field.type !== "file") ||
    field instanceof HTMLTextAreaElement ||
    field instanceof HTMLSelectElement
  ) {
    field.value ||= value;
  }
}
