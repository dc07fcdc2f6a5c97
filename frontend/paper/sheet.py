"""A printed map, ready to draw: everything in millimetres of the paper."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from frontend.map.ground import drawn_at
from frontend.paper.entries import Entry
from frontend.paper.land import Land, River, Town
from frontend.paper.layout import Box, room_for, spread

MARK = (5.4, 3.7)
DIGIT = 1.55
NAME_HEIGHT = 2.5
# The middle width of a letter of our serif, as a share of its height.
_LETTER = 0.5
_MOST_NAMES = 60
_FAR = 2.2
_SCALE_BAR = 55
_KILOMETRE = 10


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper, and the room that it leaves to the map, in millimetres."""

    name: str
    width: float
    height: float


PAPERS = {"a4": Paper("a4", 186, 174), "a3": Paper("a3", 204, 228)}


@dataclass(frozen=True, slots=True)
class Mark:
    """A commune that has places: its number and mix on the map, and where it really is when it had to be moved."""

    entry: Entry
    x: float
    y: float
    number_x: float
    origin: tuple[float, float] | None

    @property
    def left(self) -> float:
        """The left of the drawing."""
        return self.x - MARK[0] / 2

    @property
    def top(self) -> float:
        """The top of the drawing."""
        return self.y - MARK[1] / 2


@dataclass(frozen=True, slots=True)
class Label:
    """A name on the map, from its middle."""

    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Scale:
    """The scale bar: its length, and in words."""

    length: float
    words: str

    @property
    def middle(self) -> float:
        """Where its words are written."""
        return self.length / 2

    @property
    def end(self) -> float:
        """Where its line ends, within its width."""
        return self.length - 0.2


@dataclass(frozen=True, slots=True)
class MapSheet:
    """The map: its size, how the land is brought to it, its marks, its names and its scale."""

    land: Land
    width: float
    height: float
    factor: float
    marks: list[Mark]
    labels: list[Label]
    scale: Scale

    @property
    def transform(self) -> str:
        """The SVG transform from the land's hectometres to the paper's millimetres."""
        return f"scale({self.factor:.6f}) translate({-self.land.left:.2f} {-self.land.top:.2f})"

    @property
    def view_box(self) -> str:
        """The SVG viewBox, with a margin for what stands on the border."""
        return f"-2 -2 {self.width + 4:.2f} {self.height + 4:.2f}"

    @property
    def rivers(self) -> list[River]:
        """The rivers that are long enough to be named along their course."""
        return [river for river in self.land.rivers if river.length > len(river.name) * self.name_size]

    @property
    def name_drop(self) -> float:
        """How far above its course a name is written, in the land's hectometres."""
        return -0.3 * self.name_size

    @property
    def name_size(self) -> float:
        """The size of the rivers' names, in the land's hectometres."""
        return NAME_HEIGHT / self.factor


def map_sheet(land: Land, entries: Sequence[Entry], paper: Paper) -> MapSheet:
    """Lay out the map of the land on a paper, with a numbered mark for each entry that has a point."""
    factor = min(paper.width / land.width, paper.height / land.height)
    width, height = land.width * factor, land.height * factor
    placed = [(entry, _origin(entry, land, factor)) for entry in entries if entry.points]
    boxes = [_mark_box(entry, origin) for entry, origin in placed]
    spread(boxes, (width, height))
    marks = [_mark(entry, box, origin) for (entry, origin), box in zip(placed, boxes, strict=True)]
    beside = {mark.entry.commune: box for mark, box in zip(marks, boxes, strict=True)}
    labels = _labels(land, factor, boxes, beside)
    return MapSheet(land, width, height, factor, marks, labels, _scale(land, factor))


def _origin(entry: Entry, land: Land, factor: float) -> tuple[float, float]:
    drawn = [drawn_at(point) for point in entry.points]
    x, y = (sum(values) / len(drawn) for values in zip(*drawn, strict=True))
    return (x - land.left) * factor, (y - land.top) * factor


def _mark_box(entry: Entry, origin: tuple[float, float]) -> Box:
    # The drawing stands on its place, and the number to its right: the box that holds both is further right.
    number = DIGIT * len(str(entry.number)) + 0.3
    return Box(origin[0] + number / 2, origin[1], MARK[0] + number, MARK[1])


def _mark(entry: Entry, box: Box, origin: tuple[float, float]) -> Mark:
    x = box.x - box.width / 2 + MARK[0] / 2
    distance = ((x - origin[0]) ** 2 + (box.y - origin[1]) ** 2) ** 0.5
    return Mark(entry, x, box.y, x + MARK[0] / 2 + 0.3, origin if distance > _FAR else None)


def _labels(land: Land, factor: float, marks: Iterable[Box], beside: dict[str, Box]) -> list[Label]:
    taken = list(marks)
    labels: list[Label] = []
    for town in land.towns:
        if len(labels) == _MOST_NAMES:
            break
        room = room_for(
            _name_box(town, land, factor), taken, beside.get(town.name), (land.width * factor, land.height * factor)
        )
        if room:
            taken.append(room)
            labels.append(Label(town.name, room.x, room.y))
    return labels


def _name_box(town: Town, land: Land, factor: float) -> Box:
    width = len(town.name) * NAME_HEIGHT * _LETTER
    return Box((town.x - land.left) * factor, (town.y - land.top) * factor, width, NAME_HEIGHT)


def _scale(land: Land, factor: float) -> Scale:
    kilometre = _KILOMETRE * land.hectometre * factor
    longest = _SCALE_BAR / kilometre
    power = 1.0
    while power * 10 <= longest:
        power *= 10
    while power > longest:
        power /= 10
    kilometres = max(power * step for step in (1, 2, 5) if power * step <= longest)
    words = _("%(distance)s km") % {"distance": number_format(kilometres, use_l10n=True).rstrip("0").rstrip(",.")}
    return Scale(kilometres * kilometre, words)
