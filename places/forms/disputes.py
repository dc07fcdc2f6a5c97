"""What two people wrote into the same record, told to the one who saves last."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from places.dates import PRECISION_OF
from places.forms.records import RecordForm
from places.log.history import history_of
from places.log.words import Words, names_of
from places.services import Conflict, Meanwhile
from places.words import moment_in_words


@dataclass(frozen=True, slots=True)
class Dispute:
    """A field that two people changed: the three values in words, and the names of what the page asks."""

    choice: str
    subject: str
    field: str
    before: str
    theirs: str
    ours: str
    who: str
    at: datetime

    @property
    def when(self) -> str:
        """Say when the other wrote."""
        return moment_in_words(self.at)


@dataclass(frozen=True, slots=True)
class Disputes:
    """The fields of one form, and the version at which the person sees the others' values."""

    seen_name: str
    seen: int
    fields: list[Dispute]


def disputes_of(forms: Iterable[RecordForm]) -> list[Disputes]:
    """Tell the disputes of the forms of a page."""
    return [_told(form) for form in forms if form.conflict]


def _told(form: RecordForm) -> Disputes:
    conflict = form.conflict
    assert conflict is not None
    words, names = Words(), names_of(each.by for each in conflict.disputes)
    # How much is known of a date goes with the date: one choice.
    beside = {PRECISION_OF.get(each.field) for each in conflict.disputes}
    fields = [
        Dispute(
            choice=form.add_prefix(f"keep-{each.field}"),
            subject=str(conflict.row),
            field=_label(conflict.row, each.field),
            before=words.of(_column(conflict.row, each.field), each.before),
            theirs=words.of(_column(conflict.row, each.field), each.after),
            ours=words.of(_column(conflict.row, each.field), conflict.wanted[each.field]),
            who=names.get(each.by) or _("quelqu’un d’autre"),
            at=each.at,
        )
        for each in conflict.disputes
        if each.field in conflict.wanted and each.field not in beside
    ]
    return Disputes(form.add_prefix("seen"), conflict.version, fields)


def said_meanwhile(row: Model, meanwhile: list[Meanwhile]) -> list[str]:
    """Say what others wrote while someone was writing, a sentence for each of them."""
    said = _("Pendant que vous écriviez, %(who)s a changé « %(row)s » : %(fields)s. Ses changements sont gardés.")
    return _said(said, row, meanwhile)


def said_instead_of_deleting(conflict: Conflict) -> list[str]:
    """Say why a record was not deleted: what others wrote in it since it was looked at."""
    said = _(
        "Entre-temps, %(who)s a changé « %(row)s » : %(fields)s. "
        "Rien n’est supprimé : si c’est toujours à faire, confirmez."
    )
    return [*_said(said, conflict.row, conflict.disputes), *_said_of_ties(said, conflict)]


def said_instead_of_merging(conflict: Conflict) -> list[str]:
    """Say why two records were not merged: what others wrote in one of them since they were compared."""
    said = _(
        "Entre-temps, %(who)s a changé « %(row)s » : %(fields)s. "
        "Rien n’est fusionné : relisez les deux fiches, puis confirmez."
    )
    return _said(said, conflict.row, conflict.disputes)


def _said(said: str, row: Model, meanwhile: list[Meanwhile]) -> list[str]:
    names, words = names_of(each.by for each in meanwhile), Words()
    found: dict[str, list[str]] = {}
    for each in meanwhile:
        who = names.get(each.by) or _("quelqu’un d’autre")
        value = words.of(_column(row, each.field), each.after)
        found.setdefault(who, []).append(f"{_label(row, each.field)} ({value})")
    return [said % {"who": who, "row": row, "fields": ", ".join(fields)} for who, fields in found.items()]


def _said_of_ties(said: str, conflict: Conflict) -> list[str]:
    """Say what was tied to a record, or untied, a sentence for each change."""
    changes = history_of(*conflict.ties).entries if conflict.ties else []
    parts = [", ".join(f"{part.action} : {part.subject}" for part in change.parts) for change in changes]
    return [
        said % {"who": change.who or _("quelqu’un d’autre"), "row": conflict.row, "fields": told}
        for change, told in zip(changes, parts, strict=True)
    ]


def _column(row: Model, name: str) -> Any:  # noqa: ANN401  a column, as Django's `_meta` gives it
    return row._meta.get_field(name)


def _label(row: Model, name: str) -> str:
    return capfirst(str(_column(row, name).verbose_name))
