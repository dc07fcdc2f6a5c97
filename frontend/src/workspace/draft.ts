// What was typed and not saved is kept in this browser: a session may end, the network fail, the tab be closed.

import { find, make } from "../site/dom";

const PREFIX = "croisee-draft ";
/** Whatever is older was forgotten by its writer too, in milliseconds. */
const KEPT = 14 * 24 * 3600 * 1000;

interface Draft {
  readonly at: number;
  readonly version: string;
  readonly fields: readonly (readonly [string, string])[];
}

/**
 * Keep what is typed into a form, and put it back when the form comes again without it, on the version on which it was
 * typed: what a colleague wrote meanwhile is merged as if the form had been sent then. `data-draft` says whose it is
 * and of which listing; the draft goes once the server has said yes, which `data-saved` tells.
 */
export function keepDraft(form: HTMLFormElement, storage: Storage): void {
  const key = PREFIX + (form.dataset.draft ?? "");
  const all = [key, ...mergedOf(form)];
  if ("saved" in form.dataset) {
    for (const each of all) {
      storage.removeItem(each);
    }
  }
  dropOld(storage);
  putBack(form, storage, all.find((each) => read(storage, each)) ?? key);
  form.addEventListener("input", () => write(storage, key, draftOf(form)));
}

/** The drafts of listings that became this one meanwhile: the server puts them on it, by the version that they bear. */
function mergedOf(form: HTMLFormElement): string[] {
  const [person] = (form.dataset.draft ?? "").split(" ");
  const places = (form.dataset.draftMerged ?? "").split(" ").filter(Boolean);
  return places.map((place) => `${PREFIX}${person} ${place}`);
}

function putBack(form: HTMLFormElement, storage: Storage, key: string): void {
  const shown = draftOf(form);
  const draft = read(storage, key);
  // A form that came back from the server holds what was typed, and more.
  if (!draft || form.querySelector(".wrong") || JSON.stringify(draft.fields) === JSON.stringify(shown.fields)) {
    return;
  }
  fill(form, draft);
  tell(form, () => {
    storage.removeItem(key);
    fill(form, shown);
  });
}

/** Forget what anyone typed here: who signs out leaves nothing behind. */
export function dropDrafts(storage: Storage): void {
  for (const key of keysOf(storage)) {
    storage.removeItem(key);
  }
}

const keysOf = (storage: Storage): string[] => Object.keys(storage).filter((key) => key.startsWith(PREFIX));

const versionOf = (form: HTMLFormElement): HTMLInputElement => find<HTMLInputElement>(form, "[name=version]");

function draftOf(form: HTMLFormElement): Draft {
  const sent = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "version");
  const fields = sent.map(([name, value]) => [name, String(value)] as const);
  return { at: Date.now(), version: versionOf(form).value, fields };
}

function read(storage: Storage, key: string): Draft | null {
  try {
    return JSON.parse(storage.getItem(key) ?? "null") as Draft | null;
  } catch {
    return null;
  }
}

function write(storage: Storage, key: string, draft: Draft): void {
  try {
    storage.setItem(key, JSON.stringify(draft));
  } catch {
    // No room, or storage refused: the form works as it does without a draft.
  }
}

function dropOld(storage: Storage): void {
  for (const key of keysOf(storage)) {
    if ((read(storage, key)?.at ?? 0) < Date.now() - KEPT) {
      storage.removeItem(key);
    }
  }
}

function fill(form: HTMLFormElement, { version, fields }: Draft): void {
  const values = new Map<string, string[]>();
  versionOf(form).value = version;
  for (const [name, value] of fields) {
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  for (const field of form.elements) {
    if (isTyped(field) && putIn(field, values.get(field.name))) {
      field.closest("details")?.setAttribute("open", "");
    }
  }
}

/** Put values back in a field, and tell whether it said something else. */
function putIn(field: Typed, values: readonly string[] | undefined): boolean {
  if (field instanceof HTMLInputElement && field.type === "checkbox") {
    const was = field.checked;
    field.checked = values?.includes(field.value) ?? false;
    return field.checked !== was;
  }
  const was = field.value;
  field.value = values?.[0] ?? was;
  return field.value !== was;
}

type Typed = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const isTyped = (field: Element): field is Typed =>
  (field instanceof HTMLInputElement && field.type !== "hidden") ||
  field instanceof HTMLTextAreaElement ||
  field instanceof HTMLSelectElement;

function tell(form: HTMLFormElement, drop: () => void): void {
  const notice = make("p", form.dataset.draftFound ?? "");
  const button = make("button", form.dataset.draftDrop ?? "");
  notice.className = "notice";
  button.className = "plain";
  notice.setAttribute("role", "status");
  button.type = "button";
  button.addEventListener("click", () => {
    drop();
    notice.remove();
  });
  notice.append(" ", button);
  form.prepend(notice);
}
