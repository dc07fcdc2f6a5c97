// What the rest of the site knows of live updates: how one who follows is told.

/** How news come: as they happen, every few seconds, or not at all for now. */
export type Pulse = "live" | "polling" | "cut";

/** One who follows a topic. It is told nothing while nobody sees the page, and then once what was missed. */
export interface Follower {
  /**
   * These things of the topic moved, such as "place:UUID"; null: look at all of it, for it is too much to name, or
   * nobody knows. At least once: the same may come again, so fetch what is there now, and add up nothing.
   */
  moved(names: readonly string[] | null): void;
  pulseChanged?(pulse: Pulse): void;
}
