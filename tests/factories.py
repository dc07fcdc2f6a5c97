"""Makes what a test needs, and no more: real towns of Lozère, the same at each run.

Communes are squares of a tenth of a degree around the real town hall: large enough to hold its places, and apart.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import uuid4

import pgtrigger
from django.contrib.gis.geos import LineString, MultiLineString, MultiPolygon, Point, Polygon
from django.db.models import Model
from django.utils.text import slugify
from psycopg.types.range import DateRange

from network.models import (
    Contribution,
    Family,
    Membership,
    Network,
    NetworkedPlace,
    Organisation,
    Post,
    Stewardship,
    User,
    Workshop,
)
from network.services import entrust, join
from network.workshops import making
from places.choices import Door, Precision, ServiceGroup, Status
from places.models import Commune, Intercommunality, Kind, Place, River, Service, Territory
from places.services import create, edit

M = TypeVar("M", bound=Model)

# INSEE code, longitude and latitude of the town hall.
TOWNS = {
    "Mende": ("48095", 3.4983, 44.5180),
    "Florac Trois Rivières": ("48061", 3.5933, 44.3252),
    "Marvejols": ("48092", 3.2903, 44.5533),
    "Langogne": ("48080", 3.8549, 44.7263),
    "Saint-Chély-d'Apcher": ("48140", 3.2755, 44.8013),
    "Villefort": ("48198", 3.9331, 44.4394),
    "Chanac": ("48039", 3.3445, 44.4655),
    "Mont Lozère et Goulet": ("48027", 3.7385, 44.4905),
    "Saint-Bonnet-de-Chirac": ("48138", 3.2785, 44.5088),
    "Arzenc-de-Randon": ("48008", 3.6326, 44.6625),
    "Gorges du Tarn Causses": ("48146", 3.4104, 44.3667),
    "Saint-Privat-du-Fau": ("48179", 3.3415, 44.9169),
    "Saint-Privat-de-Vallongue": ("48178", 3.8365, 44.2783),
    # In the Ardèche, next door.
    "Saint-Étienne-de-Lugdarès": ("07232", 3.9564, 44.6503),
}
HALF_SIDE = 0.05


def made(model: type[M], **values: Any) -> M:
    """Make a record as the console would: by the verb, past no rule."""
    return create(model, values=values, by=None, door=Door.CONSOLE)


def found_or_made(model: type[M], key: str, **values: Any) -> M:
    """The record of this key, the same one each time."""
    found = model._default_manager.filter(**{key: values[key]}).first()
    return found or made(model, **values)


def there(model: type[M], key: str, **values: Any) -> M:
    """A word or a piece of land that was there before anyone wrote: no verb made it, for that is what takes time.

    Nearly every test needs a commune, a kind and two families: by the verbs they took an eighth of the time of all.
    """
    found = model._default_manager.filter(**{key: values[key]}).first()
    return found or model._default_manager.create(**values)


def point_in(town: str, *, east: float = 0, north: float = 0) -> Point:
    """The point of a town hall, or one so many degrees from it."""
    _code, lon, lat = TOWNS[town]
    return Point(lon + east, lat + north, srid=4326)


def square(lon: float, lat: float, half_side: float = HALF_SIDE) -> MultiPolygon:
    """A square around a point, as a boundary."""
    west, south, east, north = lon - half_side, lat - half_side, lon + half_side, lat + half_side
    return MultiPolygon(Polygon.from_bbox((west, south, east, north)), srid=4326)


def make_commune(town: str = "Mende", **given: Any) -> Commune:
    """A commune, the same one each time."""
    code, lon, lat = TOWNS[town]
    territory = there(Territory, "code", code="48", name="Lozère", locative="en Lozère", credit="Essais")
    values = {"name": town, "territory": territory, "postcodes": ["48000"], "boundary": square(lon, lat)}
    return there(Commune, "code", code=code, **values | given)


def make_ardeche() -> Commune:
    """A commune of a second territory, the same one each time."""
    ardeche = there(Territory, "code", code="07", name="Ardèche", locative="en Ardèche", credit="Essais")
    return make_commune("Saint-Étienne-de-Lugdarès", territory=ardeche)


def make_river(
    name: str = "Lot", town: str = "Mende", line: Sequence[tuple[float, float]] = ((3.45, 44.52), (3.55, 44.52))
) -> River:
    """Make a river of the territory of a town, flowing through it."""
    territory = make_commune(town).territory
    return made(River, territory=territory, name=name, course=MultiLineString(LineString(*line), srid=4326))


def make_intercommunality(name: str = "Cœur de Lozère", *towns: str) -> Intercommunality:
    """An intercommunality, and put these towns in it."""
    _code, lon, lat = TOWNS[towns[0] if towns else "Mende"]
    code = f"{sum(name.encode()):09}"
    group = found_or_made(Intercommunality, "code", code=code, name=name, boundary=square(lon, lat))
    for town in towns:
        edit(make_commune(town), changes={"intercommunality": group}, by=None, door=Door.CONSOLE)
    return group


# The needs that words of places answer, as the vocabulary has them.
NEEDS = {"coworking": ["work"], "incubator": ["business"], "coworking-desk": ["work"], "founder-advice": ["business"]}


def make_kind(slug: str = "coworking", label: str = "Espace de coworking", **given: Any) -> Kind:
    """A kind, the same one each time."""
    values = {"slug": slug, "label": label, "label_en": slug, "needs": NEEDS.get(slug, [])}
    return there(Kind, "slug", **values | given)


def make_service(slug: str = "printing", label: str = "Impression et numérisation", **given: Any) -> Service:
    """A service, the same one each time."""
    values = {"slug": slug, "label": label, "label_en": slug, "group": ServiceGroup.WORK, "needs": NEEDS.get(slug, [])}
    return there(Service, "slug", **values | given)


# Slug, label, English label and side, as the vocabulary has them.
FAMILIES = {
    "mediation": ("Médiation numérique", "Digital inclusion", "a"),
    "business_support": ("Appui aux entreprises", "Business support", "b"),
}


def make_family(slug: str, **given: Any) -> Family:
    """A family, the same one each time; one that the vocabulary has not is on no side."""
    label, label_en, side = FAMILIES.get(slug, (slug.capitalize(), slug, None))
    values = {"slug": slug, "label": label, "label_en": label_en, "side": side}
    return there(Family, "slug", **values | {"position": [*FAMILIES, slug].index(slug)} | given)


def make_place(name: str = "POLeN", town: str = "Mende", **given: Any) -> NetworkedPlace:
    """Make a published coworking space at a town hall, its words and commune included."""
    for slug in given.get("kinds", ["coworking"]):
        make_kind(slug, slug if slug != "coworking" else "Espace de coworking")
    for slug in given.get("services") or []:
        make_service(slug)
    for slug in FAMILIES:
        make_family(slug)
    values: dict[str, Any] = {
        "name": name,
        "slug": slugify(name),
        "kinds": ["coworking"],
        "commune": make_commune(town),
        "point": point_in(town),
        "precision": Precision.EXACT,
        "status": Status.PUBLISHED,
    }
    if "point" in given and given["point"] is None:
        values["precision"] = Precision.UNKNOWN
    return made(NetworkedPlace, **values | given)


def make_network(name: str = "SoLozère", family: str = "business_support", **given: Any) -> Network:
    """A network, the same one each time, and the families."""
    for slug in FAMILIES:
        make_family(slug)
    values = {"slug": slugify(name), "name": name, "family": make_family(family), "colour": "#B5501B"}
    return found_or_made(Network, "slug", **values | given)


def make_organisation(name: str = "Lozère Développement", **given: Any) -> Organisation:
    """An organisation, the same one each time."""
    return found_or_made(Organisation, "slug", **{"slug": slugify(name), "name": name} | given)


def period(start: str | None = None, end: str | None = None) -> DateRange:
    """The period from a day, included, to another, excluded; None is open."""
    days = [date.fromisoformat(day) if day else None for day in (start, end)]
    return DateRange(days[0], days[1], "[)" if start else "()")


def make_membership(
    place: Place, network: Network, start: str | None = None, end: str | None = None, **given: Any
) -> Membership:
    """Put a place in a network from a day, included, to another, excluded."""
    values = {"period": period(start, end), "evidence": "Liste publiée par le réseau", "source": "Site du réseau"}
    stay = {"place": Place(pk=place.pk), "network": network} | values | given
    return join(values=stay, by=None, door=Door.CONSOLE)


def make_both_families(place: Place) -> None:
    """Put a place in a network of each family, for ever."""
    make_membership(place, make_network("France services", "mediation"))
    make_membership(place, make_network("SoLozère", "business_support"))


def make_user(username: str = "claire", **given: Any) -> User:
    """Make an account, without a password: tests sign in without one, and hashing takes its time."""
    return User.objects.create_user(username, given.pop("email", f"{username}@example.org"), **given)


def make_post(person: User, network: Network, start: str = "2020-01-01", end: str | None = None) -> Post:
    """Give someone a post in an organisation that runs a network, from a day, included, to another, excluded."""
    organisation = make_organisation(f"Qui anime {network.name}")
    entrust(network=network, organisations=[organisation.pk], by=None, door=Door.CONSOLE)
    return made(Post, person=person, organisation=organisation, period=period(start, end))


def make_steward(person: User, place: Place, start: str = "2020-01-01", end: str | None = None) -> Stewardship:
    """Make someone the steward of a place, from a day, included, to another, excluded."""
    return made(Stewardship, person=person, place=Place(pk=place.pk), period=period(start, end))


def forget_account(username: str) -> None:
    """Delete an account, the last administrator's too."""
    with pgtrigger.ignore("network.User:an_administrator_stays"):
        User.objects.filter(username=username).delete()


def make_workshop(title: str = "Itinéraires croisés", network: Network | None = None, **given: Any) -> Workshop:
    """Make a workshop of a network, with one scene unless `scenes` says which."""
    scenes = given.pop("scenes", [{"page": "crossings", "query": "on=2016-01-01", "title": "2016"}])
    values = {"title": title, "day": date(2026, 12, 1)} | given
    workshop = making.make_workshop(network=network or make_network("France services", "mediation"), values=values)
    making.add_scenes(workshop, scenes=scenes)
    return workshop


def make_contribution(workshop: Workshop, **given: Any) -> Contribution:
    """Something that the room of a workshop sent: a word, unless it is said otherwise."""
    return Contribution.objects.create(
        workshop=workshop, **{"nonce": uuid4(), "kind": "word", "heading": "lien"} | given
    )
