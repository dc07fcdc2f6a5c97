"""What is near a place, and how far, in words that promise no more than the points can keep."""

from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext as _

from frontend.place.cards import Standing, Words, with_standing
from frontend.site.words import distance_in_words
from network.models import NetworkedPlace
from places.choices import Precision

HOW_MANY = 5
# Below this, in metres, a figure would promise too much: a point may be that of the street.
STEPS_AWAY = 40


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A place near another. `overlap` is the state, `label` its words, `distance` in words too."""

    slug: str
    name: str
    commune: str
    overlap: str
    looks: str
    label: str
    distance: str


def neighbours(place: NetworkedPlace, words: Words) -> list[Neighbour]:
    """List the nearest published places around a place, the nearest first, in one query. None around no point."""
    if place.point is None:
        return []
    others = NetworkedPlace.objects.published().exclude(pk=place.pk).near(place.point.x, place.point.y)
    told = with_standing(others).select_related("commune")
    found = told.only("slug", "name", "precision", "commune__name")
    return [_neighbour(place, other, words) for other in found.order_by(F("distance"), "pk")[:HOW_MANY]]


def _neighbour(place: NetworkedPlace, other: NetworkedPlace, words: Words) -> Neighbour:
    standing = Standing.of(other)
    metres: float = other.distance  # type: ignore[attr-defined]  # annotated by `near`
    is_rough = Precision.is_rough(place.precision) or Precision.is_rough(other.precision)
    return Neighbour(
        slug=other.slug,
        name=other.name,
        commune=other.commune.name,
        overlap=standing.state.value,
        looks=standing.looks,
        label=words.of_place(standing),
        distance=apart_in_words(metres, is_rough=is_rough),
    )


def apart_in_words(metres: float, *, is_rough: bool) -> str:
    """Say how far from each other two places are."""
    is_steps_away = metres < STEPS_AWAY and not is_rough
    return _("à deux pas") if is_steps_away else distance_in_words(metres, is_rough=is_rough)
