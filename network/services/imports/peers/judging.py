"""What someone decides of a difference with another directory: kept, so that it is not asked again; or written."""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from network.importing.comparing import columns_of, precision_of
from network.models import Finding, SourceRecord, User
from network.models.peers import Found, Verdict
from network.peers.both_ways import Terms, taken
from network.services.imports.applying import join_by_file, keep_records, listing_said
from network.services.imports.peers.comparing import differences_now, terms_of
from places.choices import Door
from places.duplicates import Typed, alike
from places.models import Place
from places.services import Conflict, create_place, edit_place, signed

# What may be decided of all of a finding, by its sort.
VERDICTS: dict[str, Collection[Verdict]] = {
    Found.UNSURE: (Verdict.SAME, Verdict.APART, Verdict.LEAVE),
    Found.DIFFERENT: (Verdict.APART, Verdict.OURS, Verdict.LEAVE),
    Found.TWICE: (Verdict.OURS, Verdict.APART, Verdict.LEAVE),
    Found.THEIRS: (Verdict.THEIRS, Verdict.OURS, Verdict.LEAVE),
    Found.OURS: (Verdict.OURS, Verdict.LEAVE),
}
_OF_FIELDS = (Verdict.THEIRS, Verdict.OURS, Verdict.BOTH, Verdict.LEAVE)


def judge(*, finding: Finding, verdict: Verdict, kinds: Collection[str] = (), by: User | None) -> Finding | None:
    """Decide of all of a finding; tell what is now to be looked at of the same row, if anything is.

    That it is the same place has its differences looked at next; what they alone have is taken as a new listing, with
    the peer as its source and day, and of `kinds` where neither they nor its name say one.

    Raises:
        ValidationError: it cannot be decided of such a finding; someone did already; or the listing cannot be.

    """
    with transaction.atomic():
        locked = _locked(finding)
        if verdict not in VERDICTS[locked.sort]:
            raise ValidationError(_("Cela ne se décide pas de cet écart."))
        if verdict == Verdict.SAME:
            return _is_one(locked, by)
        if verdict == Verdict.THEIRS:
            _take(locked, kinds, by)
            return None
        if verdict == Verdict.APART:
            return _is_another(locked, by)
        if locked.sort == Found.DIFFERENT:
            for each in locked.differences.values():
                each["verdict"] = each["verdict"] or verdict.value
            _close(locked, None, by)
        else:
            _close(locked, verdict, by)
    return None


def judge_fields(
    *, finding: Finding, verdicts: Mapping[str, Verdict], based_on: int | None = None, by: User | None
) -> Finding | None:
    """Decide, field by field, who is right: what is taken is written, on the version of the listing that was seen.

    What nothing is said of is asked again; None where nothing is left of it.

    Raises:
        ValidationError: this cannot be decided, or not be written; or the listing says something else by now.

    """
    with transaction.atomic():
        locked, terms = _locked(finding), terms_of(finding.batch)
        if locked.sort != Found.DIFFERENT or not set(verdicts.values()) <= set(_OF_FIELDS):
            raise ValidationError(_("Cela ne se décide pas de cet écart."))
        locked.differences, version = differences_now(locked, terms)
        said = {name: verdict for name, verdict in verdicts.items() if name in locked.differences}
        wins = {name: verdict for name, verdict in said.items() if verdict in (Verdict.THEIRS, Verdict.BOTH)}
        values = {name: taken(name, locked.differences[name], verdict, terms) for name, verdict in wins.items()}
        if written := {name: value for name, value in values.items() if value is not None and name != "closed_on"}:
            _write(locked, written, based_on or version, by)
        for name, verdict in said.items():
            locked.differences[name]["verdict"] = verdict.value
        locked.differences = _after(locked, terms, said)
        return _kept(locked, by)


def _after(finding: Finding, terms: Terms, said: Mapping[str, Verdict]) -> dict[str, Any]:
    """What still differs: of words that both sides now share here, theirs still lack ours."""
    found, _version = differences_now(finding, terms)
    for name, each in found.items():
        if name in said and each["verdict"] is None:
            each["verdict"] = (Verdict.OURS if said[name] == Verdict.BOTH else said[name]).value
    return found


def _kept(finding: Finding, by: User | None) -> Finding | None:
    if not finding.differences:
        finding.delete()
        return None
    finding.is_open = any(each["verdict"] is None for each in finding.differences.values())
    finding.decided_by, finding.decided_at = by, timezone.now()
    finding.save(update_fields=["differences", "is_open", "decided_by", "decided_at"])
    return finding if finding.is_open else None


def _write(finding: Finding, values: dict[str, Any], version: int, by: User | None) -> None:
    """Write what they say into a listing, in their name and of their day."""
    changes = columns_of(values)
    if "point" in values:
        changes["precision"] = precision_of(finding.theirs)
    try:
        with _in_their_name(finding, by):
            edit_place(place=_listing(finding), changes=changes, based_on=version, by=by, door=Door.IMPORT)
    except Conflict as conflict:
        raise ValidationError(_("Quelqu’un vient de changer cette fiche : regardez-la de nouveau.")) from conflict


def _in_their_name(finding: Finding, by: User | None) -> Any:  # noqa: ANN401  a context
    day = finding.told_on if isinstance(finding.told_on, str) else finding.told_on.isoformat()
    return signed(by=by, door=Door.IMPORT, peer=finding.source.name, peer_day=day)


def _listing(finding: Finding) -> Place:
    return Place(pk=finding.place_id)


def _take(finding: Finding, kinds: Collection[str], by: User | None) -> None:
    """Make a listing of what they alone have, unless someone wrote one meanwhile."""
    known = list(finding.theirs.get("kinds") or finding.kinds or kinds)
    if not known:
        raise ValidationError(_("Dites d’abord ce qu’est ce lieu : leur fichier ne le dit pas."))
    if _may_be_there(finding, known):
        raise ValidationError(_("Une fiche qui lui ressemble a été écrite depuis. Faites relire leur fichier."))
    told = {"source_date": finding.told_on.isoformat(), **finding.theirs}
    said = listing_said(finding.batch, finding.key, told, known)
    with _in_their_name(finding, by):
        made = create_place(values=said, by=by, door=Door.IMPORT)
        if finding.batch.joins and finding.source.network_id:
            join_by_file(finding.batch, made.pk, by=by)
    _pair(finding, made.pk)
    finding.delete()


def _may_be_there(finding: Finding, kinds: list[str]) -> bool:
    """Tell whether a listing of today looks like it, that nobody said to be another."""
    said = finding.theirs
    names = ("commune", "address", "phone", "point", "siret")
    found = alike(Typed(said["name"], kinds, *(said.get(name) for name in names)))
    likely = {pair.other.key for pair in found if pair.likeness.is_likely}
    apart = finding.source.findings.filter(key=finding.key, verdict=Verdict.APART).values_list("place", flat=True)
    return bool(likely - set(apart))


def _pair(finding: Finding, place: int) -> None:
    """Note that a row of theirs is of this listing."""
    said = SourceRecord(
        source=finding.source, key=finding.key, place_id=place, said=finding.theirs, batch=finding.batch
    )
    keep_records([said])


def _is_one(finding: Finding, by: User | None) -> Finding | None:
    """Take a row of theirs for one of our listing: what the two say otherwise is looked at next."""
    _pair(finding, finding.place_id or 0)
    finding.sort, finding.differences, finding.reasons = Found.DIFFERENT, {}, []
    finding.differences, _version = differences_now(finding, terms_of(finding.batch))
    if not finding.differences:
        finding.delete()
        return None
    finding.decided_by = by
    finding.save(update_fields=["sort", "differences", "reasons", "decided_by"])
    return finding


def _is_another(finding: Finding, by: User | None) -> Finding | None:
    """Tell a row of theirs from our listing, for good; what remains is a place that they alone have."""
    SourceRecord.objects.filter(source=finding.source, key=finding.key).delete()
    alone = Finding.objects.create(
        source=finding.source,
        batch=finding.batch,
        sort=Found.THEIRS,
        key=finding.key,
        number=finding.number,
        theirs=finding.theirs,
        kinds=finding.kinds,
        told_on=finding.told_on,
    )
    if finding.sort == Found.DIFFERENT:
        finding.sort, finding.differences = Found.UNSURE, {}
    _close(finding, Verdict.APART, by)
    return alone


def _close(finding: Finding, verdict: Verdict | None, by: User | None) -> None:
    finding.verdict, finding.is_open = verdict, False
    finding.decided_by, finding.decided_at = by, timezone.now()
    finding.save(update_fields=["sort", "verdict", "is_open", "differences", "decided_by", "decided_at"])


def _locked(finding: Finding) -> Finding:
    """Hold a finding that is still to be decided.

    Raises:
        ValidationError: someone decided of it, or it is no longer there.

    """
    held = Finding.objects.select_for_update(of=("self",)).filter(pk=finding.pk, is_open=True)
    locked = held.select_related("source__network", "batch__source").first()
    if locked is None:
        raise ValidationError(_("Quelqu’un en a déjà décidé, ou leur fichier ne le dit plus."))
    return locked


def reopen(*, finding: Finding, by: User | None) -> None:
    """Change one's mind: it is asked again. What was written of it is undone in the history of its listing."""
    with transaction.atomic():
        held = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
        for each in held.differences.values():
            each["verdict"] = None
        if held.verdict == Verdict.APART:
            Finding.objects.filter(source=held.source_id, key=held.key, sort=Found.THEIRS).delete()
        held.verdict, held.is_open, held.decided_by, held.decided_at = None, True, by, timezone.now()
        held.save(update_fields=["differences", "verdict", "is_open", "decided_by", "decided_at"])


def decide_alike(*, findings: Any, sort: Found, verdict: Verdict, by: User | None) -> int:  # noqa: ANN401  a queryset
    """Decide the same of all open findings of a sort, in one go: what would write is refused. Tell how many.

    Of what is said otherwise, that we are right where they say nothing; the rest stays to be looked at.

    Raises:
        ValidationError: this is decided one by one.

    """
    if verdict not in (Verdict.OURS, Verdict.LEAVE) or verdict not in VERDICTS[sort] or sort == Found.THEIRS:
        raise ValidationError(_("Cela se décide un par un."))
    count = 0
    with transaction.atomic():
        for each in findings.filter(sort=sort, is_open=True).select_for_update(of=("self",)):
            if sort == Found.DIFFERENT:
                count += _fill_their_blanks(each, verdict, by)
            else:
                _close(each, verdict, by)
                count += 1
    return count


def _fill_their_blanks(finding: Finding, verdict: Verdict, by: User | None) -> bool:
    blank = [each for each in finding.differences.values() if each["verdict"] is None and each["theirs"] is None]
    for each in blank:
        each["verdict"] = verdict.value
    if blank:
        finding.is_open = any(each["verdict"] is None for each in finding.differences.values())
        finding.decided_by, finding.decided_at = by, timezone.now()
        finding.save(update_fields=["differences", "is_open", "decided_by", "decided_at"])
    return bool(blank)
