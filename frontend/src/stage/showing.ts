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
}

/** What the room sent: the newest first, the words with how often each was said, how many took part. */
export interface RoomShown {
  readonly aired: readonly Aired[];
  readonly words: readonly (readonly [string, number])[];
  readonly people: number;
}

/** What is shown: the place of a scene among the others, from 0, and whether the room sees nothing but black. */
export interface Showing {
  readonly place: number;
  readonly isBlank: boolean;
  /** What the room sent is in the place of the scene. */
  readonly isWall: boolean;
}

export type Gesture =
  | { readonly does: "step"; readonly by: number }
  | { readonly does: "go"; readonly to: number }
  | { readonly does: "last" | "blank" | "wall" };

/** Read what is shown; a scene that is gone gives way to the first one. */
export function showingOf({ scene, isBlank, isWall, scenes }: StageState): Showing {
  const place = scenes.findIndex(({ key }) => key === scene);
  return { place: Math.max(0, place), isBlank, isWall };
}

/** Follow a gesture among so many scenes. What is over the scene, black or the wall, a step takes away first. */
export function follow(gesture: Gesture, { place, isBlank, isWall }: Showing, count: number): Showing {
  const scene = { isBlank: false, isWall: false };
  switch (gesture.does) {
    case "blank":
      return { place, isWall, isBlank: !isBlank };
    case "wall":
      return { place, isBlank: false, isWall: isBlank || !isWall };
    case "step":
      return { ...scene, place: isBlank || isWall ? place : within(place + gesture.by, count) };
    default:
      return { ...scene, place: within(gesture.does === "go" ? gesture.to : count - 1, count) };
  }
}

const within = (place: number, count: number): number => Math.max(0, Math.min(count - 1, place));
