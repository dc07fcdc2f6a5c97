// The screen of a room: it shows what the desk says, and follows a remote control by itself where there is no desk.

import "../every-page";
import { byId, readData, write } from "../site/dom";
import { whenOnline } from "../site/events";
import { drawCode } from "../site/qr-drawing";
import { ScreenLight } from "../site/screen-light";
import { Felt } from "./felt";
import { SaidHere } from "./said-here";
import { framesBox, SceneFrames, type SceneFramesDelegate } from "./scene-frames";
import { ScreenLoop, type ScreenLoopDelegate } from "./screen-loop";
import { follow, type Showing, type StageState, showingOf } from "./showing";
import { StageKeys } from "./stage-keys";
import { StageStanding } from "./stage-standing";
import { StateNews, type StateNewsDelegate } from "./state-news";
import type { Turn } from "./turns";
import { TwoWindows } from "./two-windows";
import { Wall } from "./wall";

/** Milliseconds after which a screen that nobody ever presented on goes round by itself. */
const ALONE = 60_000;

class ScreenSession implements SceneFramesDelegate, StateNewsDelegate<StageState>, ScreenLoopDelegate {
  readonly #page = document.body;
  readonly #keys = new StageKeys();
  readonly #wall = new Wall(readData("stage-kinds"));
  readonly #felt = new Felt(byId("stage-felt"), readData("stage-kinds"));
  readonly #frames = new SceneFrames(framesBox(), this);
  readonly #said = new SaidHere();
  readonly #windows = new TwoWindows(this.#page.dataset.code ?? "", {
    shown: (showing) => this.#heard(showing),
    heard: (showing) => this.#said.say(showing),
  });
  readonly #loop = new ScreenLoop(this);
  /** A screen of a hall goes round whatever is presented elsewhere: its address says so. */
  readonly #isOfHall = new URLSearchParams(location.search).has("loop");
  #state = readData<StageState>("stage-state");
  #isTaken = false;
  #showing: Showing = showingOf(this.#state);

  get addresses(): Readonly<Record<string, string>> {
    const { map = "", crossings = "" } = this.#page.dataset;
    return { map, crossings };
  }

  get style(): string {
    return this.#page.dataset.staged ?? "";
  }

  get state(): StageState {
    return this.#state;
  }

  start(): void {
    document.addEventListener("keydown", (event) => this.pressed(event));
    byId("full-screen").addEventListener("click", () => toggleFullScreen());
    byId("loop").addEventListener("click", () => this.#toggleLoop());
    // It follows the server by itself: no page is loaded again before a room.
    whenOnline((event) => event.preventDefault());
    new ScreenLight().hold();
    void drawCode(byId("stage-code"), this.#page.dataset.join ?? location.href);
    this.#wall.show(this.#state.room);
    this.#felt.show(this.#state.room.reactions);
    this.#draw();
    const { code, state = "" } = this.#page.dataset;
    const news = new StateNews<StageState>(`screen:${code}`, state, this);
    news.start();
    new StageStanding(byId("stage-standing"), () => news.standing).start();
    this.#windows.ask();
    this.#beginLoop();
  }

  told(state: StageState): void {
    const isNew = state.version !== this.#state.version;
    const isChanged = JSON.stringify(state.scenes) !== JSON.stringify(this.#state.scenes);
    this.#state = state;
    this.#wall.show(state.room);
    this.#felt.show(state.room.reactions);
    const showing = showingOf(state);
    if (isNew && !this.#isOfHall && !this.#said.isEcho(showing)) {
      this.#taken(showing);
    } else if (isChanged || this.#showing.supposed.length) {
      this.#draw();
    }
  }

  reached(isReached: boolean): void {
    byId("stage-alone").hidden = isReached;
  }

  pressed(event: KeyboardEvent): void {
    if (event.key.toLowerCase() === "f" && !event.ctrlKey && !event.metaKey) {
      toggleFullScreen();
      return;
    }
    if (event.key.toLowerCase() === "l" && !event.ctrlKey && !event.metaKey) {
      this.#toggleLoop();
      return;
    }
    const gesture = this.#keys.gestureOf(event);
    if (gesture) {
      event.preventDefault();
      event.stopImmediatePropagation();
      this.#taken(follow(gesture, this.#showing, this.#state.scenes.length));
      this.#windows.tell(this.#showing);
    }
  }

  turned({ place, isWall }: Turn): void {
    this.#show({ place, isWall, isBlank: false, supposed: [] });
  }

  /** Go round where a hall wants it, or where it is over; else once nobody has shown anything for a while. */
  #beginLoop(): void {
    if (this.#isOfHall || this.#page.dataset.phase === "closed") {
      this.#toggleLoop();
    } else {
      setTimeout(() => this.#state.version || this.#isTaken || this.#toggleLoop(true), ALONE);
    }
  }

  #toggleLoop(isOn = !this.#loop.isOn): void {
    isOn ? this.#loop.start(this.#showing.place) : this.#loop.stop();
    byId("loop").setAttribute("aria-pressed", String(isOn));
  }

  #heard(showing: Showing): void {
    this.#said.say(showing);
    this.#isOfHall || this.#taken(showing);
  }

  /** Someone presents: the screen is hers. */
  #taken(showing: Showing): void {
    this.#isTaken = true;
    this.#toggleLoop(false);
    this.#show(showing);
  }

  #show(showing: Showing): void {
    this.#showing = showing;
    this.#draw();
  }

  #draw(): void {
    const { place, isBlank, isWall, supposed } = this.#showing;
    const scene = this.#state.scenes[place];
    byId("stage-black").hidden = !isBlank;
    byId("wall").hidden = !isWall;
    byId("stage-nothing").hidden = scene !== undefined;
    const isSupposing = supposed.length > 0 && !isWall;
    byId("stage-words").classList.toggle("is-supposing", isSupposing);
    write(
      byId("stage-title"),
      (isWall ? this.#page.dataset.workshop : isSupposing ? this.#page.dataset.whatIf : scene?.title) ?? "",
    );
    write(byId("stage-sentence"), isWall ? "" : isSupposing ? this.#votes(supposed) : (scene?.sentence ?? ""));
    scene && void this.#frames.show(scene, supposed);
  }

  /** How many in the room are for what is supposed, once it is among the proposals. */
  #votes(supposed: readonly string[]): string {
    const proposed = this.#state.room.aired.filter(({ supposition }) => supposed.includes(supposition));
    const votes = proposed.reduce((sum, one) => sum + one.votes, 0);
    const words = votes ? this.#page.dataset.votes : this.#page.dataset.vote;
    return proposed.length ? (words ?? "").replace("{count}", String(votes)) : "";
  }
}

function toggleFullScreen(): void {
  const asked = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.();
  asked?.catch(() => undefined);
}

new ScreenSession().start();
