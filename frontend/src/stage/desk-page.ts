// The desk: what the room is shown goes to the screen of this laptop at once, and to the server for all the others.

import "../every-page";
import { byId, find, readData, write } from "../site/dom";
import { whenOnline } from "../site/events";
import { drawCode } from "../site/qr-drawing";
import { ScreenLight } from "../site/screen-light";
import { Queue } from "../workshop/queue";
import { follow, type Gesture, type Showing, type StageState, showingOf } from "./showing";
import { StageClock } from "./stage-clock";
import { isPressing, isTyping, StageKeys } from "./stage-keys";
import { StateNews, type StateNewsDelegate } from "./state-news";
import { TwoWindows } from "./two-windows";
import { WhatIf, type WhatIfDelegate } from "./what-if";

const AUTOPLAY_LOOKS = 500;

class DeskSession implements StateNewsDelegate<StageState>, WhatIfDelegate {
  readonly #form = byId<HTMLFormElement>("desk");
  readonly #notes = readData<Readonly<Record<string, string | null>>>("stage-notes");
  readonly #keys = new StageKeys();
  readonly #clock = new StageClock(byId("hour"), byId("spoken"), byId("on-scene"));
  readonly #windows = new TwoWindows(this.#form.dataset.code ?? "", {
    shown: (showing) => this.#heard(showing),
    asked: () => this.#windows.tell(this.#showing),
  });
  readonly #whatIf = new WhatIf(this);
  #state = readData<StageState>("stage-state");
  #showing: Showing = showingOf(this.#state);
  /** What the server has not heard yet. */
  #isUntold = false;
  #isTelling = false;

  start(): void {
    document.addEventListener("keydown", (event) => this.#press(event));
    this.#listen();
    whenOnline((event) => event.preventDefault());
    new ScreenLight().hold();
    this.#clock.start();
    this.#showCode();
    this.#draw();
    this.#begin();
    this.#windows.tell(this.#showing);
    const { code, state = "" } = this.#form.dataset;
    new StateNews<StageState>(`screen:${code}`, state, this).start();
    new Queue(byId("queue"), byId("queue-said")).start();
    this.#whatIf.start();
    setInterval(() => this.#playOn(), AUTOPLAY_LOOKS);
  }

  /** Of a room without internet, the way in is shown large. */
  #showCode(): void {
    const figure = document.getElementById("desk-code");
    figure && void drawCode(figure, figure.dataset.address ?? "");
  }

  #listen(): void {
    this.#form.addEventListener("submit", (event) => event.preventDefault());
    byId("next").addEventListener("click", () => this.#follow({ does: "step", by: 1 }));
    byId("previous").addEventListener("click", () => this.#follow({ does: "step", by: -1 }));
    byId("blank").addEventListener("click", () => this.#follow({ does: "blank" }));
    byId("wall").addEventListener("click", () => this.#follow({ does: "wall" }));
    byId("timer").addEventListener("click", () => this.#clock.toggle());
    byId("queue").addEventListener("submit", ({ submitter }) => this.#aired(submitter));
    byId("scene-list").addEventListener("click", ({ target }) => {
      const button = target instanceof Element ? target.closest<HTMLElement>("[data-place]") : null;
      button && this.#follow({ does: "go", to: Number(button.dataset.place) });
    });
  }

  /** What she puts on the screen alone is seen there at once: it is on the wall. */
  #aired(submitter: HTMLElement | null): void {
    submitter?.dataset.airs === undefined || this.#showing.isWall || this.#follow({ does: "wall" });
  }

  #press(event: KeyboardEvent): void {
    if (isTyping(event.target) || isPressing(event)) {
      return;
    }
    const gesture = this.#keys.gestureOf(event);
    if (gesture) {
      event.preventDefault();
      this.#follow(gesture);
    } else if (event.key.toLowerCase() === "t" && !event.ctrlKey && !event.metaKey) {
      this.#clock.toggle();
    }
  }

  get sceneKey(): number {
    return this.#state.scenes[this.#showing.place]?.key ?? 0;
  }

  supposed(what: string): void {
    this.#follow({ does: "suppose", what });
  }

  backToFacts(): void {
    this.#follow({ does: "facts" });
  }

  #heard(showing: Showing): void {
    this.#windows.hear(showing);
    this.#go(showing, false);
  }

  #follow(gesture: Gesture): void {
    this.#go(follow(gesture, this.#showing, this.#state.scenes.length), true);
  }

  /** Show this; `isOurs`, and tell the other window of this laptop. */
  #go(showing: Showing, isOurs: boolean): void {
    const isMoved = showing.place !== this.#showing.place;
    this.#showing = showing;
    isOurs && this.#windows.tell(showing);
    isMoved && this.#begin();
    this.#draw();
    this.#isUntold = true;
    void this.#tell();
  }

  /** Tell the server what is shown; what was asked meanwhile is told after it. */
  async #tell(): Promise<void> {
    while (this.#isUntold && !this.#isTelling) {
      this.#isTelling = true;
      this.#isUntold = false;
      this.#isUntold = !(await this.#sent()) || this.#isUntold;
      this.#isTelling = false;
      if (this.#isUntold && byId("desk-alone").hidden === false) {
        return;
      }
    }
    this.#isTelling || this.#catchUp();
  }

  /** What another desk showed while this one was telling is shown here too. */
  #catchUp(): void {
    const now = showingOf(this.#state);
    JSON.stringify(now) === JSON.stringify({ ...now, ...this.#showing }) || this.#show(now);
  }

  #show(showing: Showing): void {
    this.#showing = showing;
    this.#begin();
    this.#draw();
  }

  async #sent(): Promise<boolean> {
    const { place, isBlank, isWall, supposed } = this.#showing;
    const token = find<HTMLInputElement>(this.#form, "[name=csrfmiddlewaretoken]").value;
    const body = new URLSearchParams({ csrfmiddlewaretoken: token, scene: String(this.#state.scenes[place]?.key) });
    isBlank && body.set("blank", "");
    isWall && body.set("wall", "");
    for (const one of supposed) {
      body.append("if", one);
    }
    try {
      const answer = await fetch(this.#form.action, { method: "POST", body });
      answer.ok && this.#learn((await answer.json()) as StageState);
      this.reached(answer.ok);
      return answer.ok;
    } catch {
      this.reached(false);
      return false;
    }
  }

  #learn(state: StageState): void {
    this.#state = state.version >= this.#state.version ? state : this.#state;
  }

  /** Another desk, a telephone perhaps, moved on; what this one has still to tell comes first. */
  told(state: StageState): void {
    const isNew = state.version > this.#state.version;
    this.#learn(state);
    write(byId("came"), String(state.room.aired.length));
    if (this.#isUntold || this.#isTelling) {
      void this.#tell();
    } else if (isNew) {
      this.#show(showingOf(state));
    }
  }

  reached(isReached: boolean): void {
    byId("desk-alone").hidden = isReached;
    isReached && this.#whatIf.reached();
  }

  #begin(): void {
    this.#clock.sceneBegins(this.#state.scenes[this.#showing.place]?.seconds ?? null);
  }

  #playOn(): void {
    const isLast = this.#showing.place >= this.#state.scenes.length - 1;
    if (byId<HTMLInputElement>("autoplay").checked && this.#clock.isOver && !isLast && !this.#showing.isBlank) {
      this.#follow({ does: "step", by: 1 });
    }
  }

  #draw(): void {
    const { place, isBlank, isWall, supposed } = this.#showing;
    this.#whatIf.show(supposed);
    const [now, next] = [this.#state.scenes[place], this.#state.scenes[place + 1]];
    write(byId("now-title"), now?.title ?? "");
    write(byId("now-sentence"), now?.sentence ?? "");
    write(byId("now-notes"), (now && this.#notes[now.key]) || (this.#form.dataset.noNotes ?? ""));
    write(byId("next-title"), next?.title ?? this.#form.dataset.last ?? "");
    write(byId("place"), `${place + 1} / ${this.#state.scenes.length}`);
    byId("blank").setAttribute("aria-pressed", String(isBlank));
    byId("wall").setAttribute("aria-pressed", String(isWall));
    write(byId("came"), String(this.#state.room.aired.length));
    for (const button of document.querySelectorAll<HTMLElement>("#scene-list [data-place]")) {
      button.toggleAttribute("aria-current", Number(button.dataset.place) === place);
    }
  }
}

new DeskSession().start();
