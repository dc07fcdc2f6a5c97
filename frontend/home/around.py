"""What is said of where places are measured from: how far from which commune."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from frontend.site.texts import Texts
from places.around import around_in_words, called_of, in_kilometres, of_commune, within
from places.models import Commune

# What a page offers, in metres.
RADII = (5_000, 10_000, 15_000, 20_000, 30_000, 50_000)
_OFFERED = 10_000


def around_title(commune: Commune | None, radius: float | None) -> str:
    """Say it above the list, and of a commune alone that places are measured from it."""
    if commune and radius is None:
        return _around() % {"where": of_commune(commune.name)}
    return capfirst(" ".join(around_in_words(commune, radius)))


def radii(radius: float | None, *, is_centred: bool) -> list[tuple[str, str, bool]]:
    """List the (metres, words, is chosen) of each distance; what was asked is among them, or the usual offer."""
    chosen = radius if is_centred else _OFFERED
    offered = sorted({*RADII, *([radius] if radius is not None else [])})
    told = [(f"{metres:g}", _within_alone(metres), metres == chosen) for metres in offered]
    return [*told, ("", _("à toute distance"), chosen is None)]


def around_texts() -> Texts:
    """Give the browser the same sentences, to be filled there."""
    return {
        "around": within() % {"distance": "{distance}", "where": "{where}"},
        "around_all": _around() % {"where": "{where}"},
        "around_order_commune": around_order(is_commune=True),
        "around_point": _("du point choisi"),
        "around_radius": _("à moins de %(distance)s km") % {"distance": "{distance}"},
        "of": called_of(None, "{name}"),
        "of_vowel": called_of("", "{name}"),
        "of_le": called_of("Le ", "{name}"),
        "of_les": called_of("Les ", "{name}"),
        "commune_unknown": _("Aucune commune de l’annuaire ne s’appelle ainsi."),
        "commune_several": _("Plusieurs communes s’appellent ainsi : choisissez dans la liste."),
    }


def around_order(*, is_commune: bool) -> str:
    """Say how places are sorted, and from where exactly."""
    if is_commune:
        return _(
            "Le plus proche d’abord, à vol d’oiseau depuis la mairie (à défaut, un point de la commune) ; un lieu "
            "connu par sa seule commune compte 5 km de plus."
        )
    return _("Le plus proche d’abord, à vol d’oiseau ; un lieu connu par sa seule commune compte 5 km de plus.")


def _around() -> str:
    return _("Autour %(where)s")


def _within_alone(metres: float) -> str:
    return _("à moins de %(distance)s km") % {"distance": in_kilometres(metres)}
