"""The questions that read what moved from the log and from the signals, for whoever has a connection."""

from time import time

from network.live.moves import MOST_NAMES, Point
from network.live.topics import MEMBERS

# Whoever is further behind looks at everything again: it costs less than to be told.
MOST_MOVES = 500
# Signals are kept for a week; whoever was away longer looks at everything again. In seconds.
MEMORY = 6 * 24 * 3600
# A page was read before it was written, and a commit is seen some time after its moment. In seconds.
MARGIN = 30

_MOMENT = "to_hex((extract(epoch FROM at) * 1000000)::bigint)"

# The places that a change touches: by a row of their own, or of what belongs to them, here or where it was before.
_OF_PLACES = ("network_membershipevent", "network_vouchevent", "network_verificationevent", "places_photoevent")
_BEFORE = """SELECT earlier.{owner} FROM {log} AS event CROSS JOIN LATERAL (
    SELECT {owner} FROM {log} AS held WHERE held.pgh_obj_id = event.pgh_obj_id AND held.pgh_id < event.pgh_id
    ORDER BY held.pgh_id DESC LIMIT 1
) AS earlier WHERE event.pgh_change_id = page.change"""
_OWNED = "SELECT {owner} FROM {log} AS event WHERE pgh_change_id = page.change"


def _touched(logs: tuple[str, ...], own: str | None, owner: str) -> str:
    ties = [part.format(log=log, owner=owner) for log in logs for part in (_OWNED, _BEFORE)]
    rows = [f"SELECT pgh_obj_id FROM {own} WHERE pgh_change_id = page.change"] if own else []  # noqa: S608
    return " UNION ALL ".join([*rows, *ties])


def _named(sort: str, log: str, key: str = "pgh_obj_id") -> str:
    return f"SELECT '{sort}:' || {key} FROM {log} WHERE pgh_change_id = page.change"  # noqa: S608  our own names


# A draft is nobody's business: what nobody could ever read is not named.
_PLACES = f"""
SELECT 'place:' || shown.uuid FROM ({_touched(_OF_PLACES, "places_placeevent", "place_id")}) AS touched(id)
CROSS JOIN LATERAL (
    SELECT uuid FROM places_placeevent AS event
    WHERE event.pgh_obj_id = touched.id AND event.status = 'published' LIMIT 1
) AS shown"""  # noqa: S608


def _networks(sort: str, own: str | None, *ties: str) -> str:
    return f"SELECT '{sort}:' || touched.id FROM ({_touched(ties, own, 'network_id')}) AS touched(id)"  # noqa: S608


_NAMES = " UNION ALL ".join(
    (
        _PLACES,
        _networks("network", "network_networkevent", "network_facilitationevent"),
        _networks(MEMBERS, None, "network_membershipevent", "network_vouchevent"),
        _named("organisation", "network_organisationevent"),
        _named("family", "network_familyevent"),
        _named("kind", "places_kindevent"),
        _named("service", "places_serviceevent"),
        _named("synonym", "places_synonymevent"),
        "SELECT 'land' WHERE page.touches_land",
    )
)

# What was committed after a position, in order: of the log its names, of a signal its topic and its name. Names that
# were written twice come twice. One statement, so that both are seen at one moment.
MOVES = f"""
WITH page AS MATERIALIZED (
    SELECT * FROM (
        (SELECT position, at, id AS change, touches_land, NULL AS topic, NULL AS name
            FROM places_change WHERE position > %(after)s ORDER BY position LIMIT %(most)s)
        UNION ALL
        (SELECT position, at, NULL, false, topic, name
            FROM network_signal WHERE position > %(after)s ORDER BY position LIMIT %(most)s)
    ) AS moved ORDER BY position LIMIT %(most)s
)
SELECT position, {_MOMENT}, topic, CASE WHEN topic IS NULL
    THEN ARRAY(SELECT * FROM ({_NAMES}) AS told(name) LIMIT {5 * MOST_NAMES}) ELSE ARRAY[name] END
FROM page ORDER BY position
"""  # noqa: S608

# The last position before a moment; two to ask of.
_LAST = """
SELECT position, {moment} FROM (
    (SELECT position, at FROM places_change WHERE position IS NOT NULL {when} ORDER BY position DESC LIMIT 1)
    UNION ALL
    (SELECT position, at FROM network_signal WHERE position IS NOT NULL {when} ORDER BY position DESC LIMIT 1)
) AS last ORDER BY position DESC LIMIT 1
"""
LAST = _LAST.format(moment=_MOMENT, when="")
LAST_BEFORE = _LAST.format(moment=_MOMENT, when="AND at < to_timestamp(%(at)s)")

# Whether something was committed at a position, at that moment.
KNOWN = f"""
SELECT EXISTS(SELECT FROM places_change WHERE position = %(position)s AND {_MOMENT} = %(moment)s)
    OR EXISTS(SELECT FROM network_signal WHERE position = %(position)s AND {_MOMENT} = %(moment)s)
"""  # noqa: S608


def is_recent(point: Point) -> bool:
    """Tell whether all that moved since a point is still kept."""
    return time() - point.at < MEMORY
