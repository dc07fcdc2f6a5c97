// The page of the room, on a telephone: what is sent is kept until it has arrived, and what became of it is shown.

import { follow, type Pulse } from "../live/follow";
import { offerAddresses } from "./address-offer";
import { type Fate, type Letter, Letters } from "./letters";
import { Looks } from "./looks";
import { offerMaps } from "./map-picker";
import { drawer, newNonce, secretOf, wasHere } from "./memory";

interface Own {
  readonly nonce: string;
  readonly revision: number;
  readonly kind: string;
  readonly state: string;
  readonly line: string;
  readonly said: Readonly<Record<string, string>>;
  /** Where the suggestion stands that it was taken over as; "" for one that was not. */
  readonly became: string;
}

interface Shown {
  readonly key: number;
  readonly line: string;
  readonly votes: number;
}

/** What all telephones show. */
interface RoomState {
  readonly phase: string;
  readonly people: number;
  readonly shown: readonly Shown[];
  readonly scene: number;
}

/** What this one shows beside that. */
interface OwnState {
  readonly phase: string;
  readonly pseudonym: string;
  readonly own: readonly Own[];
  readonly isFor: readonly number[];
  readonly topic: string;
  readonly ticket: string;
  /** The scene that was on the screen, as far as is known here, and what one lets the others feel of it. */
  readonly scene: number;
  readonly reaction: string;
}

/**
 * Milliseconds: until what failed is tried again; for which something is said; for how long what the room is shown is
 * given as it was (`REST` of `frontend/workshop/room.py`); and for each person in the room, so that not all ask at one
 * moment.
 */
const AGAIN = 5000;
const SAID = 8000;
const REST = 1000;
const SPREAD = 80;
const LONGEST_SPREAD = 25_000;
/** What is no longer changed by its author. */
const FINAL = ["refused", "merged"];
const words = document.body.dataset;
const code = words.code || "";
const kept = drawer();
/** One who has sent nothing has nothing to ask about: three hundred join at once. */
const isNewHere = !wasHere(code, kept);
const me = secretOf(code, kept);
const letters = new Letters(kept, `croisee-room-${code}-letters`, post);
let room: RoomState = { phase: "open", people: 0, shown: [], scene: 0 };
let state: OwnState = {
  phase: "open",
  pseudonym: "",
  own: [],
  isFor: [],
  topic: "",
  ticket: "",
  scene: 0,
  reaction: "",
};
/** What concerns this telephone alone; and what the room is shown, the same for all: sooner, the fewer they are. */
const ownLooks = new Looks(lookAtOwn);
const roomLooks = new Looks(lookAtRoom, {
  rest: REST,
  spread: () => Math.min(SPREAD * room.people, LONGEST_SPREAD),
});
let arrived = 0;
let isSending = false;
let trying: ReturnType<typeof setTimeout> | undefined;
let hushing: ReturnType<typeof setTimeout> | undefined;

function post(body: string): Promise<Response> {
  const headers = { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" };
  return fetch(location.pathname, { method: "POST", body, headers });
}

const byId = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;

/** Say it under the eyes: for a moment, or until something else is said where something has to be mended. */
function say(text: string, isToMend = false): void {
  clearTimeout(hushing);
  byId("said").textContent = text;
  hushing = isToMend ? undefined : setTimeout(say, SAID, "");
}

function letter(about: string, fields: Readonly<Record<string, string>>): Letter {
  return { about, body: new URLSearchParams({ ...fields, me }).toString() };
}

async function sendAll(): Promise<void> {
  if (!isSending) {
    isSending = true;
    await letters.send(learn);
    isSending = false;
    draw();
    letters.all.length && tryAgain();
  }
}

function learn({ body }: Letter, fate: Fate): void {
  const sent = new URLSearchParams(body);
  const isContribution = sent.get("do") === "send";
  if (fate.is === "arrived") {
    arrived += 1;
    know(fate.answer as OwnState);
    isContribution && say(words.sent || "");
  } else if (fate.is === "refused") {
    say(Object.values(fate.errors)[0]?.[0] || words.wrong || "", true);
    isContribution && putBack(sent);
  } else if (isContribution) {
    say(words.kept || "");
  }
}

/** What has to be mended is in its form again, with the number that it had. */
function putBack(sent: URLSearchParams): void {
  const form = document.querySelector<HTMLFormElement>(`form[data-kind="${sent.get("kind")}"]`);
  if (form) {
    fill(form, Object.fromEntries(sent), sent.get("nonce") || "", Number(sent.get("revision")));
  }
}

function fill(form: HTMLFormElement, said: Readonly<Record<string, string>>, nonce: string, revision: number): void {
  for (const field of form.elements) {
    if ("value" in field && "name" in field && (field as HTMLInputElement).type !== "hidden") {
      (field as HTMLInputElement).value = said[(field as HTMLInputElement).name] || "";
    }
  }
  form.dataset.nonce = nonce;
  form.dataset.revision = String(revision);
  (form.parentElement as HTMLDetailsElement).open = true;
  form.scrollIntoView();
}

function submitted(event: Event): void {
  event.preventDefault();
  const form = event.target as HTMLFormElement;
  const fields: Record<string, string> = {};
  new FormData(form).forEach((value, name) => {
    fields[name] = String(value);
  });
  const nonce = form.dataset.nonce || newNonce();
  const pseudonym = (byId("pseudonym") as HTMLInputElement).value;
  letters.keep(letter(nonce, { ...fields, nonce, pseudonym, revision: form.dataset.revision || "0" }));
  delete form.dataset.nonce;
  delete form.dataset.revision;
  form.reset();
  (form.parentElement as HTMLDetailsElement).open = false;
  draw();
  void sendAll();
}

function draw(): void {
  const waiting = letters.all.map(({ body }) => new URLSearchParams(body));
  const unsent = waiting.filter((sent) => sent.get("do") === "send");
  const late = new Set(unsent.map((sent) => sent.get("nonce")));
  const gone = new Set(waiting.filter((sent) => sent.get("do") === "withdraw").map((sent) => sent.get("nonce")));
  const own = state.own.filter(({ nonce }) => !late.has(nonce) && !gone.has(nonce));
  replace("own", [...unsent.map(waitingLine), ...own.map(ownLine)]);
  replace("shown", room.shown.map(shownLine));
  for (const one of document.querySelectorAll<HTMLElement>("[data-reaction]")) {
    const waits = waiting.find((sent) => sent.get("do") === "react");
    const mine = !waits ? state.reaction : waits.has("back") ? "" : waits.get("reaction");
    one.setAttribute("aria-pressed", String(one.dataset.reaction === mine));
  }
  const pseudonym = byId("pseudonym") as HTMLInputElement;
  pseudonym.value = pseudonym.value || state.pseudonym;
}

/** Lists are written again only when they change: a finger may be on its way to a button. */
function replace(id: string, lines: readonly HTMLElement[]): void {
  const list = byId(id);
  const html = lines.map((line) => line.outerHTML).join("");
  if (list.dataset.said !== html) {
    list.dataset.said = html;
    list.textContent = "";
    list.append(...lines);
  }
  byId(`${id}-part`).hidden = !lines.length;
}

function line(text: string, note: string, ...buttons: readonly HTMLElement[]): HTMLElement {
  const item = document.createElement("li");
  const said = document.createElement("span");
  said.textContent = text;
  said.lang = "fr";
  const small = document.createElement("small");
  small.textContent = note;
  item.append(said, small, ...buttons);
  return item;
}

function button(text: string, press: () => void): HTMLElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", press);
  return made;
}

function waitingLine(sent: URLSearchParams): HTMLElement {
  const said = ["heading", "place_said", "other_said", "network_said", "stops", "words"];
  const text = said.map((name) => sent.get(name)).filter(Boolean);
  return line(text.join(" · "), words.waiting || "");
}

function ownLine(one: Own): HTMLElement {
  const notes: Record<string, string | undefined> = {
    waiting: words.held,
    shown: words.shown,
    refused: words.refused,
    merged: words.merged,
  };
  const withdraw = button(words.withdraw || "", () => keep(`w${one.nonce}`, { do: "withdraw", nonce: one.nonce }));
  const correct = button(words.correct || "", () => {
    const form = document.querySelector<HTMLFormElement>(`form[data-kind="${one.kind}"]`);
    form && fill(form, one.said, one.nonce, one.revision + 1);
  });
  const became = one.became && `${words.taken || ""} ${one.became}`;
  return line(
    one.line,
    [notes[one.state], became].filter(Boolean).join(" · "),
    ...(FINAL.includes(one.state) ? [] : [correct]),
    withdraw,
  );
}

function shownLine(one: Shown): HTMLElement {
  const isFor = state.isFor.includes(one.key);
  const vote = button((isFor ? words.notFor : words.for) || "", () => {
    keep(`v${one.key}`, { do: "vote", contribution: String(one.key), for: isFor ? "0" : "1" });
  });
  return line(one.line, one.votes ? String(one.votes) : "", vote);
}

function keep(about: string, fields: Readonly<Record<string, string>>): void {
  letters.keep(letter(about, fields));
  draw();
  void sendAll();
}

const own = { moved: () => ownLooks.soon() };

/** Show how things stand, and follow them; a ticket that is too old is refused, and another one comes here. */
function know(now: OwnState): void {
  state = now;
  state.topic && follow(state.topic, own, state.ticket);
}

/** Ask for all that concerns this telephone alone: what became of what it sent, and what it is for. */
async function lookAtOwn(): Promise<void> {
  await sendAll();
  if (isNewHere && !arrived && room.phase === "open") {
    return;
  }
  const before = arrived;
  try {
    const answer = await post(letter("", { do: "mine" }).body);
    const now = answer.ok && ((await answer.json()) as OwnState);
    // What was sent meanwhile was answered with how things stand since.
    now ? before === arrived && know(now) : tryAgain();
    state.phase === "open" || location.reload();
    draw();
  } catch {
    // There is no network: what was sent waits, and is looked after again.
    tryAgain();
  }
}

function tryAgain(): void {
  clearTimeout(trying);
  trying = setTimeout(lookAtAll, AGAIN * (1 + Math.random()));
}

function lookAtAll(): void {
  ownLooks.now();
  roomLooks.now();
}

async function lookAtRoom(): Promise<void> {
  try {
    const answer = await fetch(words.shownAt || "");
    room = (await answer.json()) as RoomState;
    // What is felt of one scene is not of the next.
    state = room.scene === state.scene ? state : { ...state, scene: room.scene, reaction: "" };
    // What is the same for all may be a second old: whether it is over is asked for oneself.
    room.phase === "open" || ownLooks.now();
    draw();
  } catch {
    tryAgain();
  }
}

const inRoom = {
  moved(names: readonly string[] | null): void {
    // Scenes are the screen's.
    (names === null || names.some((name) => !name.startsWith("scene:"))) && roomLooks.soon();
  },
  pulseChanged(pulse: Pulse): void {
    pulse === "cut" ? tryAgain() : roomLooks.soon();
  },
};

if (document.getElementById("own")) {
  for (const form of document.querySelectorAll("form[data-kind]")) {
    form.addEventListener("submit", submitted);
  }
  offerMaps(words);
  offerAddresses(words.addressesAt || "");
  byId("react").hidden = false;
  byId("react").addEventListener("click", ({ target }) => {
    const one = (target as HTMLElement).closest<HTMLElement>("[data-reaction]");
    // Of another scene than the one that is known here, what one takes back is felt anew.
    const back = one?.getAttribute("aria-pressed") === "true" ? { back: String(state.scene) } : {};
    one && keep("react", { do: "react", reaction: one.dataset.reaction || "", ...back });
  });
  addEventListener("online", lookAtAll);
  draw();
  follow(`workshop:${code}`, inRoom);
  lookAtAll();
}
