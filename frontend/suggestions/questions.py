"""What anyone may suggest of a listing, and how it is asked: what nobody has told yet is itself the question."""

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

from places.models import Place

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Question(NamedTuple):
    """A column, and how it is asked where nobody knows it."""

    column: str
    asked: "StrPromise"

    @property
    def box(self) -> str:
        """The name of its box: hours are asked for in people's own words."""
        return box_of(self.column)


# What one needs first of a place comes first.
QUESTIONS = [
    Question("opening_hours", _("Connaissez-vous les horaires ?")),
    Question("phone", _("Connaissez-vous le téléphone ?")),
    Question("address", _("Connaissez-vous l’adresse exacte ?")),
    Question("has_wifi", _("Y a-t-il internet sans fil ?")),
    Question("wheelchair", _("Y entre-t-on en fauteuil ?")),
    Question("email", _("Connaissez-vous son courriel ?")),
    Question("website", _("Connaissez-vous son site ?")),
    Question("download_mbps", _("Débit mesuré ?")),
]


def box_of(column: str) -> str:
    """Name the box of a form that answers for a column."""
    return "hours" if column == "opening_hours" else column


# What is said with the answer to a question, and not asked apart.
TOLD_WITH = {"speed_measured_on": "download_mbps"}


def unknown_of(place: Place) -> list[Question]:
    """List what nobody has told of a place."""
    return [question for question in QUESTIONS if getattr(place, question.column) in (None, "")]
