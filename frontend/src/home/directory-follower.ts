// The directory on the page follows the site's: what moved is fetched and shown, unless that would take it from a reader.

import type { Follower } from "../live/follow";
import { notice } from "../live/notice";

/** Who holds the directory, and knows whether someone is reading what would move. */
export interface DirectoryFollowerDelegate {
  readonly isBeingRead: boolean;
  /** Learn how these places (UUIDs) are now; null: all of them. Tells how many are otherwise, where that is known. */
  renew(keys: readonly string[] | null): Promise<number | null>;
}

const PLACE = "place:";
/** Beyond so many, the whole directory is asked for. */
const MOST = 100;
/** Milliseconds until what could not be fetched is asked for again. */
const AGAIN = 5_000;

export class DirectoryFollower implements Follower {
  readonly #delegate: DirectoryFollowerDelegate;
  readonly #keys = new Set<string>();
  #isAll = false;
  #isRenewing = false;

  constructor(delegate: DirectoryFollowerDelegate) {
    this.#delegate = delegate;
  }

  moved(names: readonly string[] | null): void {
    for (const name of names ?? []) {
      name.startsWith(PLACE) ? this.#keys.add(name.slice(PLACE.length)) : this.#moveAll();
    }
    names ?? this.#moveAll();
    this.#delegate.isBeingRead ? notice.offer(this.#count, () => void this.#renew()) : void this.#renew();
  }

  #moveAll(): void {
    this.#isAll = true;
  }

  get #count(): number | null {
    return this.#isAll || this.#keys.size > MOST ? null : this.#keys.size;
  }

  /** Fetch what moved so far; what moves meanwhile comes next. */
  async #renew(): Promise<void> {
    if (this.#isRenewing) {
      return;
    }
    this.#isRenewing = true;
    while (this.#isAll || this.#keys.size) {
      const [count, keys] = [this.#count, [...this.#keys]];
      this.#keys.clear();
      this.#isAll = false;
      try {
        notice.changed(await this.#delegate.renew(count === null ? null : keys));
      } catch {
        this.#isAll = true;
        setTimeout(() => void this.#renew(), AGAIN);
        break;
      }
    }
    this.#isRenewing = false;
  }
}
