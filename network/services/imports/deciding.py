"""What is to be done with the lines of an import: row by row, field by field, or for all that are alike."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from network.importing.comparing import compare
from network.importing.matching import standing_of
from network.importing.words import cousins
from network.models import Import, ImportLine
from network.models.imports import Decision, Outcome, Stage
from network.services.imports.counting import count_again, move_one

# What may be decided of a line, by what it would do.
MOVES: dict[str, Collection[Decision]] = {
    Outcome.NEW: (Decision.TAKE, Decision.LEAVE),
    Outcome.CHANGED: (Decision.TAKE, Decision.LEAVE),
    Outcome.SUSPECT: (Decision.TAKE, Decision.LEAVE),
    Outcome.LEFT: (Decision.TAKE, Decision.LEAVE),
    Outcome.VANISHED: (Decision.END, Decision.LEAVE),
}


def decide(*, line: ImportLine, decision: Decision, same_as: int | None = None) -> ImportLine:
    """Decide of a line. `same_as` is the listing (key) that a suspected line is of: its differences are then shown.

    Raises:
        ValidationError: the import is no longer read over, or this cannot be decided of such a line.

    """
    _refuse_settled(line.batch)
    if same_as is not None and line.outcome == Outcome.SUSPECT:
        return _is_one(line, same_as)
    if decision not in MOVES.get(line.outcome, ()) or (line.outcome == Outcome.LEFT and line.place_id):
        raise ValidationError(_("Cela ne se décide pas de cette ligne."))
    if decision == Decision.TAKE and not (line.values.get("kinds") or line.kinds or line.place_id):
        raise ValidationError(_("Ce lieu n’a pas de typologie : donnez-en une à tout le fichier."))
    before = line.outcome, line.decision
    line.decision = decision
    return _saved(line, before)


def decide_all(*, batch: Import, outcome: Outcome, decision: Decision) -> int:
    """Decide of all the lines that would do the same. Tell how many.

    Raises:
        ValidationError: the import is no longer read over, or this cannot be decided of such lines.

    """
    _refuse_settled(batch)
    if decision not in MOVES.get(outcome, ()):
        raise ValidationError(_("Cela ne se décide pas de ces lignes."))
    lines = batch.lines.filter(outcome=outcome)
    if decision == Decision.TAKE and outcome in (Outcome.SUSPECT, Outcome.LEFT):
        lines = lines.filter(place=None).exclude(values__kinds__isnull=True, kinds=[])
    with transaction.atomic():
        count = lines.update(decision=decision)
        count_again(batch)
    return count


def decide_field(*, line: ImportLine, taken: Collection[str]) -> ImportLine:
    """Decide, field by field, what the source changes of a listing.

    Raises:
        ValidationError: the import is no longer read over.

    """
    _refuse_settled(line.batch)
    before = line.outcome, line.decision
    for name, difference in line.differences.items():
        difference["take"] = name in taken
    line.decision = Decision.TAKE if taken else Decision.LEAVE
    return _saved(line, before)


def _saved(line: ImportLine, before: tuple[str, str]) -> ImportLine:
    """Keep a line, and count it where it now is."""
    with transaction.atomic():
        line.save(update_fields=["outcome", "decision", "differences", "place", "version"])
        move_one(line.batch, before, (line.outcome, line.decision))
    return line


def _refuse_settled(batch: Import) -> None:
    if batch.stage != Stage.PREVIEW:
        raise ValidationError(_("Cet import n’est plus à relire."))


def _is_one(line: ImportLine, key: int) -> ImportLine:
    """Take a suspected line for one of the listings that it looks like."""
    if key not in [candidate["place"] for candidate in line.candidates]:
        raise ValidationError(_("Cette fiche n’est pas de celles qui lui ressemblent."))
    person = line.batch.person
    standing = standing_of({key}, person, is_free=line.batch.joins or person is None).get(key)
    if standing is None or not standing.is_hers:
        raise ValidationError(_("Vous n’animez aucun réseau de cette fiche : faites-la d’abord entrer dans le vôtre."))
    before = line.outcome, line.decision
    differences = compare(None, standing.values, line.values, cousins())
    line.differences = {name: each._asdict() for name, each in differences.items()}
    line.place_id, line.version = key, standing.version
    line.outcome = Outcome.CHANGED if differences else Outcome.SAME
    line.decision = Decision.TAKE if differences else Decision.LEAVE
    return _saved(line, before)
