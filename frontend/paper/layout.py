"""Where marks and names go on paper, so that none hides another. Pure: it speaks of boxes in millimetres."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import cos, pi, sin

# Crowds are first pushed apart, which shares the way among their marks; what still touches then finds the nearest room.
_ROUNDS = 40
_STEP = 0.6
_TURNS = 24
_AIR = 0.35


@dataclass(slots=True)
class Box:
    """A rectangle around its middle."""

    x: float
    y: float
    width: float
    height: float

    def overlap(self, other: "Box", air: float = 0) -> tuple[float, float] | None:
        """How far two boxes reach into each other, across and down; None when they are apart."""
        across = (self.width + other.width) / 2 + air - abs(self.x - other.x)
        down = (self.height + other.height) / 2 + air - abs(self.y - other.y)
        return (across, down) if across > 0 and down > 0 else None


def spread(boxes: Sequence[Box], within: tuple[float, float]) -> None:
    """Move boxes apart, in place, inside (width, height): each as little as it can. The first ones move least."""
    for _round in range(_ROUNDS):
        pushes = [_push(one, other) for one, other in combinations(boxes, 2)]
        for box in boxes:
            box.x = min(max(box.x, box.width / 2), within[0] - box.width / 2)
            box.y = min(max(box.y, box.height / 2), within[1] - box.height / 2)
        if not any(pushes):
            return
    for index, box in enumerate(boxes):
        settled = boxes[:index]
        free = (place for place in _outwards(box, within) if not any(place.overlap(other) for other in settled))
        place = next(free, box)
        box.x, box.y = place.x, place.y


def _outwards(box: Box, within: tuple[float, float]) -> Iterator[Box]:
    """Walk from a box in widening rings, as far as the paper goes."""
    yield box
    for ring in range(1, int(max(within) / _STEP)):
        for turn in range(_TURNS):
            angle = 2 * pi * turn / _TURNS
            x, y = box.x + ring * _STEP * cos(angle), box.y + ring * _STEP * sin(angle)
            if box.width / 2 <= x <= within[0] - box.width / 2 and box.height / 2 <= y <= within[1] - box.height / 2:
                yield Box(x, y, box.width, box.height)


def _push(one: Box, other: Box) -> bool:
    reach = one.overlap(other, _AIR)
    if reach is None:
        return False
    across, down = reach
    if across < down:
        step = across / 2 if one.x < other.x else -across / 2
        one.x -= step
        other.x += step
    else:
        step = down / 2 if one.y < other.y else -down / 2
        one.y -= step
        other.y += step
    return True


def room_for(name: Box, taken: Sequence[Box], beside: Box | None, within: tuple[float, float]) -> Box | None:
    """Find room inside (width, height) for a name, at its point or around what stands there; None if there is none."""
    for place in _around(name, beside):
        is_inside = place.width / 2 <= place.x <= within[0] - place.width / 2
        if is_inside and not any(place.overlap(other, _AIR) for other in taken):
            return place
    return None


def _around(name: Box, beside: Box | None) -> Iterator[Box]:
    width, height = name.width, name.height
    if beside is None:
        yield name
        return
    down, across = (beside.height + height) / 2 + _AIR * 2, (beside.width + width) / 2 + _AIR * 2
    for dx, dy in ((0, down), (0, -down), (across, 0), (-across, 0), (across / 2, down), (-across / 2, down)):
        yield Box(beside.x + dx, beside.y + dy, width, height)
    for dx, dy in ((across / 2, -down), (-across / 2, -down)):
        yield Box(beside.x + dx, beside.y + dy, width, height)
