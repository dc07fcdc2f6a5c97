// Whether what is on the screen is fresh: a quiet notice when it is not, and the page refreshed when the network is back.

import { sayOnline } from "./events";
import { localeOf } from "./locale";
import { trueAt } from "./moment";

const HEALTH = "/healthz";
const PATIENCE = 3000;
const FRESH = 60_000;
/** Short: a network that has just been announced often fails the first request. */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;
/** A page younger than this, in milliseconds, is left alone, and so is one that was reloaded since. */
const REST = 5 * 60_000;
/** One that was kept, and came kept again as the site took too long, is reloaded after this, then after twice as long. */
const REST_OF_KEPT = 10_000;

const page = document.documentElement;
const notice = document.getElementById("offline");

class Connection {
  #isLost = false;
  #pause = FIRST_PAUSE;
  #timer: ReturnType<typeof setTimeout> | undefined;

  watch(): void {
    addEventListener("offline", () => this.#lose());
    addEventListener("online", () => this.#hope());
    addEventListener("pageshow", ({ persisted }) => persisted && this.#doubt());
    document.addEventListener("visibilitychange", () => document.hidden || !this.#isLost || void this.look());
    this.#doubt();
  }

  #hope(): void {
    this.#pause = FIRST_PAUSE;
    void this.look();
  }

  /** Look whether the site can be reached, if the page does not look as if it came from it just now. */
  #doubt(): void {
    if (!navigator.onLine) {
      this.#lose();
    } else if (isKept() || Date.now() - trueAt().getTime() > FRESH) {
      void this.look();
    }
  }

  /** Look whether the site can be reached now, and have the page follow it. */
  async look(): Promise<void> {
    clearTimeout(this.#timer);
    (await isReached()) ? this.#find() : this.#lose();
  }

  #lose(): void {
    this.#isLost = true;
    tell(trueAt());
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void (document.hidden || this.look()), this.#pause);
    this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE);
  }

  #find(): void {
    const isBehind = this.#isLost || isKept();
    this.#isLost = false;
    this.#pause = FIRST_PAUSE;
    hush();
    isBehind && freshen();
  }
}

/** Whether the site answers, in good time. */
async function isReached(): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    return (await fetch(HEALTH, { method: "HEAD", cache: "no-store", signal })).ok;
  } catch {
    return false;
  }
}

/** Reload the page, unless it has asked for its data again by itself: it is then as of now. */
function freshen(): void {
  if (sayOnline()) {
    reload();
  } else {
    page.dataset.at = new Date().toISOString();
    delete page.dataset.kept;
  }
}

const isKept = (): boolean => page.dataset.kept !== undefined;

function tell(moment: Date): void {
  if (notice) {
    notice.textContent = inWords(moment, notice.dataset);
  }
}

function hush(): void {
  if (notice) {
    notice.textContent = "";
  }
}

function inWords(moment: Date, { notice = "", hour = "", minute = "" }: DOMStringMap): string {
  const date = new Intl.DateTimeFormat(localeOf(page.lang), { day: "numeric", month: "long" }).format(moment);
  const time = (moment.getMinutes() ? minute : hour)
    .replace("{hour}", String(moment.getHours()))
    .replace("{minute}", String(moment.getMinutes()).padStart(2, "0"));
  return notice.replace("{date}", page.lang === "fr" ? date.replace(/^1 /, "1er ") : date).replace("{time}", time);
}

/** Reload a page that is behind, unless someone is at work in it: then a little later. */
function reload(): void {
  const left = restLeft();
  if (left > 0) {
    isKept() && setTimeout(() => void connection.look(), left);
  } else {
    const isAtWork = document.querySelector("dialog[open], input:focus, select:focus, textarea:focus");
    isAtWork ? setTimeout(reload, FIRST_PAUSE) : reloadNow();
  }
}

/** How long the page is left alone yet, in milliseconds. */
function restLeft(): number {
  const isYoung = !isKept() && Date.now() - trueAt().getTime() < REST;
  const { at, rest } = lastReload();
  const isWellSince = isKept() && rest === REST;
  return isYoung ? REST : isWellSince ? 0 : at + rest - Date.now();
}

/** When the page was last reloaded here, and how long it was to be left alone then. */
function lastReload(): { at: number; rest: number } {
  const [at = 0, rest = 0] = (sessionStorage.getItem(location.pathname) ?? "").split(" ").map(Number);
  return { at, rest };
}

function reloadNow(): void {
  const { at, rest } = lastReload();
  const isInVain = rest < REST && Date.now() - at < REST;
  const again = isInVain ? Math.min(2 * rest, REST / 2) : REST_OF_KEPT;
  sessionStorage.setItem(location.pathname, `${Date.now()} ${isKept() ? again : REST}`);
  location.reload();
}

const connection = new Connection();
connection.watch();
