// A form is sent as forms are where the site answers; where it does not, what was typed is kept and said to be.

import { ownOutbox } from "../offline/outbox";
import { make } from "../site/dom";

const PATIENCE = 3000;

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
  try {
    const body = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    const action = form.getAttribute("action") ?? "";
    ownOutbox().keep({ action, body: body.toString(), sent: form.dataset.sent ?? "" });
  } catch {
    // The browser keeps nothing: let it say itself that there is no network, and hold the form.
    form.submit();
    return;
  }
  const notice = make("p", form.dataset.kept ?? "");
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
    (field instanceof HTMLInputElement && field.name !== "since") ||
    field instanceof HTMLTextAreaElement ||
    field instanceof HTMLSelectElement
  ) {
    field.value ||= value;
  }
}
