// The markers of crowds: how many places are about a point, which are too many to be told one by one.

import { OVERLAPS, type Overlap } from "../directory/places";
import type { Crowd } from "../directory/places-source";
import type { Texts } from "../site/texts";
import { gather } from "./gather-spots";
import type { StopsOf } from "./map-settings";
import { type DrawnCrowd, nameOfSeveral, stateOfCounts } from "./marker-words";

const SIDES = ["a", "b"] as const;
/** Crowds are wider than places, and stand further apart. */
const WIDER = 1.5;
/** From here on a number is told in two figures: it may be an estimate. */
const MANY = 1000;

/** Crowds that would hide each other are one, as places are; each is drawn in the middle of its own. */
export const crowdStops =
  (texts: Texts): StopsOf =>
  (crowds, map, reach) => {
    const spots = crowds.map((crowd) => ({ item: crowd, ...pointOf(map.project([...crowd.at], 0)) }));
    return gather(spots, WIDER * reach)
      .sort((one, other) => one.y - other.y)
      .map(({ items, x, y }) => ({
        key: items.map(({ at, count }) => `${at} ${count}`).join(),
        places: [],
        point: L.point(x, y),
        crowd: drawn(items, texts),
      }));
  };

const pointOf = ({ x, y }: L.Point) => ({ x, y });

function drawn(crowds: readonly Crowd[], texts: Texts): DrawnCrowd {
  const count = inTwoFigures(sumOf(crowds, (crowd) => crowd.count));
  const counts = countsOf(crowds);
  const where = whereaboutsOf(crowds, texts);
  const isReckoned = crowds.some((crowd) => crowd.isReckoned);
  const said = isReckoned ? texts.say("reckoned", { number: texts.figures(count) }) : texts.figures(count);
  return {
    count,
    brief: `${isReckoned ? "≈" : ""}${brief(count, texts)}`,
    state: stateOfCounts(counts),
    looks: looksOf(crowds, counts),
    name: nameOfSeveral(count, counts, where, texts, said),
    label: `${texts.count("places", count, { count: said })}, ${where}`,
    corners: crowds.flatMap(({ box: [south, west, north, east] }): L.LatLngTuple[] => [
      [south, west],
      [north, east],
    ]),
  };
}

const sumOf = (crowds: readonly Crowd[], of: (crowd: Crowd) => number): number =>
  crowds.reduce((sum, crowd) => sum + of(crowd), 0);

function countsOf(crowds: readonly Crowd[]): Record<Overlap, number> {
  const told = OVERLAPS.map((state) => [state, sumOf(crowds, ({ counts }) => counts[state])]);
  return Object.fromEntries(told);
}

/** How it is drawn that a side, which none of them is on, could be there. */
function looksOf(crowds: readonly Crowd[], counts: Record<Overlap, number>): string {
  return SIDES.filter((side) => crowds.some(({ couldBe }) => couldBe.includes(side)))
    .filter((side) => !counts[side] && !counts.both)
    .map((side) => `maybe-${side}`)
    .join(" ");
}

/** Say where most of them are. */
function whereaboutsOf(crowds: readonly Crowd[], texts: Texts): string {
  const [most, ...others] = [...crowds].sort((one, other) => other.count - one.count);
  const commune = most?.commune ?? "";
  return most?.isAlone && !others.length ? commune : texts.say("and_others", { commune });
}

const inTwoFigures = (count: number): number => (count < MANY ? count : Number(count.toPrecision(2)));

/** Write a number where there is little room: "998", "2,4 k". */
const brief = (count: number, texts: Texts): string =>
  count < MANY ? String(count) : count.toLocaleString(texts.language, { notation: "compact" });
