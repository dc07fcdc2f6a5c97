"""The outline of a territory, drawn once from its communes: a map of a country has no time to join them."""

from django.db import connection

# 0.005° is some half a kilometre: a country is two thousand pixels wide at most.
_DRAW = """
INSERT INTO places_territoryoutline (territory_id, area)
SELECT territory_id, ST_Multi(ST_CollectionExtract(ST_SimplifyPreserveTopology(ST_Union(boundary), 0.005), 3))
FROM places_commune WHERE territory_id = %(territory)s GROUP BY territory_id
ON CONFLICT (territory_id) DO UPDATE SET area = excluded.area
WHERE NOT ST_OrderingEquals(places_territoryoutline.area, excluded.area)
"""


def draw_outline(*, territory: str) -> None:
    """Draw the outline of a territory (its code) anew, from its communes as they are now; nothing moves else."""
    with connection.cursor() as cursor:
        cursor.execute(_DRAW, {"territory": territory})
