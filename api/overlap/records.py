"""The overlap as machines read it: the head that every answer carries, and its items."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from api.renderers import Answer, compact
from network.choices import SideName, State
from network.overlap import opportunities
from network.overlap.changes import Change, Evidence
from network.overlap.history import Event, Moment, Stay, Step, Turn
from network.overlap.matrix import Matrix
from network.overlap.opportunities import Gap, Nearest, Pair
from network.overlap.question import Crossing, Level, Rule, Side, Sum, Summary
from network.overlap.sets import Combination, rule_text
from network.overlap.sources import Sources
from network.overlap.states import CommuneState, GroupState, PlaceState, at_least_since, could_be, unconfirmed
from places.words import Dated

JSONObject = dict[str, Any]
MEMBERSHIP, PAIR = "membership", "pair"
# In a table these would be taken for the states before and after.
_COLUMNS = {"from": "date_from", "to": "date_to"}


def answer(  # noqa: PLR0913  what an answer says of itself is said in one call
    crossing: Crossing,
    level: Level,
    items: list[str],
    *,
    blank: str,
    known: Sources,
    days: Mapping[str, date] | None = None,
    **more: Any,  # noqa: ANN401
) -> Answer:
    """Put items under the head that says their days, rule, sides and sources; `blank` is an item of nothing.

    In a table each row says the same, so that it can be defended alone.
    """
    rule = rule_at(crossing, level)
    dated = {name: day.isoformat() for name, day in (days or {}).items()}
    told = sources(known)
    asked = {"confirmed": crossing.confirmed, "could_be": crossing.could_be, "territories": list(crossing.territories)}
    head = dated | {"level": level, "rule": rule, "sides": sides(crossing)} | asked
    columns = {_COLUMNS.get(name, name): day for name, day in dated.items()}
    compared = {"side_a": ";".join(crossing.a.names), "side_b": ";".join(crossing.b.names)}
    said = columns | compared | _where(crossing) | rule_columns(rule) | source_columns(told)
    return Answer(head | {"sources": told} | more, items, said, blank)


def _where(crossing: Crossing) -> JSONObject:
    """Say in the column of a table which territories are counted; all of them are where it is empty."""
    return {"territories": ";".join(crossing.territories)}


def sources(known: Sources) -> JSONObject:
    """Say how far the sources go, and whether the day of the answer is beyond them."""
    until = {"until": _iso(known.until), "until_precision": known.until_precision}
    carried = None if known.on is None else known.is_continued
    counted = {"places": known.places, "confirmed": known.confirmed}
    return (
        until
        | {"is_continued": carried, "undated": {side.value: _silence(known, side) for side in SideName}}
        | counted
        | {"text": known.in_words(), "population_year": known.population_year}
    )


def _silence(known: Sources, side: SideName) -> JSONObject | None:
    silence = known.silences.get(side)
    return silence and {"since": _iso(silence.since), "until": _iso(silence.until)}


def source_columns(told: JSONObject) -> JSONObject:
    """Say how far the sources go in the columns of a table."""
    return {f"sources_{name}": told[name] for name in ("until", "text")}


def rule_columns(rule: JSONObject) -> JSONObject:
    """Say the rule in the columns of a table."""
    return {f"rule_{name}": rule[name] for name in ("name", "radius", "text")}


def rule_at(crossing: Crossing, level: Level) -> JSONObject:
    """Say the rule: places count by their memberships alone, communes by coverage."""
    rule = crossing.rule if level != Level.PLACE else Rule()
    name = MEMBERSHIP if level == Level.PLACE else rule.name
    return {"name": name, "radius": rule.radius, "text": crossing.text(level)}


def sides(crossing: Crossing) -> JSONObject:
    """Say what the two sides are, and the networks on each."""
    return {"a": _side(crossing.a), "b": _side(crossing.b)}


def _side(side: Side) -> JSONObject:
    return {
        "asked": list(side.names),
        "label": side.label,
        "networks": sorted(network.slug for network in side.networks),
    }


# What is written of a state that nobody knows: nothing is counted, and zero would be a number.
_UNKNOWN: JSONObject = {"count": None, "population": None}
Unknown = frozenset[State]


def summary(found: Summary, level: Level, unknown: Unknown = frozenset()) -> JSONObject:
    """Write the four states: how many, and how many people; null for those of which nobody knows."""
    return {state.value: _UNKNOWN if state in unknown else _sum(part, level) for state, part in found.items()}


def _sum(part: Sum, level: Level) -> JSONObject:
    """Write how many, and how many people: null in places, where nobody is counted, and where nobody knows of any."""
    is_known = level != Level.PLACE and (part.count == 0 or part.unknown < part.count)
    return {"count": part.count, "population": part.population if is_known else None}


def whole_summary(found: Summary, level: Level, unknown: Unknown = frozenset()) -> JSONObject:
    """Write the four states, and how many communes their populations leave out."""
    return summary(found, level, unknown) | {"without_population": found.without_population}


def sides_of(bits: int) -> list[str]:
    """Name the sides that bits tell."""
    return [side.value for side in SideName if bits & side.bit]


def state_of(bits: int, unknown: Unknown) -> State | None:
    """Name the state that bits make; None where nobody knows."""
    state = State.of(bits)
    return None if state in unknown else state


def _marked(bits: int, unknown: Unknown) -> JSONObject:
    return {
        "state": state_of(bits, unknown),
        "unconfirmed": sides_of(unconfirmed(bits)),
        "at_least_since": sides_of(at_least_since(bits)),
        "could_be": sides_of(could_be(bits)),
    }


class Items:
    """Writes what was found on a day as items, or as features."""

    def __init__(self, crossing: Crossing, unknown: Unknown = frozenset(), *, as_features: bool) -> None:
        self.as_features, self.unknown = as_features, unknown
        self.slugs = [{network.pk: network.slug for network in side.networks} for side in (crossing.a, crossing.b)]

    def write(self, found: PlaceState | CommuneState | GroupState) -> str:
        """Write one."""
        match found:
            case PlaceState():
                return self._place(found)
            case CommuneState():
                return self._commune(found)
            case GroupState():
                return self._group(found)

    def _place(self, place: PlaceState) -> str:
        a, b = (sorted(slugs[pk] for pk in place.networks if pk in slugs) for slugs in self.slugs)
        properties = {
            "slug": place.slug,
            "name": place.name,
            "commune": {"code": place.commune, "name": place.commune_name, "epci": place.epci},
        }
        position = {"longitude": place.longitude, "latitude": place.latitude}
        states = {"a": a, "b": b} | _marked(place.bits, self.unknown)
        if not self.as_features:
            return compact(properties | position | states)
        here = None if place.longitude is None else compact([place.longitude, place.latitude])
        point = "null" if here is None else f'{{"type":"Point","coordinates":{here}}}'
        return self._feature(place.uuid, point, properties | states)

    def _commune(self, commune: CommuneState) -> str:
        properties = {
            "code": commune.code,
            "name": commune.name,
            "epci": commune.epci,
            "population": commune.population,
        } | _marked(commune.bits, self.unknown)
        return self._written(commune.code, commune.geometry, properties)

    def _group(self, group: GroupState) -> str:
        sums = whole_summary(group.summary, Level.EPCI, self.unknown)
        return self._written(group.code, group.geometry, {"code": group.code, "name": group.name} | sums)

    def _written(self, identifier: str | None, geometry: str | None, properties: Mapping[str, Any]) -> str:
        return self._feature(identifier, geometry or "null", properties) if self.as_features else compact(properties)

    @staticmethod
    def _feature(identifier: str | None, geometry: str, properties: Mapping[str, Any]) -> str:
        """Write a feature; what has no name has no `id`, which is never null (RFC 7946, section 3.2)."""
        named = compact({"type": "Feature"} | ({"id": identifier} if identifier else {}))
        return f'{named[:-1]},"geometry":{geometry},"properties":{compact(properties)}}}'


def moment(one: Moment, level: Level, unknown: Unknown = frozenset(), *, in_csv: bool) -> str:
    """Write a date of the timeline: the counts from then on, and what happened, in words for a spreadsheet."""
    return compact(
        {
            "date": one.day.isoformat(),
            "summary": summary(one.summary, level, unknown),
            "without_population": one.summary.without_population,
            "moves": {state.value: _moves(one.turned, state, level) for state in State},
            "events": [_said(event, event.places) if in_csv else _dated(event) for event in one.events],
        }
    )


class Histories:
    """Writes how each place or commune went: its turns, and the stays of a place or how far the nearest ones were."""

    def __init__(self, turns: list[Turn], stays: list[Stay], steps: list[Step]) -> None:
        self.stays: defaultdict[str, list[tuple[str, str | None, str | None, str | None, bool, bool, str, str]]]
        self.stays = defaultdict(list)
        self.turns: defaultdict[str, list[tuple[str | None, State, list[str]]]] = defaultdict(list)
        self.steps: defaultdict[tuple[str, int], list[tuple[str | None, int | None, int | None]]] = defaultdict(list)
        for turn in turns:
            self.turns[turn.unit].append((_iso(turn.day), turn.state, sides_of(turn.seen)))
        for one in stays:
            days = (_iso(one.since), _iso(one.until), _iso(one.confirmed_until))
            known = (one.precision, one.until_precision)
            self.stays[one.place].append((one.network, *days, one.is_exact, one.could_be, *known))
        for step in steps:
            self.steps[step.code, step.side].append((_iso(step.day), step.metres, step.dated))

    def write(self, unit: PlaceState | CommuneState, rule: Rule) -> str:
        """Write one; a unit that no side ever served has no turn."""
        if isinstance(unit, PlaceState):
            commune = {"code": unit.commune, "name": unit.commune_name, "epci": unit.epci}
            written: JSONObject = {"slug": unit.slug, "name": unit.name, "commune": commune}
            written |= {"longitude": unit.longitude, "latitude": unit.latitude}
            return compact(written | {"turns": self.turns[unit.slug], "stays": self.stays[unit.slug]})
        written = {"code": unit.code, "name": unit.name, "epci": unit.epci, "population": unit.population}
        written |= {"turns": self.turns[unit.code]}
        if rule.radius is not None:
            written |= {"nearest_a": self.steps[unit.code, 1], "nearest_b": self.steps[unit.code, 2]}
        return compact(written)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def change(one: Change, *, in_csv: bool) -> str:
    """Write what changed, from what to what, and why, in words for a spreadsheet."""
    after = one.after
    if isinstance(after, PlaceState):
        commune = {"code": after.commune, "name": after.commune_name, "epci": after.epci}
        named: JSONObject = {"slug": after.slug, "name": after.name, "commune": commune}
    else:
        named = {"code": after.code, "name": after.name, "epci": after.epci, "population": after.population}
    evidence = [_said(row, [row.place]) if in_csv else _dated(row) for row in one.evidence]
    names = ("state_before", "state_after") if in_csv else ("from", "to")
    states = dict(zip(names, one.states, strict=True))
    how = {"change": one.kind, "first_seen": sides_of(one.first_seen)}
    return compact(named | how | states | {"evidence": evidence})


def _dated(event: Event | Evidence) -> JSONObject:
    written = event._asdict() | {"day": event.day.isoformat()}
    written.pop("unit", None)
    return written


def _said(event: Event | Evidence, places: list[str]) -> str:
    """Say an event in one cell: the day, what happened to which places of which network, and who tells it."""
    kind = f"{event.kind} ({event.reason})" if event.reason else event.kind
    told = " ".join([Dated(event.day, event.precision).iso, kind, event.network, *places])
    return ": ".join([told, *filter(None, [event.evidence, event.source])])


def flows(matrix: Matrix, level: Level, *, unknown: tuple[Unknown, Unknown]) -> JSONObject:
    """Write what each state had, gained, lost and has in the end, and the communes that the populations leave out.

    What it had is null where it is `unknown` on the first day, and what it has where it is on the last.
    """
    told: JSONObject = {state.value: _flow(matrix, state, level, unknown) for state in State}
    return told | {"without_population": sum(part.unknown for part in matrix.cells.values())}


def _flow(matrix: Matrix, state: State, level: Level, unknown: tuple[Unknown, Unknown]) -> JSONObject:
    sums = zip((matrix.start(state), matrix.end(state)), unknown, strict=True)
    start, end = (_UNKNOWN if state in hidden else _sum(part, level) for part, hidden in sums)
    return {"start": start} | _moves(matrix, state, level) | {"end": end}


def _moves(matrix: Matrix, state: State, level: Level) -> JSONObject:
    parts = {"gained": matrix.gained, "first_seen": matrix.first_seen, "lost": matrix.lost}
    return {name: _sum(part(state), level) for name, part in parts.items()}


def ways(matrix: Matrix, level: Level) -> list[JSONObject]:
    """Write how many went from each state to each; those that stayed went from a state to itself."""
    return [
        {"from": way[0].value, "to": way[1].value, **_sum(part, level), "first_seen": _sum(matrix.seen[way], level)}
        for way, part in matrix.cells.items()
    ]


def combined(crossing: Crossing, found: list[Combination], *, on: date, known: Sources, blank: str) -> Answer:
    """Put combinations under a head without sides: places are told apart by the networks asked for."""
    rule = {"name": MEMBERSHIP, "radius": None, "text": rule_text(crossing)}
    dated, networks = {"on": on.isoformat()}, sizes(crossing, found)
    head = dated | {"level": Level.PLACE, "rule": rule, "confirmed": crossing.confirmed}
    head |= {"territories": list(crossing.territories)}
    head |= {"sources": (told := sources(known)), "networks": networks}
    among = {"among": ";".join(sorted(network["slug"] for network in networks))}
    said = dated | among | _where(crossing) | rule_columns(rule) | source_columns(told)
    return Answer(head, [combination(one) for one in found], said, blank)


def combination(one: Combination) -> str:
    """Write the places that are in exactly these networks."""
    return compact({"networks": one.networks, "count": one.size, "places": one.places})


def opportunity(one: Pair | Gap) -> JSONObject:
    """Write what could be."""
    return _pair(one) if isinstance(one, Pair) else _gap(one)


def _pair(one: Pair) -> JSONObject:
    """Write two places that could meet."""
    return {
        "metres": round(one.metres, 1),
        "is_rough": one.is_rough,
        "a": {"slug": one.a, "name": one.a_name, "commune": one.a_commune},
        "b": {"slug": one.b, "name": one.b_name, "commune": one.b_commune},
    }


def _gap(one: Gap) -> JSONObject:
    """Write a commune that one side alone covers, or none, with the nearest place of each side."""
    nearest_a, nearest_b = one.nearest
    return {
        "code": one.code,
        "name": one.name,
        "epci": one.epci,
        "population": one.population,
        "state": one.state,
        "could_be": sides_of(one.could_be),
        "nearest_a": _near(nearest_a),
        "nearest_b": _near(nearest_b),
    }


def _near(place: Nearest) -> JSONObject:
    return place._asdict() | {"metres": None if place.metres is None else round(place.metres, 1)}


def sizes(crossing: Crossing, found: list[Combination]) -> list[JSONObject]:
    """Write the networks asked for, with how many places are in each."""
    return [
        {
            "slug": network.slug,
            "name": network.name,
            "family": network.family_id,
            "count": sum(one.size for one in found if network.slug in one.networks),
        }
        for network in crossing.a.networks
    ]


def pair_rule(radius: int) -> JSONObject:
    """Say what makes a pair."""
    return {"radius": radius, "text": opportunities.pair_rule(radius)}


def pair_columns(crossing: Crossing, radius: int) -> JSONObject:
    """Say the rule in the columns of a table of pairs: which side a place is on, and what makes a pair."""
    text = f"{crossing.text(Level.PLACE)} {opportunities.pair_rule(radius)}"
    return rule_columns({"name": PAIR, "radius": radius, "text": text})
