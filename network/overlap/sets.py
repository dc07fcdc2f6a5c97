"""Which places are in which networks together: the size of every combination, as an UpSet chart draws it."""

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from network.choices import SideName
from network.overlap.question import Crossing, Level
from network.overlap.rows import read
from network.overlap.sql import stay


class Combination(NamedTuple):
    """The published places that are in exactly these networks of those asked for (slugs), and in none of the others."""

    networks: list[str]
    size: int
    places: list[str]


def rule_text(crossing: Crossing) -> str:
    """Say in words what makes a combination: there is no side in it."""
    membership = _(
        "Un lieu est dans une combinaison lorsqu’il est, ce jour-là, membre de chacun de ses réseaux "
        "et d’aucun autre de ceux qui sont demandés."
    )
    seen = (
        _("Une adhésion qu’aucune source n’a citée depuis plus de 24 mois n’est pas comptée.")
        if crossing.confirmed
        else _("Une adhésion qu’aucune source n’a citée depuis plus de 24 mois est comptée.")
    )
    return f"{membership} {seen}"


def combinations(crossing: Crossing, *, on: date) -> list[Combination]:
    """Every combination of side A's networks that some place is in, the largest first; side B is not looked at.

    Being in a network is enough, whatever it shows: `could_be` is not looked at either.

    The places in none of them are a combination too, so that the sizes add up to the directory.
    """
    statement = f"""WITH {stay(crossing, Level.PLACE)}, joined AS (
    SELECT place_id, array_agg(slug ORDER BY slug)::text[] AS networks
    FROM stay JOIN network_network AS network ON network.id = network_id
    WHERE days @> %(on)s::date AND (sides | otherwise) & {SideName.A.bit} > 0 GROUP BY place_id
)
SELECT COALESCE(networks, '{{}}'::text[]), count(*), array_agg(slug ORDER BY slug)
FROM places_place AS place LEFT JOIN joined ON place_id = place.id
WHERE status = 'published' GROUP BY 1 ORDER BY 2 DESC, 1"""  # noqa: S608
    return read(Combination, statement, crossing.parameters | {"on": on})
