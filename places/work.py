"""What someone who comes to work wants to know: one list, which the page, the record and the admin's form read.

A new fact of this kind is a column of `Place` and a line here. A service of the vocabulary says what is *offered*; a
column says what is *known*, "no" and "not known" included, or how much.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from places.models import Place


class WorkFact(NamedTuple):
    """A column of work: how the page shows it ("amount", "answer", "price", "note"), and under which words.

    Without a label of its own it has that of the column. `measured_on` is the column that says when it was found so.
    """

    column: str
    shown_as: str
    label: "StrOrPromise | None" = None
    unit: str = ""
    measured_on: str | None = None


# Two on a line share one in the admin's form.
WORK_LINES: list[list[WorkFact]] = [
    [WorkFact("desks", "amount"), WorkFact("meeting_rooms", "amount")],
    [WorkFact("has_call_booth", "answer"), WorkFact("has_sockets", "answer")],
    [WorkFact("has_wired_internet", "answer"), WorkFact("has_wifi", "answer")],
    [
        WorkFact("download_mbps", "amount", _("Débit descendant"), "Mb/s", measured_on="speed_measured_on"),
        WorkFact("upload_mbps", "amount", _("Débit montant"), "Mb/s", measured_on="speed_measured_on"),
    ],
    [WorkFact("day_price", "price", _("Une journée")), WorkFact("month_price", "price", _("Un mois"))],
    [WorkFact("access_note", "note")],
]
WORK = [fact for line in WORK_LINES for fact in line]


def columns_of(facts: list[WorkFact]) -> list[str]:
    """List the columns of these facts, each once: that of the day of measures after the last of them."""
    columns = [column for fact in facts for column in (fact.column, fact.measured_on) if column]
    return [*reversed(dict.fromkeys(reversed(columns)))]


WORK_COLUMNS = columns_of(WORK)
WORK_FIELDSET: list[Any] = [tuple(columns_of(line)) for line in WORK_LINES]


class KnownWork(NamedTuple):
    """A fact of a place, ready for the page."""

    label: str
    value: object
    shown_as: str
    unit: str
    measured_on: object


def work_of(place: "Place") -> list[KnownWork]:
    """Tell the facts of work that are known of a place; the others have their line among what is not."""
    return [_known(place, fact) for fact in WORK if getattr(place, fact.column) is not None]


def _known(place: "Place", fact: WorkFact) -> KnownWork:
    column: Any = place._meta.get_field(fact.column)
    label = fact.label or capfirst(column.verbose_name)
    measured_on = fact.measured_on and getattr(place, fact.measured_on)
    return KnownWork(str(label), getattr(place, fact.column), fact.shown_as, fact.unit, measured_on)
