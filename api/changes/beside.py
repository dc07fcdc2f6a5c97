"""What is told beside the row of a record: the ties that it had at a change, read from their events.

Memberships, photos, what networks stand for and when each section was found right are parts of a listing, as they are
of its record in the API: one that is no longer among them is gone. Persons are not told, nor who verified.
"""

from typing import NamedTuple

from network.vouches import changed
from places.choices import Section


class Ties(NamedTuple):
    """The events of what ties a record to another, and the column that names the record."""

    ties: str
    owner: str


# The last event of each tie to a record, of those that it ever had; `now` is the record that is tied.
_TIES = """
SELECT * FROM (
    SELECT DISTINCT ON (event.pgh_obj_id) event.*
    FROM {ties} AS event JOIN places_change AS change ON change.id = event.pgh_change_id
    WHERE event.pgh_obj_id IN (SELECT pgh_obj_id FROM {ties} WHERE {owner} = now.pgh_obj_id)
        AND change.position <= asked.position
    ORDER BY event.pgh_obj_id, event.pgh_id DESC
) AS last WHERE pgh_label <> 'delete' AND {owner} = now.pgh_obj_id
"""


def _tied(ties: Ties) -> str:
    return _TIES.format(**ties._asdict())


_STAYS, _PICTURES, _VOUCHES, _CHECKS = TIES_OF_PLACE = [
    Ties(f"{name}event", "place_id")
    for name in ("network_membership", "places_photo", "network_vouch", "network_verification")
]
FACILITATIONS = Ties("network_facilitationevent", "network_id")

_MEMBERSHIPS = f"""(
SELECT coalesce(json_agg(stay ORDER BY stay.start NULLS FIRST, stay.id), '[]') FROM (
    SELECT pgh_obj_id AS id, network_id AS network, lower(period) AS start, start_precision, upper(period) AS "end",
        is_start_exact, last_seen_on, last_seen_precision, evidence, source, source_url, licence
    FROM ({_tied(_STAYS)}) AS tie
) AS stay) AS memberships"""  # noqa: S608  our own names

_PHOTOS = f"""(
SELECT coalesce(json_agg(photo ORDER BY rank, photo.id), '[]') FROM (
    SELECT pgh_obj_id AS id, rank, '/photos/' || file || '-' || width || '.webp' AS url, width, height, alt,
        is_decorative, credit, licence
    FROM ({_tied(_PICTURES)}) AS tie
) AS photo) AS photos"""  # noqa: S608

# The last word of each network. Without a version that is of this very listing, it was said of one merged into it.
_VOUCHED = f"""(
SELECT coalesce(json_agg(vouch ORDER BY network), '[]') FROM (
    SELECT DISTINCT ON (said.network_id) said.network_id AS network, said.day AS "on", said.version,
        {changed("now")} AS changed
    FROM ({_tied(_VOUCHES)}) AS said
    JOIN places_placeevent AS seen ON seen.pgh_id = said.version AND seen.pgh_obj_id = now.pgh_obj_id
    ORDER BY said.network_id, said.pgh_obj_id DESC
) AS vouch) AS vouches"""  # noqa: S608

_SECTIONS = f"""(
SELECT json_object_agg(section, greatest(now.verified_on, (
    SELECT max(day) FROM ({_tied(_CHECKS)}) AS said
    JOIN places_placeevent AS seen ON seen.pgh_id = said.version AND seen.pgh_obj_id = now.pgh_obj_id
    WHERE section = ANY (said.sections)
))) FROM unnest(ARRAY{Section.values}) AS section) AS sections_verified_on"""  # noqa: S608

BESIDE_PLACE = f"{_SECTIONS}, {_VOUCHED}, {_PHOTOS}, {_MEMBERSHIPS}"
ORGANISATIONS = f"""(
SELECT coalesce(json_agg(organisation_id ORDER BY organisation_id), '[]')
FROM ({_tied(FACILITATIONS)}) AS tie) AS organisations"""  # noqa: S608
