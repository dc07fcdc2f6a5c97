"""What is near a place, and how far, in words that promise no more than the points can keep."""

from dataclasses import dataclass

from django.db.models import F
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from network.choices import Overlap
from network.models import NetworkedPlace
from places.choices import Precision

HOW_MANY = 5
# Two points nearer than this are one address; two points of communes nearer than that may be anywhere.
_SAME_ADDRESS = 40
_SAME_COMMUNE = 1000
_KILOMETRE = 1000
_FAR = 10_000


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A place near another. `overlap` is the state, `label` its words, `distance` in words too."""

    slug: str
    name: str
    commune: str
    overlap: str
    label: str
    distance: str


def neighbours(place: NetworkedPlace) -> list[Neighbour]:
    """List the nearest published places around a place, the nearest first, in one query. None around no point."""
    if place.point is None:
        return []
    others = NetworkedPlace.objects.published().exclude(pk=place.pk).near(place.point.x, place.point.y)
    found = others.with_overlap().select_related("commune").only("slug", "name", "precision", "commune__name")
    return [_neighbour(place, other) for other in found.order_by(F("distance"), "pk")[:HOW_MANY]]


def distance_in_words(metres: float, *, is_rough: bool) -> str:
    """Say a distance as the crow flies: "à 350 m", "à 3,2 km"; a rough one is said to the kilometre."""
    if is_rough and metres < _SAME_COMMUNE:
        return _("tout près")
    if is_rough:
        return _("à environ %(distance)s km") % {"distance": round(metres / _KILOMETRE)}
    if metres < _SAME_ADDRESS:
        return _("à la même adresse")
    if metres < _KILOMETRE - 5:
        return _("à %(distance)s m") % {"distance": round(metres / 10) * 10}
    decimals = 1 if metres < _FAR else 0
    return _("à %(distance)s km") % {"distance": number_format(round(metres / _KILOMETRE, decimals), decimals)}


def _neighbour(place: NetworkedPlace, other: NetworkedPlace) -> Neighbour:
    state = Overlap(other.overlap)  # type: ignore[attr-defined]  # annotated by `with_overlap`
    metres: float = other.distance  # type: ignore[attr-defined]  # annotated by `near`
    is_rough = not {place.precision, other.precision} <= {Precision.EXACT, Precision.STREET}
    return Neighbour(
        slug=other.slug,
        name=other.name,
        commune=other.commune.name,
        overlap=state.value,
        label=str(state.label),
        distance=distance_in_words(metres, is_rough=is_rough),
    )
