// A page that the site wrote follows what it is about: its parts are put in as they are now, and nothing else is touched.

import { follow } from "./follow";
import type { Follower } from "./follower";
import { notice } from "./notice";

type Parts = ReadonlyMap<string, Element>;

/** The parts of a page by their names, and the data that its scripts read in it. */
const partsOf = (root: ParentNode): Parts =>
  new Map(
    [...root.querySelectorAll<HTMLElement>("[data-part], main script[type='application/json'][id]")].map((part) => [
      part.dataset.part ?? part.id,
      part,
    ]),
  );

/** As the site wrote them: read before any other script has touched them. */
const written = new Map([...partsOf(document)].map(([name, part]) => [name, part.outerHTML]));

/** Milliseconds until a page that could not be fetched is asked for again. */
const AGAIN = 5_000;
const SERVERS_FAULT = 500;

class PageParts implements Follower {
  #held: Parts = new Map();
  #isAsking = false;
  #isAskedAgain = false;

  /** What moved may be on this page, or not: the page is asked for again, and compared. */
  moved(): void {
    this.#isAskedAgain = true;
    this.#isAsking || void this.#look();
  }

  async #look(): Promise<void> {
    this.#isAsking = true;
    while (this.#isAskedAgain) {
      this.#isAskedAgain = false;
      const page = await pageNow().catch(() => null);
      page ? this.#compare(page) : setTimeout(() => this.moved(), AGAIN);
    }
    this.#isAsking = false;
  }

  #compare(page: Document): void {
    const now = partsOf(page);
    const names = [...now.keys()];
    if (names.length !== written.size || names.some((name) => !written.has(name))) {
      notice.offer(null, () => location.reload());
      return;
    }
    this.#held = new Map([...now].filter(([name, part]) => part.outerHTML !== written.get(name)));
    if (isAtWork(this.#held)) {
      notice.offer(null, () => this.#put());
    } else if (this.#held.size) {
      this.#put();
      notice.renewed();
    }
  }

  #put(): void {
    const parts = partsOf(document);
    for (const [name, part] of this.#held) {
      written.set(name, part.outerHTML);
      parts.get(name)?.replaceWith(document.adoptNode(part));
    }
    this.#held = new Map();
  }
}

async function pageNow(): Promise<Document> {
  const answer = await fetch(location.href, { cache: "no-cache", headers: { Accept: "text/html" } });
  if (answer.status >= SERVERS_FAULT) {
    throw new Error(`${location.href}: ${answer.status}`);
  }
  // A page that is gone, or that one has to sign in for again, has none of these parts.
  return new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
}

/** Whether someone has one of these parts in hand: the focus or a selection is in it. */
function isAtWork(parts: Parts): boolean {
  const here = partsOf(document);
  const selection = getSelection();
  const isSelecting = selection !== null && !selection.isCollapsed;
  return [...parts.keys()].some((name) => {
    const part = here.get(name);
    return part?.contains(document.activeElement) || (isSelecting && part?.contains(selection.anchorNode));
  });
}

const followed = document.querySelector<HTMLElement>("[data-follow]");
if (followed && document.documentElement.dataset.kept === undefined) {
  const parts = new PageParts();
  for (const topic of (followed.dataset.follow ?? "").split(" ").filter(Boolean)) {
    follow(topic, parts, followed.dataset.ticket);
  }
}
