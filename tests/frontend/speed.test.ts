import { describe, expect, it } from "vitest";
import { rateOf, SpeedMeasure } from "../../frontend/src/suggestions/speed-measure";

/** A line on which each chunk of so many bytes takes so long, under a clock of its own. */
function line(chunk: number, milliseconds: number, chunks = 20) {
  const state = { clock: 0, asked: 0 };
  const now = () => state.clock;
  const ask = async (_url: string, { signal }: RequestInit) => {
    state.asked += 1;
    state.clock += 400;
    let left = chunks;
    const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
      left -= 1;
      if (signal?.aborted) {
        controller.error(signal.reason);
      } else if (left < 0) {
        controller.close();
      } else {
        state.clock += milliseconds;
        controller.enqueue(new Uint8Array(chunk));
      }
    };
    const body = new ReadableStream<Uint8Array>({ pull }, { highWaterMark: 0 });
    return new Response(body);
  };
  return { state, now, ask };
}

describe("the speed between the site and a device", () => {
  it("is megabits a second", () => {
    expect(rateOf({ bytes: 1_000_000, milliseconds: 1000 })).toBe(8);
    expect(rateOf({ bytes: 123_456, milliseconds: 1000 })).toBe(1);
  });

  it("asks for eight samples at most, and times from the first byte", async () => {
    const { state, now, ask } = line(100_000, 10);
    const told = await new SpeedMeasure(ask, now).run("/debit.bin", new AbortController().signal);
    expect(state.asked).toBe(8);
    expect(told.bytes).toBe(8 * 20 * 100_000 - 100_000);
    expect(told.milliseconds).toBe(8 * 20 * 10 + 7 * 400 - 10);
  });

  it("counts what has come when time is over", async () => {
    const stop = new AbortController();
    let clock = 0;
    let left = 3;
    const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
      clock += 2000;
      left -= 1;
      if (left < 0) {
        stop.abort();
        controller.error(stop.signal.reason);
      } else {
        controller.enqueue(new Uint8Array(100_000));
      }
    };
    const ask = async () => new Response(new ReadableStream<Uint8Array>({ pull }, { highWaterMark: 0 }));
    const told = await new SpeedMeasure(ask, () => clock).run("/debit.bin", stop.signal);
    expect(told).toEqual({ bytes: 200_000, milliseconds: 6000 });
  });

  it("says nothing of too little, nor of a site that does not answer", async () => {
    const { now, ask } = line(10, 1000, 1);
    await expect(new SpeedMeasure(ask, now).run("/", new AbortController().signal)).rejects.toThrow("Too little");
    const away = async () => new Response(null, { status: 429 });
    await expect(new SpeedMeasure(away).run("/")).rejects.toThrow("429");
  });
});
