"""A file of another directory, read into lines like any other, becomes what differs between it and us."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from network.importing.mapping import Plan
from network.importing.matching import Standing, standing_of
from network.importing.repairs import Refusal
from network.importing.words import cousins
from network.models import Finding, Import, ImportFile, ImportLine, NetworkedPlace, SourceRecord
from network.models.imports import Outcome, Stage
from network.models.peers import Found, Verdict
from network.peers.both_ways import Terms, both_ways, identity
from network.services.imports.applying import keep_records
from places.choices import Precision
from places.dates import written_out
from places.models import Place, Service

_AT_ONCE = 1000
_ELSEWHERE = [Outcome.OUTSIDE, Outcome.VANISHED]
_CLOSED = "closed_on"
_KEPT = ["batch", "number", "theirs", "kinds", "ours", "others", "reasons", "differences", "told_on"]
_JUDGED = ["verdict", "is_open", "decided_by", "decided_at"]


def terms_of(batch: Import) -> Terms:
    """Tell what a peer's file has columns and words for. Evaluates, in two queries."""
    targets = {target for _at, target in Plan.of(batch.plan).targets(batch.columns)}
    sayable = Service.objects.exclude(standard_label=None).values_list("slug", flat=True)
    return Terms.of(targets, list(sayable), cousins())


def compare_with_peer(*, batch: Import) -> Import:
    """Say what differs between the file of a peer and ours.

    What was decided before holds as long as both sides say the same. The lines and the file are then forgotten, and so
    is what was found last time and no longer is.
    """
    with transaction.atomic():
        locked = Import.objects.select_for_update(of=("self",)).select_related("source__network").get(pk=batch.pk)
        if locked.stage != Stage.PREVIEW:
            return locked
        _Comparison(locked).write()
        batch.refresh_from_db()
    return batch


def differences_now(finding: Finding, terms: Terms) -> tuple[dict[str, Any], int]:
    """Tell by field what a row of theirs and our listing say otherwise at this moment, and the version of the listing.

    A verdict stays where both say what they said when it was given.
    """
    standing = _standing({finding.place_id or 0}).get(finding.place_id or 0)
    if standing is None:
        return {}, 0
    found = _differences(finding.theirs, standing.values, _closed({finding.place_id or 0}), finding.place_id, terms)
    return _with_verdicts(found, finding.differences), standing.version


def standing_now(finding: Finding) -> dict[str, Any]:
    """Tell what our listing of a finding holds at this moment, in JSON's types."""
    return standing_of_all({finding.place_id or 0}).get(finding.place_id or 0, {})


def standing_of_all(keys: set[int]) -> dict[int, dict[str, Any]]:
    """Tell what some listings hold at this moment. Evaluates, in three queries."""
    return {key: standing.values for key, standing in _standing(keys).items()}


def _with_verdicts(found: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    for name, each in found.items():
        last = before.get(name, {})
        if last and (last["theirs"], last["ours"]) == (each["theirs"], each["ours"]):
            each["verdict"] = last["verdict"]
    return found


def _standing(keys: set[int]) -> dict[int, Standing]:
    """What these listings hold; a point that stands for its commune is none."""
    rough = set(
        Place.objects.filter(pk__in=keys).exclude(precision__in=Precision.precise()).values_list("pk", flat=True)
    )
    found = standing_of(keys, None, is_free=True)
    for key in rough & found.keys():
        found[key].values["point"] = None
    return found


def _closed(keys: set[int]) -> dict[int, date]:
    closed = Place.objects.filter(pk__in=keys, closed_on__lte=timezone.localdate())
    return {key: day for key, day in closed.values_list("pk", "closed_on") if day}


def _differences(
    theirs: dict[str, Any], ours: dict[str, Any], closed: dict[int, date], place: int | None, terms: Terms
) -> dict[str, Any]:
    found: dict[str, Any] = both_ways(theirs, ours, terms)
    if place in closed:
        # Of a place that is no more there is nothing else to correct.
        return {_CLOSED: {"theirs": None, "ours": closed[place].isoformat(), "verdict": None}}
    return found


class _Comparison:
    """Writes what a file of a peer, and our listings, say otherwise."""

    def __init__(self, batch: Import) -> None:
        self._batch, self._source, self._terms = batch, batch.source, terms_of(batch)
        self._before = {_name(each): each for each in self._source.findings.all()}
        self._key_of: dict[int, str] = {}  # by our listing, their row that it is compared with
        self._doubted: set[int] = set()
        self._kinds: set[str] = set()
        self._counts: Counter[str] = Counter()

    def write(self) -> None:
        """Write it, and forget the lines and what was found before."""
        for chunk in _chunks(self._paired()):
            self._keep(self._of_pairs(chunk))
        for chunk in _chunks(self._others()):
            near = {candidate["place"] for line in chunk for candidate in line.candidates}
            standing = _standing(near)
            self._keep([self._of_one(line, standing) for line in chunk])
        for places in _chunks(self._ours().iterator(_AT_ONCE)):
            self._keep([self._ours_alone(place) for place in places])
        self._settle()

    def _lines(self) -> Any:  # noqa: ANN401  a queryset
        """The lines of this land that say enough to be compared: what lacks a kind alone is there all the same."""
        kindless = Q(outcome=Outcome.REFUSED) & Q(cuts__contains=[[Refusal.NO_KIND.value]])
        there = self._batch.lines.exclude(outcome__in=[*_ELSEWHERE, Outcome.REFUSED])
        return (there | self._batch.lines.filter(kindless)).order_by("number", "pk")

    def _paired(self) -> Iterator[ImportLine]:
        for line in self._lines().exclude(place=None).iterator(_AT_ONCE):
            if not self._is_apart(line, line.place_id):
                yield line

    def _others(self) -> Iterator[ImportLine]:
        for line in self._lines().iterator(_AT_ONCE):
            if line.place_id is None or self._is_apart(line, line.place_id):
                yield line

    def _is_apart(self, line: ImportLine, place: int) -> bool:
        """Tell whether someone said that a row of theirs is not this listing, and it still says what it said."""
        said = (self._before.get((sort.value, line.key, place)) for sort in (Found.UNSURE, Found.TWICE))
        return any(
            each is not None and each.verdict == Verdict.APART and identity(each.theirs) == identity(line.values)
            for each in said
        )

    def _of_pairs(self, lines: Sequence[ImportLine]) -> list[Finding]:
        """Compare lines with the listings that they are known to be of."""
        keys = {line.place_id or 0 for line in lines}
        standing, closed = _standing(keys), _closed(keys)
        found, records = [], []
        for line in lines:
            self._heard(line)
            key = line.place_id or 0
            if key not in standing:
                continue
            records.append(self._record(line))
            if key in self._key_of:
                found.append(self._made(Found.TWICE, line, key, standing[key].values, others=[self._key_of[key]]))
                continue
            self._key_of[key] = line.key
            self._counts["paired"] += 1
            if differences := _differences(line.values, standing[key].values, closed, key, self._terms):
                found.append(self._made(Found.DIFFERENT, line, key, standing[key].values, differences=differences))
        keep_records(records)
        return found

    def _record(self, line: ImportLine) -> SourceRecord:
        return SourceRecord(
            source=self._source, key=line.key, place_id=line.place_id, said=line.values, batch=self._batch
        )

    def _of_one(self, line: ImportLine, standing: Mapping[int, Standing]) -> Finding:
        """Tell which listing a line may be of, or that we do not have it. What was told apart is kept as such."""
        self._heard(line)
        for candidate in line.candidates:
            key = candidate["place"]
            if key in standing and not self._is_apart(line, key):
                others = [self._key_of[key]] if key in self._key_of else []
                self._doubted.add(key)
                told = {"others": others, "reasons": candidate["reasons"]}
                return self._made(Found.TWICE if others else Found.UNSURE, line, key, standing[key].values, **told)
        return self._made(Found.THEIRS, line, None, {})

    def _heard(self, line: ImportLine) -> None:
        self._counts["rows"] += 1
        self._kinds |= set(line.values.get("kinds") or line.kinds)

    def _made(
        self,
        sort: Found,
        line: ImportLine,
        place: int | None,
        ours: dict[str, Any],
        **more: Any,  # noqa: ANN401
    ) -> Finding:
        return Finding(
            source=self._source,
            batch=self._batch,
            sort=sort,
            key=line.key,
            place_id=place,
            number=line.number,
            theirs=line.values,
            kinds=line.kinds,
            ours=identity(ours),
            told_on=written_out({"source_date": line.values.get("source_date") or self._batch.day})["source_date"],
            **more,
        )

    def _ours(self) -> Any:  # noqa: ANN401  a queryset
        """Our living places that none of their rows is, or may be: of the network, else of kinds that they list."""
        today = timezone.localdate()
        living = NetworkedPlace.objects.published().filter(Q(closed_on=None) | Q(closed_on__gt=today))
        if self._source.network:
            living = living.filter(memberships__network=self._source.network, memberships__period__contains=today)
        else:
            kin = set().union(*(self._terms.cousins.get(kind, frozenset()) for kind in self._kinds))
            living = living.filter(kinds__overlap=sorted(self._kinds | kin))
        return living.exclude(pk__in=self._key_of.keys() | self._doubted).order_by("pk")

    def _ours_alone(self, place: Place) -> Finding:
        told = {name: getattr(place, name) for name in ("name", "address", "siret")} | {"commune": place.commune_id}
        return Finding(
            source=self._source,
            batch=self._batch,
            sort=Found.OURS,
            place_id=place.pk,
            ours=identity(told),
            told_on=self._batch.day,
        )

    def _keep(self, found: Sequence[Finding]) -> None:
        """Write what was found, with what was decided of it."""
        for each in found:
            self._judged_before(each)
            self._counts[each.sort] += 1
        Finding.objects.bulk_create(
            found,
            update_conflicts=True,
            unique_fields=["source", "sort", "key", "place"],
            update_fields=[*_KEPT, *_JUDGED],
        )

    def _judged_before(self, each: Finding) -> None:
        before = self._before.get(_name(each))
        if before is None:
            return
        if each.sort == Found.DIFFERENT:
            each.differences = _with_verdicts(each.differences, before.differences)
            each.is_open = any(field["verdict"] is None for field in each.differences.values())
        elif identity(before.theirs) == identity(each.theirs) and before.ours == each.ours:
            each.verdict, each.is_open = before.verdict, before.is_open
        each.decided_by_id, each.decided_at = before.decided_by_id, before.decided_at

    def _settle(self) -> None:
        batch = self._batch
        lines = batch.lines_read
        batch.lines.all().delete()
        ImportFile.objects.filter(batch=batch).delete()
        self._remember_what_was_told_apart()
        self._source.imports.filter(stage=Stage.COMPARED).exclude(pk=batch.pk).delete()
        batch.notes |= {"compared": dict(self._counts), "lines": lines}
        batch.stage, batch.settled_at, batch.said = Stage.COMPARED, timezone.now(), None
        batch.save(update_fields=["stage", "settled_at", "said", "notes"])

    def _remember_what_was_told_apart(self) -> None:
        """Keep what says that two are not one: it is no difference, and is found no more."""
        apart = self._source.findings.filter(verdict=Verdict.APART).exclude(batch=self._batch)
        apart.update(batch=self._batch)
        self._source.findings.exclude(batch=self._batch).delete()


def _name(finding: Finding) -> tuple[str, str, int | None]:
    return str(finding.sort), finding.key, finding.place_id


def _chunks(found: Iterator[Any]) -> Iterator[list[Any]]:
    while chunk := list(islice(found, _AT_ONCE)):
        yield chunk
