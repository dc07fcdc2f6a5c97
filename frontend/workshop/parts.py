"""What each sort of contribution asks for on a telephone, in words."""

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy

from network.choices import Contributed
from network.models import Workshop
from network.models.contribution import LONGEST_HEADING, LONGEST_SAID
from network.workshops.kinds import LONGEST_WORD, PARTS, themes_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LONGEST_NAMED = 200


class Field(NamedTuple):
    """A question: its part, its words, how it is answered (`line`, `text`, `choice`), and from which list."""

    name: str
    label: "StrOrPromise"
    shape: str
    longest: int
    listed: str
    choices: list[tuple[str, str]]
    is_needed: bool


class Form(NamedTuple):
    """A sort of contribution, as a form: what it is, and what it asks."""

    kind: str
    title: "StrOrPromise"
    fields: list[Field]


TITLES = {
    Contributed.PLACE: gettext_lazy("Il manque un lieu"),
    Contributed.MEMBERSHIP: gettext_lazy("Ce lieu est aussi dans un réseau"),
    Contributed.PARTNERSHIP: gettext_lazy("Deux lieux pourraient faire ensemble"),
    Contributed.IDEA: gettext_lazy("J’ai une idée"),
    Contributed.WORD: gettext_lazy("Un mot pour le nuage"),
    Contributed.ITINERARY: gettext_lazy("Un itinéraire de lieu en lieu"),
    Contributed.TRADE: gettext_lazy("Un métier : où on l’exerce, où il manque"),
    Contributed.SCHEME: gettext_lazy("Un dispositif à inventer"),
    Contributed.CORRECTION: gettext_lazy("Corriger ce que la carte dit d’un lieu"),
}
# What a part is called, where a sort says it otherwise than the others.
_LABELS: dict[tuple[Contributed | None, str], "StrOrPromise"] = {
    (None, "heading"): gettext_lazy("Son nom"),
    (None, "words"): gettext_lazy("En vos mots"),
    (None, "theme"): gettext_lazy("Thème"),
    (None, "place_said"): gettext_lazy("Quel lieu ?"),
    (None, "other_said"): gettext_lazy("Et quel autre ?"),
    (None, "network_said"): gettext_lazy("Quel réseau ?"),
    (None, "stops"): gettext_lazy("Les lieux, un par ligne, dans l’ordre"),
    (Contributed.PLACE, "place_said"): gettext_lazy("Dans quelle commune, ou à quelle adresse ?"),
    (Contributed.PLACE, "words"): gettext_lazy("Ce qu’on y trouve"),
    (Contributed.PARTNERSHIP, "words"): gettext_lazy("Ce que cela ferait"),
    (Contributed.WORD, "heading"): gettext_lazy("Votre mot"),
    (Contributed.ITINERARY, "heading"): gettext_lazy("Qui, ou quel projet, sans nom de personne"),
    (Contributed.ITINERARY, "words"): gettext_lazy("Pourquoi ce chemin"),
    (Contributed.TRADE, "heading"): gettext_lazy("Quel métier ?"),
    (Contributed.TRADE, "theme"): gettext_lazy("Il y est…"),
    (Contributed.TRADE, "place_said"): gettext_lazy("Dans quel lieu ?"),
    (Contributed.SCHEME, "stops"): gettext_lazy("Avec quels lieux ? Un par ligne"),
    (Contributed.SCHEME, "network_said"): gettext_lazy("Avec quel réseau ?"),
    (Contributed.SCHEME, "words"): gettext_lazy("Ce qu’il fait, et ce qui manque encore"),
    (Contributed.CORRECTION, "words"): gettext_lazy("Ce qu’il faut corriger"),
}
_LISTS = {"place_said": "places", "stops": "places", "other_said": "places", "network_said": "networks"}


def forms_of(workshop: Workshop) -> list[Form]:
    """What the workshop takes, as forms, in the order of the screen."""
    return [form_of(kind) for kind in TITLES if kind in workshop.offers]


def form_of(kind: Contributed) -> Form:
    """The form of a sort."""
    return Form(kind.value, TITLES[kind], [_field(kind, name) for name in PARTS[kind].asked])


def _field(kind: Contributed, name: str) -> Field:
    label = _LABELS.get((kind, name)) or _LABELS[None, name]
    choices = [(theme.value, str(theme.label)) for theme in themes_of(kind)] if name == "theme" else []
    shape = "choice" if choices else "text" if name in {"words", "stops"} else "line"
    listed = "communes" if (kind, name) == (Contributed.PLACE, "place_said") else _LISTS.get(name, "")
    return Field(name, label, shape, _longest(kind, name), listed, choices, name in PARTS[kind].needed)


def _longest(kind: Contributed, name: str) -> int:
    if name in {"words", "stops"}:
        return LONGEST_SAID
    if name == "heading":
        return LONGEST_WORD if kind == Contributed.WORD else LONGEST_HEADING
    return LONGEST_NAMED
