// Which part of the land is seen: closer, further, aside. Pure.

/** Left, top, width and height, in the units of the land. */
export type Box = readonly [number, number, number, number];

/** So many times closer than the whole, at most. */
const CLOSEST = 12;

/** Go closer around a point, or further away, within the land: what is under the finger stays under it. */
export function zoomed([left, top, width, height]: Box, whole: Box, times: number, x: number, y: number): Box {
  const wide = Math.min(whole[2], Math.max(whole[2] / CLOSEST, width / times));
  const ratio = wide / width;
  return within([x - (x - left) * ratio, y - (y - top) * ratio, wide, height * ratio], whole);
}

/** Go aside, no further than the land goes. */
export const moved = ([left, top, width, height]: Box, whole: Box, x: number, y: number): Box =>
  within([left + x, top + y, width, height], whole);

function within([left, top, width, height]: Box, whole: Box): Box {
  const clamp = (value: number, least: number, most: number) => Math.max(least, Math.min(most, value));
  const right = clamp(left, whole[0], whole[0] + whole[2] - width);
  return [right, clamp(top, whole[1], whole[1] + whole[3] - height), width, height];
}
