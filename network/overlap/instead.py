"""Tables that the statements of `sql` read instead of the real ones: with what is supposed, as known once, in part.

A common table that bears the name of a table is read in its place by the whole statement, and by no other: the same
statements count facts, what is supposed beside them, what the log says was known at a position, and some territories.
"""

from collections.abc import Iterator

from network.overlap.question import Crossing, Level, RuleName

_STAY = "id, place_id, network_id, is_start_exact, start_precision, period, last_seen_on, evidence, source, source_url"
_PLACE = "id, uuid, slug, name, commune_id, point, status, services, opened_on, closed_on, is_itinerant"
_MORE_OF_PLACE = "served_communes, source, opened_precision, closed_precision, precision"

# Supposed for ever, and on every day as fresh as if a source had just cited it.
_STAYS_SUPPOSED = """
    UNION ALL SELECT -row_number() OVER (), place_id, network_id, true, 'day', '(,)'::daterange,
        '9000-01-01'::date, NULL, NULL, NULL
    FROM unnest(%(member_places)s::bigint[], %(member_networks)s::bigint[]) AS it(place_id, network_id)"""
_PLACES_SUPPOSED = """
    UNION ALL SELECT it.key, NULL::uuid, 'supposed' || it.key, commune.name, code, commune.reference::geometry,
        'published', NULL, NULL, NULL, false, NULL, NULL, 'day', 'day', NULL
    FROM unnest(%(more_places)s::bigint[], %(more_communes)s::text[]) AS it(key, code)
    JOIN places_commune AS commune USING (code)"""
_HERE = "= ANY(%(territories)s::varchar[])"
# The communes of `places_commune` are those that are counted: a place is in one of them, or may cover one from without.
_IN_ONE = "commune_id IN (SELECT code FROM places_commune)"
_FOR_ONE = f"{_IN_ONE} OR served_communes && ARRAY(SELECT code FROM places_commune)"  # noqa: S608
_NEAR_ONE = f"""{_FOR_ONE} OR id IN (
    SELECT near.id FROM places_commune JOIN places_place AS near
        ON ST_DWithin(geography(near.point), reference, %(radius)s, false))"""  # noqa: S608


def instead(crossing: Crossing, level: Level) -> str:
    """Define the tables that are read instead, followed by a comma; "" where all facts are, as they are known now."""
    return "".join(f"{name} AS NOT MATERIALIZED (\n    {rows}\n), " for name, rows in _tables(crossing, level))


def alone(crossing: Crossing, level: Level) -> str:
    """Begin a statement that defines these tables and no other."""
    tables = instead(crossing, level).removesuffix(", ")
    return f"WITH {tables}\n" if tables else ""


def _tables(crossing: Crossing, level: Level) -> Iterator[tuple[str, str]]:
    """Name each table that is read otherwise, and select its rows.

    Of some territories, places are theirs where places are counted. Where communes are, it is the communes that are
    theirs, and places are those that may cover one.
    """
    if crossing.territories:
        yield "places_territory", f"SELECT * FROM places_territory WHERE code {_HERE}"  # noqa: S608
        yield "places_commune", f"SELECT * FROM places_commune WHERE territory_id {_HERE}"  # noqa: S608
    if crossing.added or crossing.position is not None:
        more = _STAYS_SUPPOSED if crossing.added else ""
        yield "network_membership", _known(crossing, "network_membership", _STAY) + more
    if crossing.added or crossing.position is not None or crossing.territories:
        more = _PLACES_SUPPOSED if crossing.added else ""
        rows = _known(crossing, "places_place", f"{_PLACE}, {_MORE_OF_PLACE}") + more
        here = f"SELECT * FROM ({rows}) AS place WHERE {_counted(crossing, level)}"  # noqa: S608
        yield "places_place", here if crossing.territories else rows


def _counted(crossing: Crossing, level: Level) -> str:
    """Tell in SQL that a place has to do with the communes that are counted."""
    if level == Level.PLACE:
        return _IN_ONE
    return _FOR_ONE if crossing.rule.name == RuleName.PRESENCE else _NEAR_ONE


def _known(crossing: Crossing, table: str, columns: str) -> str:
    """Select the rows of a table: those of now, or those that the last event by a position left."""
    if crossing.position is None:
        return f"SELECT {columns} FROM {table}"  # noqa: S608
    return f"""SELECT {columns} FROM (
        SELECT DISTINCT ON (pgh_obj_id) event.* FROM {table}event AS event
        JOIN places_change AS change ON change.id = pgh_change_id AND position <= %(position)s
        ORDER BY pgh_obj_id, pgh_id DESC
    ) AS known WHERE pgh_label <> 'delete'"""  # noqa: S608
