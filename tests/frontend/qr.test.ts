import decodeQR from "qr/decode.js";
import { describe, expect, it } from "vitest";
import { codeOf, type QrCode, QUIET } from "../../frontend/src/qr/qr-code";

const SCALE = 4;

/** Paint a code as a screen does, dark on white, and give it to a decoder that knows nothing of how it was made. */
function read({ size, path }: QrCode): string {
  const width = size * SCALE;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = Number(y) * SCALE; row < (Number(y) + 1) * SCALE; row++) {
      const [from, to] = [Number(x) * SCALE, (Number(x) + Number(length)) * SCALE];
      for (let column = from; column < to; column++) {
        data.set([0, 0, 0], (row * width + column) * 4);
      }
    }
  }
  return decodeQR({ width, height: width, data });
}

describe("a QR code", () => {
  it.each([
    "https://croisee.example/croisements/",
    "https://croisee.example/croisements/?on=2019-07-01&rule=distance&radius=7500&a=msap&b=solozere&state=both",
    `https://croisee.example/croisements/?on=2019-07-01&network=${"r\u00e9seau-".repeat(30)}`,
  ])("says the address that it was made of: %s", (address) => {
    expect(read(codeOf(address))).toBe(address);
  });

  it("keeps white around it", () => {
    const { size, path } = codeOf("https://croisee.example/");
    const squares = [...path.matchAll(/M(\d+) (\d+)h(\d+)/g)].map((run) => run.slice(1).map(Number));
    expect(Math.min(...squares.flatMap(([x, y]) => [x ?? 0, y ?? 0]))).toBe(QUIET);
    expect(Math.max(...squares.map(([x, , length]) => (x ?? 0) + (length ?? 0)))).toBe(size - QUIET);
  });

  it("refuses what no code can hold", () => {
    expect(() => codeOf("a".repeat(5000))).toThrow();
  });
});
