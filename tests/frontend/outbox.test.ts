import { describe, expect, it, vi } from "vitest";
import { type Letter, Outbox } from "../../frontend/src/offline/outbox";

class Kept implements Storage {
  readonly #kept = new Map<string, string>();
  [name: string]: unknown;
  get length(): number {
    return this.#kept.size;
  }
  clear = (): void => this.#kept.clear();
  key = (): string | null => null;
  getItem = (key: string): string | null => this.#kept.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.#kept.set(key, value);
  removeItem = (key: string): void => void this.#kept.delete(key);
}

const letter = (words: string): Letter => ({ action: "/signaler/", body: `words=${words}`, sent: "Merci" });
const answering = (status: number, redirected = false) => vi.fn(async () => ({ ok: status < 400, redirected, status }));

describe("what was written without a network", () => {
  it("leaves once, when it has arrived", async () => {
    const post = answering(200, true);
    const outbox = new Outbox(new Kept(), post);
    outbox.keep(letter("un"));
    outbox.keep(letter("deux"));
    expect((await outbox.send()).map(({ body }) => body)).toEqual(["words=un", "words=deux"]);
    expect(await outbox.send()).toEqual([]);
    expect(post).toHaveBeenCalledTimes(2);
  });

  it.each([429, 500, 503, 200])("waits when the site answers %i without having taken it", async (status) => {
    const outbox = new Outbox(new Kept(), answering(status));
    outbox.keep(letter("un"));
    expect(await outbox.send()).toEqual([]);
    expect(outbox.letters).toEqual([letter("un")]);
  });

  it("waits when the network is away again", async () => {
    const outbox = new Outbox(
      new Kept(),
      vi.fn(async () => Promise.reject(new TypeError())),
    );
    outbox.keep(letter("un"));
    await outbox.send();
    expect(outbox.letters).toHaveLength(1);
  });

  it("is put back in its form, and not sent again, when the site wants it mended", async () => {
    const post = answering(422);
    const outbox = new Outbox(new Kept(), post);
    outbox.keep(letter("un"));
    await outbox.send();
    await outbox.send();
    expect(post).toHaveBeenCalledTimes(1);
    expect(outbox.take("/proposer/")).toEqual([]);
    expect(outbox.take("/signaler/").map(({ body }) => body)).toEqual(["words=un"]);
    expect(outbox.letters).toEqual([]);
  });

  it("is nothing where what is kept cannot be read", () => {
    const kept = new Kept();
    kept.setItem("croisee-outbox", "{");
    expect(new Outbox(kept, answering(200)).letters).toEqual([]);
  });
});
