"""The overlap as machines read it: the head that every answer carries, and its items."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from api.renderers import Answer, compact
from network.overlap.question import Crossing, Level, Rule, Side, State, Summary
from network.overlap.states import CommuneState, GroupState, PlaceState, at_least_since, unconfirmed

JSONObject = dict[str, Any]
MEMBERSHIP = "membership"


def answer(
    crossing: Crossing,
    level: Level,
    items: list[str],
    *,
    on: date | None = None,
    **more: Any,  # noqa: ANN401
) -> Answer:
    """Put items under the head that says their date, their rule and their sides."""
    rule = rule_at(crossing, level)
    dated = {} if on is None else {"on": on.isoformat()}
    head = dated | {"level": level, "rule": rule, "sides": sides(crossing), "confirmed": crossing.confirmed} | more
    said = dated | {"rule_name": rule["name"], "rule_radius": rule["radius"], "rule_text": rule["text"]}
    return Answer(head, items, said)


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


def summary(found: Summary, level: Level) -> JSONObject:
    """Write the four states: how many, and how many people; nobody is counted in places."""
    counted = level != Level.PLACE
    return {
        state.value: {"count": part.count, "population": part.population if counted else None}
        for state, part in found.items()
    }


def sides_of(bits: int) -> list[str]:
    """Name the sides that bits tell."""
    return [name for name, bit in (("a", 1), ("b", 2)) if bits & bit]


def _marked(bits: int) -> JSONObject:
    return {
        "state": State.of(bits),
        "unconfirmed": sides_of(unconfirmed(bits)),
        "at_least_since": sides_of(at_least_since(bits)),
    }


class Items:
    """Writes what was found on a day as items, or as features."""

    def __init__(self, crossing: Crossing, *, as_features: bool) -> None:
        self.as_features = as_features
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
        states = {"a": a, "b": b} | _marked(place.bits)
        if not self.as_features:
            return compact(properties | position | states)
        here = None if place.longitude is None else compact([place.longitude, place.latitude])
        point = "null" if here is None else f'{{"type":"Point","coordinates":{here}}}'
        return self._feature(place.slug, point, properties | states)

    def _commune(self, commune: CommuneState) -> str:
        properties = {
            "code": commune.code,
            "name": commune.name,
            "epci": commune.epci,
            "population": commune.population,
        } | _marked(commune.bits)
        return self._written(commune.code, commune.geometry, properties)

    def _group(self, group: GroupState) -> str:
        sums = summary(group.summary, Level.EPCI) | {"without_population": group.summary.without_population}
        return self._written(group.code or "", group.geometry, {"code": group.code, "name": group.name} | sums)

    def _written(self, identifier: str, geometry: str | None, properties: Mapping[str, Any]) -> str:
        return self._feature(identifier, geometry or "null", properties) if self.as_features else compact(properties)

    @staticmethod
    def _feature(identifier: str, geometry: str, properties: Mapping[str, Any]) -> str:
        named = compact({"type": "Feature", "id": identifier})
        return f'{named[:-1]},"geometry":{geometry},"properties":{compact(properties)}}}'
