"""The map of a country's crossings: each territory in the state in which most of its inhabitants live."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend.map.territories import frames
from frontend.templatetags.croisee import grouped
from network.choices import State

if TYPE_CHECKING:
    from network.overlap.country import TerritoryState
    from network.overlap.question import Sum

# In units of the frame: in a smaller circle a sign could not be told, and the hatch says the state alone.
_SMALLEST, _LARGEST = 11, 26
# As symbols are drawn.
_HIGH = 26 / 38


class Sign(NamedTuple):
    """Where the sign of a state is drawn, and its middle, in whole units: French has commas."""

    x: int
    y: int
    width: int
    height: int
    middle: tuple[int, int]


class Drawn(NamedTuple):
    """A territory on the map: its state (None: nobody knows), what is said of it, and where its name leads."""

    path: str
    state: State | None
    words: str
    address: str
    sign: Sign | None


class Picture(NamedTuple):
    """Land that lies together, as an SVG."""

    width: int
    height: int
    drawn: list[Drawn]


def pictures(
    found: Iterable["TerritoryState"], addresses: Mapping[str, str], names: Mapping[State, str]
) -> list[Picture]:
    """Draw the territories that were counted; each leads to its own page, and is said in words."""
    known = {one.code: one for one in found if one.code}
    made = []
    for frame in frames():
        drawn = [
            Drawn(
                outline.path,
                state := state_of(known[outline.code]),
                in_words(known[outline.code], state, names),
                addresses.get(outline.code, ""),
                _sign(outline.x, outline.y, outline.radius),
            )
            for outline in frame.outlines
            if outline.code in known
        ]
        if drawn:
            made.append(Picture(frame.width, frame.height, drawn))
    return made


def state_of(one: "TerritoryState") -> State | None:
    """Tell the state in which most inhabitants live; where none is known to, that of most communes."""
    if one.unknown or not any(part.count for part in one.summary.values()):
        return None
    return max(State, key=lambda state: _weight(one.summary[state]))


def in_words(one: "TerritoryState", state: State | None, names: Mapping[State, str]) -> str:
    """Say of a territory which state that is, and of how many."""
    if state is None:
        return _("%(name)s : inconnu, aucune source n’y dit rien de l’un des côtés") % {"name": one.name}
    everyone, everywhere = (sum(numbers) for numbers in zip(*map(_weight, one.summary.values()), strict=True))
    people, communes = _weight(one.summary[state])
    told = {"name": one.name, "state": names[state]}
    counted = ngettext("%(count)s commune sur %(all)s", "%(count)s communes sur %(all)s", communes)
    told |= {"communes": counted % {"count": grouped(communes), "all": grouped(everywhere)}}
    if not everyone:
        return _("%(name)s : %(state)s, %(communes)s") % told
    share = round(100 * people / everyone)
    said = _("%(name)s : %(state)s, pour %(share)s %% des habitants (%(communes)s)")
    return said % {**told, "share": share}


def _weight(part: "Sum") -> tuple[int, int]:
    return part.population, part.count


def _sign(x: int, y: int, radius: int) -> Sign | None:
    if radius < _SMALLEST:
        return None
    width = 1.7 * min(radius, _LARGEST)
    height = width * _HIGH
    return Sign(round(x - width / 2), round(y - height / 2), round(width), round(height), (x, y))
