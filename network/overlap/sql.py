"""What the words of the overlap mean in the database: named queries that the answers put together.

`stay`    one membership of a published place in a network of either side, with its days and the sides on which it
          counts: none when nothing shows a service, unless what could be is asked for too.
`served`  a place on a day: which sides serve it, by which networks.
`reach`   a stay, and a commune that its place reaches under the rule.
`covered` a commune that a side covers on a day: its reach, summed.
`turn`    the day on which a place or a commune goes from one state to another.
`event`   the day on which a stay begins or ceases to count, and what then happened.

Sides are the bits of `SideName`. Days are ranges [first, first outside). Distances are metres on the sphere.
"""

from network.choices import SideName
from network.overlap.instead import instead
from network.overlap.question import Crossing, Level, RuleName

# The last sign of a membership is the newest date that speaks of it: that of the last source that cites it, or its
# own start. It is confirmed until 24 months after, that day included; without any sign, never.
_CONFIRMED = """
CASE WHEN GREATEST(last_seen_on, lower(period)) IS NULL THEN 'empty'::daterange
    ELSE daterange(NULL, (GREATEST(last_seen_on, lower(period)) + make_interval(months => %(months)s))::date, '(]')
END
"""
_LIFE = "daterange(place.opened_on, place.closed_on)"


def bits_of(condition: str) -> str:
    """Sum the bits of the sides for which a condition holds, in which {side} stands for the name of each."""
    return " + ".join(f"{side.bit} * ({condition.format(side=side)})::int" for side in SideName)


def stay(crossing: Crossing, level: Level) -> str:
    """Define `stay`: id, place_id, network_id, sides, otherwise, days, confirmed (a range of days) and their parts.

    `sides` are those on which it counts, `otherwise` those on which it would if what could be were asked for, or not:
    they differ where the membership alone shows no service, and none is known of the place.

    A place counts by its memberships; what covers a commune must also be open: its days are those of the membership
    that are between the opening and the closing of the place, as far as these are known.
    """
    days = ["period"]
    days += [] if level == Level.PLACE else [_LIFE]
    days += [_CONFIRMED] if crossing.confirmed else []
    # What ends no stay is not told as its end, even if it fell on that day.
    closing = "NULL::date AS closed_on" if level == Level.PLACE else "closed_on"
    counting = " * ".join(days)
    sides = bits_of("network_id = ANY(%({side})s::bigint[])")
    shown = f"CASE WHEN {_shows(crossing)} THEN {sides} ELSE 0 END"
    return f"""{instead(crossing, level)}stay AS (
    SELECT membership.id, place_id, network_id, is_start_exact, start_precision, {counting} AS days,
        {_CONFIRMED} AS confirmed,
        is_start_exact OR lower({counting}) IS DISTINCT FROM lower(period) AS is_dated,
        period, opened_on, {closing}, is_itinerant,
        {sides if crossing.could_be else shown} AS sides, {shown if crossing.could_be else sides} AS otherwise
    FROM network_membership AS membership
    JOIN places_place AS place ON place.id = place_id AND status = 'published'
    WHERE network_id = ANY(%(a)s::bigint[] || %(b)s::bigint[])
)"""  # noqa: S608


def _shows(crossing: Crossing) -> str:
    """Tell that a membership shows a service: its network does, or the place is known for one of the family.

    One that is supposed does: that is what is supposed.

    The networks are known before PostgreSQL is asked: where each shows one, no service is looked at.
    """
    supposed = ["WHEN membership.id < 0 THEN true"] if crossing.added else []
    cases = [
        f"WHEN network_id = ANY(%(silent_{number})s::bigint[]) THEN services && %(showing_{number})s::varchar[]"
        for number in range(len(crossing.silent))
    ]
    return f"CASE {' '.join([*supposed, *cases])} ELSE true END" if cases else "true"


def served(crossing: Crossing, level: Level) -> str:
    """Define `served`: place_id, networks, bits: the places that a side serves on a day.

    Eight bits: the sides that serve the place, those that do by a confirmed stay, those that do by one whose start is
    exact, and those that would serve it otherwise. What a side has of the first and not of the second or the third is
    unconfirmed, or there "at least since" a date; where the first and the fourth differ, the place only could be.

    A day is in `days` when it is in each of the ranges that these are made of; asked so, PostgreSQL reckons well how
    many places there will be.
    """
    return f"""served AS NOT MATERIALIZED (
    SELECT place_id, is_itinerant, array_agg(network_id) AS networks, bit_or(
        sides | ((confirmed @> %(on)s::date)::int * sides << 2) | (is_start_exact::int * sides << 4) | (otherwise << 6)
    ) AS bits
    FROM stay WHERE {counts(crossing, level)} GROUP BY place_id, is_itinerant
)"""  # noqa: S608


def counts(crossing: Crossing, level: Level) -> str:
    """Tell in SQL that a stay counts on a day."""
    parts = ["period @> %(on)s::date"]
    parts += [] if level == Level.PLACE else [_OPEN]
    parts += ["confirmed @> %(on)s::date"] if crossing.confirmed else []
    return " AND ".join(parts)


NEVER = "'9999-12-31'::date"


def first_day(side: SideName, *, none: str) -> str:
    """Find, of stays that are not empty, the first day of a side; `none`, in SQL, where it has no stay.

    NULL where one of its stays is there as far back as is known.
    """
    of_side = f"FILTER (WHERE sides & {side.bit} > 0)"
    return f"""CASE WHEN count(*) {of_side} = 0 THEN {none}
        WHEN NOT bool_or(lower_inf(days)) {of_side} THEN min(lower(days)) {of_side} END"""


_OPEN = "(opened_on IS NULL OR opened_on <= %(on)s::date) AND (closed_on IS NULL OR closed_on > %(on)s::date)"


def reach(crossing: Crossing, source: str, columns: str) -> str:
    """Define `reach`: these columns of `stay` or `served`, and the code of each commune that the place covers.

    A place covers its commune; an itinerant one those that it is said to serve, or that of its address when nobody
    said. Under distance, a place that stays where it is also covers those whose reference point (the town hall where
    known, else a point on the surface) is within the radius.
    """
    stated = _stated(crossing, source, f"{columns}, code")
    if crossing.rule.name == RuleName.PRESENCE:
        return f"reach AS (\n    {stated}\n)"
    # In two halves, and not in one with OR: PostgreSQL then walks the index of the reference points, in parallel.
    return f"""reach AS (
    SELECT {columns}, code FROM {source} JOIN places_place AS place ON place.id = {source}.place_id
    JOIN places_commune ON ST_DWithin(reference, geography(point), %(radius)s, false) AND code <> commune_id
    WHERE {source}.is_itinerant IS NOT TRUE
    UNION ALL
    {stated}
)"""  # noqa: S608


# The metres of a degree of latitude: a neighbourhood need not be exact.
_DEGREE = 111_195


def reach_alike(crossing: Crossing, source: str, columns: str, *, measured: bool = False) -> str:
    """Define `reach`, with metres, where it does not matter which place it is: those that say the same count as one.

    Under distance, those of a neighbourhood (a square two radii wide) are one multipoint, so that a wide radius, in
    which most places reach most communes, costs little more than a narrow one. Metres are those of the nearest of
    them, rounded up: the least whole radius that reaches. They are 0 where no distance counts: in a place's commune.
    """
    stated = _stated(crossing, source, f"{columns}, code, 0 AS metres")
    if crossing.rule.name == RuleName.PRESENCE:
        return f"reach AS (\n    {stated}\n)"
    metres = "ceil(ST_Distance(reference, points, false))::int" if measured else "0"
    return f"""neighbourhood AS (
    SELECT {columns}, geography(ST_Collect(point)) AS points
    FROM {source} JOIN places_place AS place ON place.id = {source}.place_id
    WHERE {source}.is_itinerant IS NOT TRUE AND point IS NOT NULL
    GROUP BY {columns}, ST_SnapToGrid(point, %(radius)s * 2.0 / {_DEGREE})
), reach AS (
    SELECT {columns}, code, {metres} AS metres
    FROM neighbourhood JOIN places_commune ON ST_DWithin(reference, points, %(radius)s, false)
    UNION ALL
    {stated}
)"""  # noqa: S608


# From this radius on, in metres, neighbourhoods hold so many places that they are worth gathering. Below it PostgreSQL
# is sooner done with single places, which it shares out between its workers: both were measured on a country.
_WIDE = 10_000


def covered(crossing: Crossing) -> str:
    """Define `covered`: the code of each commune that a side covers on a day, and the bits of `served`: their sum."""
    is_wide = (crossing.rule.radius or 0) >= _WIDE
    reached = (reach_alike if is_wide else reach)(crossing, "served", "bits")
    return f"""{stay(crossing, Level.COMMUNE)}, {served(crossing, Level.COMMUNE)}, {reached}, covered AS (
    SELECT code, bit_or(bits) AS bits FROM reach GROUP BY code
)"""  # noqa: S608


def _stated(crossing: Crossing, source: str, columns: str) -> str:
    """Select the communes that a place is said to serve, or that of its address; those of the territories alone."""
    here = " JOIN places_commune USING (code)" if crossing.territories else ""
    return f"""SELECT {columns} FROM {source} JOIN places_place AS place ON place.id = {source}.place_id
    CROSS JOIN unnest(COALESCE(served_communes, ARRAY[commune_id])) AS it (code){here}"""  # noqa: S608


def turn(source: str, unit: str) -> str:
    """Define `turn`: unit, day, before, after, seen: the bits of a unit's sides before a day, and from it on.

    Each unit starts with no side. What has no known start is there from `-infinity`. Two changes on one day that
    cancel out (one network left for another of the same side) are no turn.

    `seen` are the sides that the day brings, and of which every stay that begins that day is known "at least since" it:
    it is the first day of a source, and no event of the land. A side that stood the day before is not brought, and what
    has no known start has no first day.
    """
    a, b = (f"(sides & {side.bit} > 0)::int" for side in SideName)
    standing, dated = bits_of("{side} > 0"), bits_of("dated_{side} > 0")
    return f"""edge AS (
    SELECT {unit} AS unit, COALESCE(lower(days), '-infinity') AS day, {a} AS a, {b} AS b,
        {a} * is_dated::int AS dated_a, {b} * is_dated::int AS dated_b
    FROM {source} WHERE NOT isempty(days)
    UNION ALL
    SELECT {unit}, upper(days), -{a}, -{b}, 0, 0 FROM {source} WHERE upper(days) IS NOT NULL
), standing AS (
    SELECT unit, day, sum(sum(a)) OVER since AS a, sum(sum(b)) OVER since AS b, sum(dated_a) AS dated_a,
        sum(dated_b) AS dated_b
    FROM edge GROUP BY unit, day WINDOW since AS (PARTITION BY unit ORDER BY day)
), turned AS (
    SELECT unit, day, {standing} AS after, lag({standing}, 1, 0) OVER (PARTITION BY unit ORDER BY day) AS before,
        {dated} AS dated
    FROM standing
), turn AS (
    SELECT unit, day, before, after, CASE WHEN day > '-infinity' THEN after & ~before & ~dated ELSE 0 END AS seen
    FROM turned WHERE after <> before
)"""  # noqa: S608


# What begins a stay is the membership or, when it came later, the opening of the place; what ends it is the end of the
# membership, the closing of the place or, when only the confirmed count, silence: 24 months without a sign.
EVENT = """event AS (
    SELECT id, lower(days) AS day, CASE lower(days) WHEN lower(period) THEN 'joined' ELSE 'opened' END AS kind
    FROM stay WHERE sides > 0 AND lower(days) IS NOT NULL
    UNION ALL
    SELECT id, upper(days), CASE upper(days) WHEN upper(period) THEN 'left' WHEN closed_on THEN 'closed'
        ELSE 'unseen' END
    FROM stay WHERE sides > 0 AND upper(days) IS NOT NULL
)"""

# Why a membership ends: with its network, on whose last day nobody leaves and nothing closes.
REASON = "CASE WHEN kind = 'left' AND network.ended_on = day THEN 'network_ended' END AS reason"

# Whether a beginning is exact, or "at least since", and the end of a network exact, or "at the latest"; and how much of
# the day is known.
KNOWN = """CASE WHEN kind = 'joined' THEN membership.is_start_exact
        WHEN kind = 'left' AND network.ended_on = day THEN network.is_end_exact END AS is_exact,
    CASE WHEN kind = 'joined' THEN start_precision
        WHEN kind = 'left' AND network.ended_on = day THEN ended_precision
        WHEN kind = 'opened' THEN opened_precision
        WHEN place.closed_on = day THEN closed_precision ELSE 'day' END AS known"""

# Who tells of an event of a membership, and why. The evidence of a membership does not speak of the day on which the
# place opens or closes: that is told by the source of the place, which has neither evidence nor address of its own.
TOLD = """CASE WHEN kind NOT IN ('opened', 'closed') THEN membership.evidence END AS why,
    CASE WHEN kind NOT IN ('opened', 'closed') THEN membership.source ELSE place.source END AS told_by,
    CASE WHEN kind NOT IN ('opened', 'closed') THEN membership.source_url END AS told_at"""
