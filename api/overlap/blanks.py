"""An item of nothing for each answer: written as the others are, it has the columns of a table without a row."""

from datetime import date

from api.overlap import records
from api.renderers import compact
from network.overlap.changes import Change
from network.overlap.history import Moment
from network.overlap.opportunities import Gap, Pair
from network.overlap.question import Crossing, Level, Summary
from network.overlap.sets import Combination
from network.overlap.states import CommuneState, GroupState, PlaceState

_PLACE = PlaceState("", "", "", "", "", None, None, None, [], 0)
_COMMUNE = CommuneState("", "", None, None, 0, None)
_GROUP = GroupState(None, None, None, Summary())
_PAIR = Pair("", "", "", "", "", "", 0, is_rough=False, is_confirmed=False, line=[], total=0)
_GAP = Gap("", "", None, None, 0, 0, 0)


def state(crossing: Crossing, level: Level) -> str:
    """Write the state of nothing."""
    summed = level in (Level.EPCI, Level.TERRITORY)
    return records.Items(crossing, as_features=False).write(_GROUP if summed else _unit(level))


def moment(level: Level) -> str:
    """Write a date of the timeline on which nothing happens."""
    return records.moment(Moment(date.min, Summary()), level, in_csv=True)


def history(crossing: Crossing, level: Level) -> str:
    """Write how nothing went."""
    return records.Histories([], [], []).write(_unit(level), crossing.rule)


def change(level: Level) -> str:
    """Write what did not change."""
    return records.change(Change(_unit(level), _unit(level), [], 0), in_csv=True)


def combination() -> str:
    """Write the combination of no network and no place."""
    return records.combination(Combination([], 0, []))


def opportunity(name: str) -> str:
    """Write nothing as an item of one of the lists of what could be."""
    return compact(records.opportunity(_PAIR if name == "pairs" else _GAP))


def _unit(level: Level) -> PlaceState | CommuneState:
    return _PLACE if level == Level.PLACE else _COMMUNE
