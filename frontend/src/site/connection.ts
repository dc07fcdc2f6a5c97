// Whether what is on the screen is fresh: a quiet notice when it is not, and the page refreshed when the network is back.

import { localeOf } from "./locale";

/** Sent to the window when the network is back. A page that asks for its data again by itself prevents the default. */
const ONLINE = "croisee:online";

const HEALTH = "/healthz";
const PATIENCE = 3000;
const FRESH = 60_000;
/** Short: a network that has just been announced often fails the first request. */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;
/** A page younger than this, in milliseconds, is left alone, and so is one that was reloaded since. */
const REST = 5 * 60_000;

const page = document.documentElement;
const notice = document.getElementById("offline");

class Connection {
  #isLost = false;
  #pause = FIRST_PAUSE;
  #timer: ReturnType<typeof setTimeout> | undefined;

  watch(): void {
    addEventListener("offline", () => this.#lose());
    addEventListener("online", () => {
      this.#pause = FIRST_PAUSE;
      void this.#look();
    });
    addEventListener("pageshow", ({ persisted }) => persisted && this.#doubt());
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && this.#isLost) {
        void this.#look();
      }
    });
    this.#doubt();
  }

  /** Look whether the site can be reached, if the page does not look as if it came from it just now. */
  #doubt(): void {
    if (!navigator.onLine) {
      this.#lose();
    } else if (isKept() || Date.now() - writtenAt().getTime() > FRESH) {
      void this.#look();
    }
  }

  async #look(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      const answer = await fetch(HEALTH, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      if (!answer.ok) {
        throw new Error(String(answer.status));
      }
      this.#find();
    } catch {
      this.#lose();
    }
  }

  #lose(): void {
    this.#isLost = true;
    tell(writtenAt());
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void (document.hidden || this.#look()), this.#pause);
    this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE);
  }

  #find(): void {
    const isBehind = this.#isLost || isKept();
    this.#isLost = false;
    this.#pause = FIRST_PAUSE;
    hush();
    if (!isBehind) {
      return;
    }
    if (dispatchEvent(new CustomEvent(ONLINE, { cancelable: true }))) {
      reload();
    } else {
      page.dataset.at = new Date().toISOString();
      delete page.dataset.kept;
    }
  }
}

const isKept = (): boolean => page.dataset.kept !== undefined;

/** When what the page says was true. */
const writtenAt = (): Date => new Date(page.dataset.at ?? Date.now());

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
  const isYoung = !isKept() && Date.now() - writtenAt().getTime() < REST;
  const last = Number(sessionStorage.getItem(location.pathname) ?? 0);
  if (isYoung || Date.now() - last < REST) {
    return;
  }
  if (document.querySelector("dialog[open], input:focus, select:focus, textarea:focus")) {
    setTimeout(reload, FIRST_PAUSE);
    return;
  }
  sessionStorage.setItem(location.pathname, String(Date.now()));
  location.reload();
}

new Connection().watch();
