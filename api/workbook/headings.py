"""What stands above each column of a workbook: the names of the API, in words."""

from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from network.choices import SideName, State
from network.models import Family, Network
from places.choices import Section
from places.models import Kind, Place, Service, Territory

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# The parts of which names are made, where the column of a place has no word for them. The longest that fits is read.
_PARTS: "dict[str, StrOrPromise]" = {
    "id": _("Identifiant permanent"),
    "slug": _("Identifiant"),
    "name": _("Nom"),
    "kinds": _("Types de lieu"),
    "commune": _("Commune"),
    "code": _("Code INSEE"),
    "epci": _("SIREN de l’intercommunalité"),
    "epci_name": _("Intercommunalité"),
    "territory": _("Territoire"),
    "territories": _("Territoires"),
    "postcodes": _("Codes postaux"),
    "population": _("Habitants"),
    "longitude": _("Longitude"),
    "latitude": _("Latitude"),
    "is_town_hall": _("Ce point est la mairie"),
    "served_communes": _("Communes desservies (codes INSEE)"),
    "opening_hours": _("Horaires (syntaxe d’OpenStreetMap)"),
    "url": _("Page"),
    "version": _("Numéro du dernier changement"),
    "created_at": _("Entré dans l’annuaire le"),
    "updated_at": _("Modifié le"),
    "overlap": _("Croisement des réseaux"),
    "could_be": _("Pourrait être"),
    "networks": _("Réseaux"),
    "distance": _("Distance en mètres"),
    "state": _("État"),
    "unconfirmed": _("Non confirmé"),
    "at_least_since": _("Depuis au moins"),
    "a": SideName.A.label,
    "b": SideName.B.label,
    "a_count": _("Premier côté seulement · Nombre"),
    "a_population": _("Premier côté seulement · Habitants"),
    "b_count": _("Second côté seulement · Nombre"),
    "b_population": _("Second côté seulement · Habitants"),
    "both": State.BOTH.label,
    "neither": State.NEITHER.label,
    "count": _("Nombre"),
    "places": _("Lieux"),
    "summary": _("Total"),
    "moves": _("Ce jour-là"),
    "gained": _("Gagnés"),
    "first_seen": _("Vus pour la première fois"),
    "lost": _("Perdus"),
    "without_population": _("Communes sans population connue"),
    "date": _("Date"),
    "events": _("Événements"),
    "change": _("Changement"),
    "state_before": _("État avant"),
    "state_after": _("État après"),
    "evidence": _("Preuves"),
    "metres": _("Mètres"),
    "organisations": _("Animé par"),
    "place_count": _("Nombre de lieux"),
    "commune_count": _("Nombre de communes"),
    "bbox": _("Ouest, sud, est et nord"),
    "turns": _("Changements"),
    "stays": _("Adhésions"),
    "is_rough": _("Position à la commune"),
    "photos": _("Photos du lieu"),
    "vouched": _("Vu par un réseau"),
    "vouches": _("Réseaux garants"),
    "changed": _("Changé depuis"),
    "sections_verified_on": _("Vérifié le, par partie"),
    **{section.value: section.label for section in Section},
    "nearest_a": _("Le plus proche du côté A"),
    "nearest_b": _("Le plus proche du côté B"),
    # What is said of the whole, on the first sheet.
    "on": _("À la date du"),
    "date_from": _("Depuis le"),
    "date_to": _("Jusqu’au"),
    "side_a": SideName.A.label,
    "side_b": SideName.B.label,
    "rule_name": _("Règle"),
    "rule_radius": _("Rayon en mètres"),
    "rule_text": _("Règle, en toutes lettres"),
    "sources_until": _("Sources jusqu’au"),
    "sources_text": _("Ce que disent les sources"),
    "among": _("Parmi les réseaux"),
    "total": _("En tout"),
    "limit": _("Lignes au plus"),
}
# What is none of these is a column, and has its words there.
_MODELS = (Place, Network, Family, Kind, Service, Territory)


def heading(name: str) -> str:
    """Say a column's name in words: `nearest_a_name` is "Le plus proche du côté A · Nom"."""
    return _heading(name, get_language())


@cache
def _heading(name: str, _language: str) -> str:
    return " · ".join(_words(name)) or name


def _words(name: str) -> Iterator[str]:
    if (word := _word(name)) is not None:
        yield word
        return
    for end in (position for position in range(len(name), 0, -1) if name[position : position + 1] == "_"):
        if (word := _word(name[:end])) is not None:
            yield word
            yield from _words(name[end + 1 :])
            return


def _word(name: str) -> str | None:
    if name in _PARTS:
        return str(_PARTS[name])
    column = name.removeprefix("work_")
    for model in _MODELS:
        with suppress(FieldDoesNotExist):
            return capfirst(str(getattr(model._meta.get_field(column), "verbose_name", column)))
    return None
