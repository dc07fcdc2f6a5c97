// What waits on a telephone leaves in order, and counts once.

import { describe, expect, it } from "vitest";
import { type Fate, Letters } from "../../frontend/src/room/letters";

function drawer() {
  const held = new Map<string, string>();
  return {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
  };
}

const answer = (status: number, said: unknown = {}) => ({ ok: status < 400, status, json: async () => said });

async function fates(letters: Letters): Promise<string[]> {
  const told: string[] = [];
  await letters.send((letter, fate: Fate) => told.push(`${letter.about} ${fate.is}`));
  return told;
}

describe("letters", () => {
  it("wait while there is no network, and leave in the order in which they were written", async () => {
    const sent: string[] = [];
    let isAway = true;
    const letters = new Letters(drawer(), "k", async (body) => {
      if (isAway) {
        throw new TypeError("away");
      }
      sent.push(body);
      return answer(200);
    });
    letters.keep({ about: "1", body: "a" });
    letters.keep({ about: "2", body: "b" });
    expect(await fates(letters)).toEqual(["1 waits"]);
    isAway = false;
    expect(await fates(letters)).toEqual(["1 arrived", "2 arrived"]);
    expect(sent).toEqual(["a", "b"]);
    expect(letters.all).toEqual([]);
  });

  it("leave at once when they are written while another is on its way", async () => {
    const letters = new Letters(drawer(), "k", async (body) => {
      body === "a" && letters.keep({ about: "2", body: "b" });
      body === "b" && letters.keep({ about: "2", body: "c" });
      return answer(200);
    });
    letters.keep({ about: "1", body: "a" });
    expect(await fates(letters)).toEqual(["1 arrived", "2 arrived", "2 arrived"]);
    expect(letters.all).toEqual([]);
  });

  it("about one thing give way to the last", () => {
    const letters = new Letters(drawer(), "k", async () => answer(200));
    letters.keep({ about: "v1", body: "for=1" });
    letters.keep({ about: "v1", body: "for=0" });
    expect(letters.all).toEqual([{ about: "v1", body: "for=0" }]);
  });

  it("wait when the site is busy or broken, and are given back when they are wrong", async () => {
    const statuses = [429, 503, 422, 200];
    const letters = new Letters(drawer(), "k", async () =>
      answer(statuses.shift() ?? 200, { errors: { words: ["Il manque"] } }),
    );
    letters.keep({ about: "1", body: "a" });
    letters.keep({ about: "2", body: "b" });
    expect(await fates(letters)).toEqual(["1 waits"]);
    expect(await fates(letters)).toEqual(["1 waits"]);
    expect(await fates(letters)).toEqual(["1 refused", "2 arrived"]);
  });
});
