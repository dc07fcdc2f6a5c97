"""What we would have another directory correct: the rows that differ, under its own headings, with our evidence.

A row says what they say, with what we know better in its place. Columns that nothing is read from are left empty.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Self

from django.utils.translation import gettext as _
from django.utils.translation import override

from network.importing.mapping import Plan
from network.importing.targets import Target
from network.models import Finding, Import
from network.models.peers import Found, Verdict
from network.peers.both_ways import corrected
from places import national
from places.models import Commune, Kind, Place, Service

Row = dict[str, Any]
Values = Mapping[str, Any]
Address = Callable[[Place], str]
# Beside their own columns, for whoever corrects by hand.
ACTION, COLUMNS, BEFORE, HOURS, EVIDENCE = (
    "correction",
    "correction_colonnes",
    "correction_avant",
    "correction_horaires",
    "correction_preuve",
)
_ACTIONS = {Found.DIFFERENT: "corriger", Found.OURS: "ajouter", Found.TWICE: "doublon", Found.THEIRS: "retirer"}
_PUBLICS = {str(choice): word for choice, word in (national.PUBLICS | national.CARE).items()}
_FEES = {str(choice): word for choice, word in national.FEES.items()}
_MOVES: dict[Any, str] = {**national.MOVES}
_CLOSED = "closed_on"
_ANSWERS = {True: "oui", False: "non"}


class Terms(NamedTuple):
    """The words of a peer's file: those of the national standard, where it has one; read once for a file."""

    kinds: Mapping[str, str]
    services: Mapping[str, str]
    communes: Mapping[str, str]

    @classmethod
    def read(cls, headings: Sequence[str]) -> Self:
        """Read them, in three queries."""
        has_codes = "typologie" in headings
        kinds = Kind.objects.values_list("slug", "label", "standard_codes")
        services = Service.objects.values_list("slug", "label", "standard_label")
        return cls(
            {slug: next(iter(codes), label) if has_codes else label for slug, label, codes in kinds},
            {slug: standard or label for slug, label, standard in services},
            dict(Commune.objects.values_list("code", "name")),
        )

    def said(self, target: Target, values: Values) -> Any:  # noqa: ANN401  a cell
        """Write what a column of this sort says of a place; None where nobody knows."""
        lon, lat = values.get("point") or (None, None)
        where = self.communes.get(values.get("commune") or "", None)
        parts = [values.get("address"), values.get("postcode"), where]
        special: dict[Target, Any] = {
            Target.KINDS: _listed(values.get("kinds"), self.kinds),
            Target.SERVICES: _listed(values.get("services"), self.services),
            Target.PUBLICS: _listed(values.get("publics"), _PUBLICS),
            Target.FEES: _listed(values.get("fees"), _FEES),
            Target.COMMUNE: where,
            Target.INSEE: values.get("commune"),
            Target.LATITUDE: lat,
            Target.LONGITUDE: lon,
            Target.POINT: None if lat is None else f"{lat}, {lon}",
            Target.WHOLE_ADDRESS: " ".join(part for part in parts if part) or None,
            Target.IS_ITINERANT: _MOVES.get(values.get("is_itinerant")),
        }
        if target in special:
            return special[target]
        value = values.get(target.value)
        return _ANSWERS[value] if isinstance(value, bool) else value


def _listed(slugs: Iterable[str] | None, words: Mapping[str, str]) -> str | None:
    return national.joined(words.get(slug, slug) for slug in slugs or [])


class Corrections:
    """Writes what was decided of a peer as rows for it."""

    def __init__(self, batch: Import, address: Address) -> None:
        self._targets = [(batch.columns[at], target) for at, target in Plan.of(batch.plan).targets(batch.columns)]
        self._headings, self._address = list(batch.columns), address
        self._terms = Terms.read(self._headings)

    @property
    def columns(self) -> list[str]:
        """Their headings, and ours beside them."""
        return [*self._headings, ACTION, COLUMNS, BEFORE, HOURS, EVIDENCE]

    def rows(self, findings: Iterable[tuple[Finding, Values]]) -> Iterator[Row]:
        """Write each finding that we are right about, given what our listing holds; others give no row."""
        with override("fr"):
            for finding, ours in findings:
                if row := self._row(finding, ours):
                    yield row

    def _row(self, finding: Finding, ours: Values) -> Row | None:
        better = {name: each for name, each in finding.differences.items() if each["verdict"] in _OURS}
        if not better and finding.verdict != Verdict.OURS:
            return None
        said = dict(ours if finding.sort == Found.OURS else finding.theirs)
        changed = {name: corrected(each, name) for name, each in better.items() if name != _CLOSED}
        row = self._cells(said | changed) | {ACTION: "retirer" if _CLOSED in better else _ACTIONS[Found(finding.sort)]}
        before, now = self._cells(finding.theirs), self._cells(said | changed)
        moved = [heading for heading, _target in self._targets if changed and before[heading] != now[heading]]
        return row | {
            **self._named(finding),
            COLUMNS: national.joined(moved),
            BEFORE: " ; ".join(f"{heading} : {before[heading] or '—'}" for heading in moved) or None,
            HOURS: changed.get("opening_hours"),
            EVIDENCE: self._evidence(finding),
        }

    def _cells(self, values: Values) -> Row:
        cells: Row = dict.fromkeys(self._headings)
        return cells | {heading: self._terms.said(target, values) for heading, target in self._targets}

    def _named(self, finding: Finding) -> Row:
        """Their own identifier of the row, where it has one."""
        key = None if finding.key.startswith("~") else finding.key or None
        return {heading: key for heading, target in self._targets if target == Target.KEY}

    def _evidence(self, finding: Finding) -> str:
        """Say where we know it from, and since when."""
        said = []
        if finding.others:
            said.append(_("même lieu que %(keys)s") % {"keys": ", ".join(finding.others)})
        if place := finding.place:
            said += _known_from(place)
            said.append(self._address(place))
        if finding.decided_at:
            said.append(_("relu le %(day)s") % {"day": f"{finding.decided_at:%d/%m/%Y}"})
        return " ; ".join(said)


_OURS = (Verdict.OURS, Verdict.BOTH)


def _known_from(place: Place) -> Iterator[str]:
    if place.closed_on:
        yield _("fermé depuis le %(day)s") % {"day": f"{place.closed_on:%d/%m/%Y}"}
    if place.source:
        day = f" ({place.source_date:%d/%m/%Y})" if place.source_date else ""
        yield _("source : %(source)s") % {"source": f"{place.source}{day}"}
    if place.verified_on:
        yield _("vérifié auprès du lieu le %(day)s") % {"day": f"{place.verified_on:%d/%m/%Y}"}
