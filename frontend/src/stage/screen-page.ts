// The screen of a room: it shows what the desk says, and follows a remote control by itself where there is no desk.

import "../every-page";
import { byId, readData, write } from "../site/dom";
import { whenOnline } from "../site/events";
import { drawCode } from "../site/qr-drawing";
import { ScreenLight } from "../site/screen-light";
import { framesBox, SceneFrames, type SceneFramesDelegate } from "./scene-frames";
import { follow, type Showing, type StageState, showingOf } from "./showing";
import { StageKeys } from "./stage-keys";
import { StateNews, type StateNewsDelegate } from "./state-news";
import { TwoWindows } from "./two-windows";
import { Wall } from "./wall";

class ScreenSession implements SceneFramesDelegate, StateNewsDelegate<StageState> {
  readonly #page = document.body;
  readonly #keys = new StageKeys();
  readonly #wall = new Wall(readData("stage-kinds"));
  readonly #frames = new SceneFrames(framesBox(), this);
  readonly #windows = new TwoWindows(this.#page.dataset.code ?? "", (showing) => this.#show(showing));
  #state = readData<StageState>("stage-state");
  #showing: Showing = showingOf(this.#state);

  get addresses(): Readonly<Record<string, string>> {
    const { map = "", crossings = "" } = this.#page.dataset;
    return { map, crossings };
  }

  get style(): string {
    return this.#page.dataset.staged ?? "";
  }

  start(): void {
    document.addEventListener("keydown", (event) => this.pressed(event));
    byId("full-screen").addEventListener("click", () => toggleFullScreen());
    // It follows the server by itself: no page is loaded again before a room.
    whenOnline((event) => event.preventDefault());
    new ScreenLight().hold();
    void drawCode(byId("stage-code"), this.#page.dataset.join ?? location.href);
    this.#wall.show(this.#state.room);
    this.#draw();
    const { code, state = "" } = this.#page.dataset;
    new StateNews<StageState>(`screen:${code}`, state, this).start();
  }

  told(state: StageState): void {
    const isNew = state.version !== this.#state.version;
    const isChanged = JSON.stringify(state.scenes) !== JSON.stringify(this.#state.scenes);
    this.#state = state;
    this.#wall.show(state.room);
    if (isNew) {
      this.#show(showingOf(state));
    } else if (isChanged) {
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
    const gesture = this.#keys.gestureOf(event);
    if (gesture) {
      event.preventDefault();
      event.stopImmediatePropagation();
      this.#show(follow(gesture, this.#showing, this.#state.scenes.length));
      this.#windows.tell(this.#showing);
    }
  }

  #show(showing: Showing): void {
    this.#showing = showing;
    this.#draw();
  }

  #draw(): void {
    const { place, isBlank, isWall } = this.#showing;
    const scene = this.#state.scenes[place];
    byId("stage-black").hidden = !isBlank;
    byId("wall").hidden = !isWall;
    byId("stage-nothing").hidden = scene !== undefined;
    write(byId("stage-title"), (isWall ? this.#page.dataset.workshop : scene?.title) ?? "");
    write(byId("stage-sentence"), (isWall ? this.#page.dataset.join : scene?.sentence) ?? "");
    scene && void this.#frames.show(scene);
  }
}

function toggleFullScreen(): void {
  const asked = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.();
  asked?.catch(() => undefined);
}

new ScreenSession().start();
