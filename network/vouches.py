"""Which networks stand for a listing: at which version, on which day, and what was written in it since."""

import json
from datetime import date
from typing import Any, NamedTuple, cast

from django.db.models import TextField
from django.db.models.expressions import RawSQL

from network.querysets import NetworkedPlaceQuerySet, P
from places.models import Place
from places.sections import COLUMNS

# What a listing says, by the names of its fields. Its address, who it is merged into and since when it is known to be
# right are said of it.
SAID = [
    *(name for names in COLUMNS.values() for name in names if name != "slug"),
    "commune",
    "served_communes",
    "closed_on",
    "closed_precision",
]
_COLUMNS = {name: Place._meta.get_field(name).attname for name in SAID}  # type: ignore[union-attr]


def changed(row: str) -> str:
    """Write the list of what a row of the listing says otherwise than `seen`, the event that was stood for."""
    told = (
        f"CASE WHEN seen.{column} IS DISTINCT FROM {row}.{column} THEN '{name}' END"
        for name, column in _COLUMNS.items()
    )
    return f"array_remove(ARRAY[{', '.join(told)}], NULL)"


# The last word of each network on a row of `places_place`, as the text of a JSON list.
VOUCHES = f"""(
SELECT coalesce(json_agg(vouch ORDER BY network), '[]')::text FROM (
    SELECT DISTINCT ON (said.network_id) network.slug AS network, said.day AS "on", said.version,
        {changed("places_place")} AS changed
    FROM network_vouch AS said JOIN network_network AS network ON network.id = said.network_id
    JOIN places_placeevent AS seen ON seen.pgh_id = said.version AND seen.pgh_obj_id = said.place_id
    WHERE said.place_id = places_place.id ORDER BY said.network_id, said.id DESC
) AS vouch)"""  # noqa: S608  our own names


class Vouched(NamedTuple):
    """What a network (slug) last said of a listing. `changed` names what was written since."""

    network: str
    day: date
    version: int
    changed: list[str]


def with_vouches(places: NetworkedPlaceQuerySet[P]) -> NetworkedPlaceQuerySet[P]:
    """Annotate what `vouches_of` reads."""
    told: Any = places.annotate(vouched=RawSQL(VOUCHES, (), output_field=TextField()))  # noqa: S611  our own names
    return cast("NetworkedPlaceQuerySet[P]", told)


def vouches_of(text: str) -> dict[str, Vouched]:
    """Read the text of the vouches of a listing, by the slug of their network."""
    told = (
        Vouched(one["network"], date.fromisoformat(one["on"]), one["version"], one["changed"])
        for one in json.loads(text)
    )
    return {vouched.network: vouched for vouched in told}
