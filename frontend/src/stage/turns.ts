// A screen in a hall: scenes, and what the room sent last, take turns by themselves. Pure.

import type { StageState } from "./showing";

/** What is shown for a while: a scene by its place, or what the room sent, after that scene. */
export interface Turn {
  readonly place: number;
  readonly isWall: boolean;
}

/** Seconds: of a scene that is not timed, of the wall, and between which a timed scene is kept. */
const USUAL = 20;
const WALL = 20;
const SHORTEST = 8;
const LONGEST = 30;
/** Scenes between two looks at the wall, where nothing new came. */
const BETWEEN = 3;

/** Tell what comes next: something new from the room comes before the next scene. */
export function turnAfter({ place, isWall }: Turn, { scenes, room }: StageState, hasNews: boolean): Turn {
  const isAnything = room.aired.length > 0 || room.words.length > 0;
  const isDue = hasNews || (place + 1) % BETWEEN === 0 || place + 1 >= scenes.length;
  if (!scenes.length || (!isWall && isAnything && isDue)) {
    return { place, isWall: true };
  }
  return { place: (place + 1) % scenes.length, isWall: false };
}

/** Tell for how many seconds it is shown. */
export function secondsOf({ place, isWall }: Turn, { scenes }: StageState): number {
  const planned = scenes[place]?.seconds ?? USUAL;
  return isWall ? WALL : Math.max(SHORTEST, Math.min(LONGEST, planned));
}
