"""The places that were published at a position of the log, each as its last event by then left it.

What was taken off a listing since may have been someone's own: a telephone, a door, words about her. So this tells what
figures are counted from, and no more; and of what nobody may read any longer, not where it was. See ADR 0077.
"""

from typing import NamedTuple

from django.db import connection

from places.choices import Status
from places.models import Change


class Moment(NamedTuple):
    """A commit of the log: its position, and when it was; 0, and None, before the first one."""

    position: int
    at: str | None


class Known(NamedTuple):
    """Some places, each a JSON text, in order of entry; and the key of the last looked at, if more may come."""

    rows: list[str]
    last: int | None


# The stays that were known, of which the last event by then stands for each.
_STAYS = """(
SELECT coalesce(json_agg(stay ORDER BY stay.start NULLS FIRST, stay.network), '[]') FROM (
    SELECT network.slug AS network, lower(period) AS start, upper(period) AS "end" FROM (
        SELECT DISTINCT ON (event.pgh_obj_id) event.*
        FROM network_membershipevent AS event JOIN places_change AS change ON change.id = event.pgh_change_id
        WHERE event.pgh_obj_id IN (SELECT pgh_obj_id FROM network_membershipevent WHERE place_id = now.pgh_obj_id)
            AND change.position <= %(position)s
        ORDER BY event.pgh_obj_id, event.pgh_id DESC
    ) AS last JOIN network_network AS network ON network.id = last.network_id
    WHERE pgh_label <> 'delete' AND last.place_id = now.pgh_obj_id
) AS stay) AS memberships"""

_PROPERTIES = f"""
SELECT now.uuid AS id, now.slug, now.name, now.commune_id AS commune, now.kinds, now.services, now.is_itinerant,
    now.opened_on, now.closed_on, round(ST_X(now.spot)::numeric, 6) AS longitude,
    round(ST_Y(now.spot)::numeric, 6) AS latitude, {_STAYS}, now.is_there AS is_still_listed"""
_RECORD = f"SELECT row_to_json(record)::text FROM ({_PROPERTIES}) AS record"  # noqa: S608
_FEATURE = f"""SELECT row_to_json(feature)::text FROM (SELECT 'Feature' AS type, now.uuid AS id,
    ST_AsGeoJSON(now.spot, 6)::json AS geometry,
    (SELECT row_to_json(properties) FROM ({_PROPERTIES}) AS properties) AS properties) AS feature"""  # noqa: S608

# Places by their keys, so many at a time: whoever asks for a page pays for a page.
_KNOWN = """
WITH asked AS MATERIALIZED (
    SELECT DISTINCT pgh_obj_id AS key FROM places_placeevent WHERE pgh_obj_id > %(after)s ORDER BY key LIMIT %(most)s
)
SELECT asked.key, CASE WHEN now.status = %(published)s AND now.pgh_label <> 'delete' THEN ({written}) END
FROM asked LEFT JOIN LATERAL (
    SELECT event.*, held.id IS NOT NULL AS is_there, CASE WHEN held.id IS NOT NULL THEN event.point END AS spot
    FROM places_placeevent AS event JOIN places_change AS change ON change.id = event.pgh_change_id
    LEFT JOIN places_place AS held ON held.id = event.pgh_obj_id AND held.status = %(published)s
    WHERE event.pgh_obj_id = asked.key AND change.position <= %(position)s
    ORDER BY event.pgh_id DESC LIMIT 1
) AS now ON true
ORDER BY asked.key
"""


def commit_by(position: int) -> Moment | None:
    """Find the last commit of the log by a position, of which there may be none yet; None beyond the end of the log."""
    committed = Change.objects.committed()
    if not committed.filter(position__gte=position).exists():
        return None
    found = committed.filter(position__lte=position).order_by("-position").first()
    return Moment(found.position or 0, found.at.isoformat()) if found else Moment(0, None)


def known_at(position: int, *, after: int, most: int, as_features: bool) -> Known:
    """Read the places that were published at a position, of the next `most` keys."""
    written = _FEATURE if as_features else _RECORD
    given: dict[str, int | str] = {
        "position": position,
        "after": after,
        "most": most,
        "published": Status.PUBLISHED.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN.replace("{written}", written), given)
        found = cursor.fetchall()
    return Known([text for _key, text in found if text], found[-1][0] if len(found) == most else None)
