// What the room is shown, and where each gesture leads from there. Pure.

/** A scene, as the server tells it: `key` names it for good, whatever its place among the others. */
export interface Scene {
  readonly key: number;
  readonly page: string;
  readonly query: string;
  readonly title: string;
  readonly sentence: string;
  readonly seconds: number | null;
}

/** What the server says of the stage; `scene` is null before the first one was shown. */
export interface StageState {
  readonly version: number;
  readonly scene: number | null;
  readonly isBlank: boolean;
  readonly isWall: boolean;
  /** What is supposed over the scene, as addresses say it. */
  readonly supposed: readonly string[];
  readonly scenes: readonly Scene[];
  readonly room: RoomShown;
}

/** A contribution that is shown; `way` is drawn on the land, point by point. */
export interface Aired {
  readonly key: number;
  readonly kind: string;
  readonly line: string;
  readonly who: string;
  readonly votes: number;
  readonly way: readonly (readonly [number, number])[];
  readonly isOn: boolean;
  /** What it would have one suppose; "" for nothing that is counted. */
  readonly supposition: string;
}

/** What the room sent: the newest first, the words with how often each was said, how much it is in all, and of how many. */
export interface RoomShown {
  readonly aired: readonly Aired[];
  readonly words: readonly (readonly [string, number])[];
  readonly said: number;
  readonly people: number;
  /** What the room lets feel of the scene that is shown, and how many do. */
  readonly reactions: readonly (readonly [kind: string, count: number])[];
}

/** What is shown: the place of a scene among the others, from 0, and whether the room sees nothing but black. */
export interface Showing {
  readonly place: number;
  readonly isBlank: boolean;
  /** What the room sent is in the place of the scene. */
  readonly isWall: boolean;
  /** What is supposed over the scene: no fact. */
  readonly supposed: readonly string[];
}

export type Gesture =
  | { readonly does: "step"; readonly by: number }
  | { readonly does: "go"; readonly to: number }
  | { readonly does: "suppose"; readonly what: string }
  | { readonly does: "last" | "blank" | "wall" | "facts" };

/** More at once nobody follows. */
export const MOST_SUPPOSED = 5;

/** Read what is shown; a scene that is gone gives way to the first one. */
export function showingOf({ scene, isBlank, isWall, supposed, scenes }: StageState): Showing {
  const place = scenes.findIndex(({ key }) => key === scene);
  return { place: Math.max(0, place), isBlank, isWall, supposed };
}

/** Follow a gesture among so many scenes. What is over the scene, black, the wall or a supposition, a step takes away. */
export function follow(gesture: Gesture, showing: Showing, count: number): Showing {
  const { place, isBlank, isWall, supposed } = showing;
  const scene = { isBlank: false, isWall: false, supposed: [] };
  switch (gesture.does) {
    case "blank":
      return { ...showing, isBlank: !isBlank };
    case "wall":
      return { ...showing, isBlank: false, isWall: isBlank || !isWall };
    case "suppose":
      return { ...scene, place, supposed: supposing(supposed, gesture.what) };
    case "facts":
      return { ...showing, supposed: [] };
    case "step":
      return stepped(gesture.by, showing, count);
    default:
      return { ...scene, place: within(gesture.does === "go" ? gesture.to : count - 1, count) };
  }
}

/** One step goes from black, or from the wall, to what they hid; from a supposition to the facts; else to a scene. */
function stepped(by: number, { place, isBlank, isWall, supposed }: Showing, count: number): Showing {
  const scene = { isBlank: false, isWall: false };
  if (isBlank || isWall) {
    return { ...scene, place, supposed };
  }
  return { ...scene, supposed: [], place: supposed.length ? place : within(place + by, count) };
}

/** Suppose one thing more; the oldest gives way to what would be too many. */
const supposing = (supposed: readonly string[], what: string): readonly string[] =>
  [...supposed.filter((one) => one !== what), what].slice(-MOST_SUPPOSED);

const within = (place: number, count: number): number => Math.max(0, Math.min(count - 1, place));
