"""Tables that the statements of `sql` read instead of the real ones: with what is supposed, or as they were known.

A common table that bears the name of a table is read in its place by the whole statement, and by no other: the same
statements count facts, what is supposed beside them, and what the log says was known at a position.
"""

from network.overlap.question import Crossing

_STAY = "id, place_id, network_id, is_start_exact, start_precision, period, last_seen_on, evidence, source, source_url"
_PLACE = "id, uuid, slug, name, commune_id, point, status, services, opened_on, closed_on, is_itinerant"
_MORE_OF_PLACE = "served_communes, source, opened_precision, closed_precision"

# Supposed for ever, and on every day as fresh as if a source had just cited it.
_STAYS_SUPPOSED = """
    UNION ALL SELECT -row_number() OVER (), place_id, network_id, true, 'day', '(,)'::daterange,
        '9000-01-01'::date, NULL, NULL, NULL
    FROM unnest(%(member_places)s::bigint[], %(member_networks)s::bigint[]) AS it(place_id, network_id)"""
_PLACES_SUPPOSED = """
    UNION ALL SELECT it.key, NULL::uuid, 'supposed' || it.key, commune.name, code, commune.reference::geometry,
        'published', NULL, NULL, NULL, false, NULL, NULL, 'day', 'day'
    FROM unnest(%(more_places)s::bigint[], %(more_communes)s::text[]) AS it(key, code)
    JOIN places_commune AS commune USING (code)"""


def instead(crossing: Crossing) -> str:
    """Define the tables that are read instead, followed by a comma; "" where facts are read as they are known now."""
    if not crossing.added and crossing.position is None:
        return ""
    stays = _known(crossing, "network_membership", _STAY) + (_STAYS_SUPPOSED if crossing.added else "")
    places = _known(crossing, "places_place", f"{_PLACE}, {_MORE_OF_PLACE}") + (
        _PLACES_SUPPOSED if crossing.added else ""
    )
    return f"""network_membership AS NOT MATERIALIZED (
    {stays}
), places_place AS NOT MATERIALIZED (
    {places}
), """


def _known(crossing: Crossing, table: str, columns: str) -> str:
    """Select the rows of a table: those of now, or those that the last event by a position left."""
    if crossing.position is None:
        return f"SELECT {columns} FROM {table}"  # noqa: S608
    return f"""SELECT {columns} FROM (
        SELECT DISTINCT ON (pgh_obj_id) event.* FROM {table}event AS event
        JOIN places_change AS change ON change.id = pgh_change_id AND position <= %(position)s
        ORDER BY pgh_obj_id, pgh_id DESC
    ) AS known WHERE pgh_label <> 'delete'"""  # noqa: S608
