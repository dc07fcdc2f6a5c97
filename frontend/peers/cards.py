"""A difference with another directory as a card: what they say, what we say, since when each, and what may be said."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from frontend.importing.preview import Wording
from network.importing.comparing import FIELDS
from network.models import Finding
from network.models.peers import Found, Verdict
from network.peers.both_ways import WORDS
from network.services.imports.peers import differences_now, standing_now, terms_of
from places.models import Kind
from places.models.vocabulary import choices_of
from places.words import day_in_words

_ASKED = {
    Found.UNSURE: _("Est-ce le même lieu ?"),
    Found.DIFFERENT: _("Qui a raison ?"),
    Found.TWICE: _("Ce lieu est-il deux fois chez eux ?"),
    Found.THEIRS: _("Chez eux, pas chez nous"),
    Found.OURS: _("Chez nous, pas chez eux"),
}
# What may be said of each sort: a verdict ("": what was chosen in the lines), and the words of its button.
_LEAVE = (Verdict.LEAVE.value, _("Laisser ainsi"))
_ANSWERS = {
    Found.UNSURE: [
        (Verdict.SAME.value, _("C’est le même lieu")),
        (Verdict.APART.value, _("Ce sont deux lieux")),
        _LEAVE,
    ],
    Found.DIFFERENT: [("", _("Retenir, et suivant")), (Verdict.APART.value, _("Ce n’est pas le même lieu"))],
    Found.TWICE: [
        (Verdict.OURS.value, _("Oui, le leur signaler")),
        (Verdict.APART.value, _("Non, c’est un autre lieu")),
        _LEAVE,
    ],
    Found.THEIRS: [
        (Verdict.THEIRS.value, _("Le reprendre")),
        (Verdict.OURS.value, _("Il n’existe pas, ou plus")),
        _LEAVE,
    ],
    Found.OURS: [(Verdict.OURS.value, _("Le leur proposer")), _LEAVE],
}


class Line(NamedTuple):
    """A field: what they say and what we say, in words; what is chosen unless one says otherwise."""

    name: str
    title: str
    theirs: str
    ours: str
    chosen: str
    has_both: bool

    @property
    def differs(self) -> bool:
        """Tell whether both say something, and not the same."""
        return bool(self.theirs and self.ours) and self.theirs != self.ours


def card_of(finding: Finding) -> dict[str, Any]:
    """Make the context of a card, of the listing as it stands."""
    words, terms, version = Wording(), terms_of(finding.batch), 0
    ours = standing_now(finding)
    words.learn([finding.theirs, ours])
    if finding.sort == Found.DIFFERENT:
        finding.differences, version = differences_now(finding, terms)
        lines = [_line(words, name, each) for name, each in finding.differences.items() if each["verdict"] is None]
    else:
        lines = _beside(words, finding.theirs, ours)
    return {
        "finding": finding,
        "asks": _ASKED[Found(finding.sort)],
        "answers": _ANSWERS[Found(finding.sort)],
        "lines": lines,
        "version": version,
        "since": _since(finding),
        "name": finding.theirs.get("name") or (finding.place.name if finding.place else ""),
        "where": words.of("commune", finding.theirs.get("commune") or ours.get("commune")),
        "kinds": choices_of(Kind) if _lacks_a_kind(finding) else [],
    }


def _since(finding: Finding) -> str:
    """Say where our listing has what it says from, and of which year."""
    place = finding.place
    source, day = (place.source or "", place.source_date) if place else ("", None)
    if day is None or str(day.year) in source:
        return source
    return ", ".join(part for part in (source, day_in_words(day)) if part)


def _lacks_a_kind(finding: Finding) -> bool:
    return finding.sort == Found.THEIRS and not finding.theirs.get("kinds") and not finding.kinds


def _line(words: Wording, name: str, each: Mapping[str, Any]) -> Line:
    theirs, ours = words.of(name, each["theirs"]), words.of(name, each["ours"])
    said, held = (set(each[side] or []) if name in WORDS else set() for side in ("theirs", "ours"))
    chosen = ""
    if not ours or held < said:
        chosen = Verdict.THEIRS.value
    elif not theirs or said < held:
        chosen = Verdict.OURS.value
    has_both = bool(said - held and held - said)
    return Line(name, words.title(name), theirs, ours, chosen, has_both)


def _beside(words: Wording, theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> list[Line]:
    told = ((name, words.of(name, theirs.get(name)), words.of(name, ours.get(name))) for name in FIELDS)
    return [Line(name, words.title(name), said, held, "", has_both=False) for name, said, held in told if said or held]
