"""Takes a territory out of the directory: its places, its land, and what only they needed."""

from typing import Any

from django.contrib.gis.db.models import Union
from django.contrib.gis.geos import MultiPolygon
from django.db import transaction
from django.db.models import Model, QuerySet

from network.loading.links import store_facilitations
from network.loading.log import loaded_before
from network.loading.records import BadFile
from network.loading.store import Tally
from network.models import Network, Organisation
from places.choices import Door
from places.models import Commune, Intercommunality, Place, Territory
from places.services import delete, edit, signed


def unload_territory(*, code: str, is_trial: bool = False) -> list[Tally]:
    """Remove a territory in one transaction, whoever edited what, and tell what was removed; the log keeps it.

    Networks and organisations go if its files told them first and nobody needs them any more. A loading brings back
    what the files say. A trial tells the same, and removes nothing.

    Raises:
        BadFile: no such territory is loaded; those that are, are named.

    """
    territory = Territory.objects.filter(pk=code).first()
    if territory is None:
        there = ", ".join(Territory.objects.values_list("pk", flat=True)) or "none"
        raise BadFile(f"No territory {code} is loaded; loaded: {there}")
    with transaction.atomic():
        with signed(by=None, door=Door.LOADING, territory=code):
            told = [*_unload_life(code), *_unload_land(territory)]
        transaction.set_rollback(is_trial)
        return told


def _unload_life(code: str) -> list[Tally]:
    places = _remove(Place.objects.filter(commune__territory=code), "places")
    facilitations = Tally("facilitations", code)
    # Its files tell none any more.
    store_facilitations([], {network.slug: network for network in Network.objects.all()}, {}, facilitations)
    networks = _remove(_first_told(Network, code).filter(memberships=None, organisations=None), "networks")
    organisations = _remove(_first_told(Organisation, code).filter(networks=None, posts=None), "organisations")
    return [places, facilitations, networks, organisations]


def _unload_land(territory: Territory) -> list[Tally]:
    groups = list(Intercommunality.objects.filter(communes__territory=territory).distinct())
    communes = _remove(Commune.objects.filter(territory=territory), "communes")
    rest = Intercommunality.objects.filter(pk__in=[group.pk for group in groups])
    grouped = _remove(rest.filter(communes=None), "intercommunalities")
    for group in rest.filter(communes__isnull=False).distinct():
        union = group.communes.aggregate(drawn=Union("boundary"))["drawn"]
        drawn = union if isinstance(union, MultiPolygon) else MultiPolygon(union, srid=4326)
        edit(group, changes={"boundary": drawn}, by=None, door=Door.LOADING)
    # With it go its rivers.
    return [communes, grouped, _remove(Territory.objects.filter(pk=territory.pk), "territory")]


def _first_told(model: Any, code: str) -> QuerySet[Any]:  # noqa: ANN401  a tracked model
    told = [loaded.pk for loaded in loaded_before(model, ["slug"]).values() if loaded.territory == code]
    rows: QuerySet[Any] = model.objects.filter(pk__in=told)
    return rows


def _remove(rows: "QuerySet[Model]", kind: str) -> Tally:
    tally = Tally(kind)
    for row in rows:
        delete(row, by=None, door=Door.LOADING)
        tally.withdrawn += 1
    return tally
