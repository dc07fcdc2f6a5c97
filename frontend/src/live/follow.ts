// The one way to follow what moves: `follow("workshop:ABCDEF", follower)`. Follow first, then fetch: nothing is missed.

import { sayBuild, whenOnline } from "../site/events";
import { CHANNELS } from "./channels";
import type { Follower } from "./follower";
import { LiveSession } from "./live-session";

export type { Follower, Pulse } from "./follower";

/** Milliseconds after which a page that nobody sees gives its stream back: one may only be looking something up. */
const GRACE = 10_000;

let session: LiveSession | null = null;

/**
 * Follow a topic from where the page was written on, without a gap. A topic that is not open needs the ticket that the
 * page was given for it. The answer ends it.
 */
export function follow(topic: string, follower: Follower, ticket = ""): () => void {
  session ??= begun();
  return session.follow(topic, follower, ticket);
}

function begun(): LiveSession {
  const writtenAt = document.documentElement.dataset.at ?? new Date().toISOString();
  const made = new LiveSession({ channels: CHANNELS, writtenAt, buildTold: sayBuild });
  let leaving: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    clearTimeout(leaving);
    leaving = document.hidden ? setTimeout(() => made.sleep(), GRACE) : undefined;
    document.hidden || made.wake();
  };
  document.addEventListener("visibilitychange", look);
  // A page in the browser's store of those one may come back to holds no connection.
  addEventListener("pagehide", () => made.sleep());
  addEventListener("pageshow", ({ persisted }) => persisted && look());
  addEventListener("online", look);
  whenOnline(look);
  document.hidden || made.wake();
  return made;
}
