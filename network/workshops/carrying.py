"""A room without internet: its workshop is carried to a laptop, and what it sent is brought home in one file, once."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from types import UnionType
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from network.choices import Airing, Contributed, Phase
from network.models import Contribution, Network, Participant, User, Vote, Workshop
from network.models.contribution import LONGEST_NAME, LONGEST_SAID
from network.overlap.supposing import Supposed
from network.workshops.files import WorkshopFile, read_file, read_json
from network.workshops.kinds import PARTS
from network.workshops.making import add_scenes, edit_workshop
from network.workshops.room import Finders, cleaned, finders_of
from places.models import Territory

FORMAT = "croisee-room-1"
LARGEST = 20_000_000  # bytes
# A room ten times as large as any that was measured.
MOST_PEOPLE, MOST_SAID, MOST_VOTES = 3000, 30_000, 100_000
_BROUGHT = (Airing.WAITING, Airing.SHOWN, Airing.REFUSED, Airing.WITHDRAWN)
Row = dict[str, Any]
Shape = Mapping[str, type | UnionType]
_PERSON: Shape = {"key": str, "pseudonym": str, "is_put_aside": bool}
_SAID: Shape = {
    "nonce": str,
    "revision": int,
    "kind": str,
    "said": dict,
    "supposition": str,
    "state": str,
    "by": str | None,
    "made_at": str,
}
_KEY = re.compile("[0-9a-f]{64}")
_MOST_REVISIONS = 2**31 - 1
_AT_ONCE = 500


class Brought(NamedTuple):
    """What a file brought that was not there: people, what they said, what they said anew, and votes."""

    people: int
    said: int
    changed: int
    votes: int


def carry_workshop(text: bytes) -> Workshop:
    """Open on this machine the workshop of a file, under its code, with its scenes; one that is there is opened again.

    Raises:
        ValidationError: it is no file of a workshop, or says nothing of a room, or its network is not here.

    """
    file, room = read_file(text), read_json(text).get("room")
    network = Network.objects.filter(slug=str(room.get("network"))).first() if isinstance(room, dict) else None
    if not isinstance(room, dict) or network is None:
        raise ValidationError(_("Ce fichier ne dit rien d’une salle, ou son réseau n’est pas connu ici."))
    with transaction.atomic():
        known = Workshop.objects.filter(code=str(room.get("code"))).first()
        return _opened(known or _made(file, room, network), file)


def write_room(workshop: Workshop) -> str:
    """Write all that a room sent, with the hashes by which its telephones are known, and a digest of it."""
    people = workshop.participants.order_by("pk").values("key", "pseudonym", "is_put_aside")
    votes = Vote.objects.filter(contribution__workshop=workshop, participant__isnull=False).order_by("pk")
    told = {
        "format": FORMAT,
        "code": workshop.code,
        "title": workshop.title,
        "written": timezone.now().isoformat(),
        "people": list(people),
        "said": [_row(one) for one in workshop.contributions.select_related("participant").order_by("pk")],
        "votes": [[str(nonce), key] for nonce, key in votes.values_list("contribution__nonce", "participant__key")],
    }
    return json.dumps(told | {"digest": _digest(told)}, ensure_ascii=False, indent=1) + "\n"


def bring_home(workshop: Workshop, text: bytes, *, by: User) -> Brought:
    """Take in what a room without internet sent, once: what is here already, or was changed here since, stays.

    Raises:
        ValidationError: it is no such file, was altered, is of another workshop, or says what a room cannot.

    """
    told = _read(text)
    if told.get("code") != workshop.code:
        raise ValidationError(_("Ce fichier est celui d’un autre atelier : %(title)s.") % {"title": told.get("title")})
    with transaction.atomic():
        Workshop.objects.select_for_update().get(pk=workshop.pk)
        _refuse_where_forgotten(workshop)
        people, new_people = _bring_people(workshop, told["people"])
        said, changed = _bring_said(workshop, told["said"], people, by)
        return Brought(new_people, said, changed, _bring_votes(workshop, told["votes"], people))


def _made(file: WorkshopFile, room: Mapping[str, Any], network: Network) -> Workshop:
    try:
        day = date.fromisoformat(str(room.get("day")))
        made = Workshop(network=network, code=str(room.get("code")), title=file.title[:150], day=day)
        made.words = file.words
        made.offers = [kind for kind in Contributed.values if kind in room.get("offers", [])]
        made.territories = _territories(room)
        made.holds_all = bool(room.get("holds_all", True))
        made.full_clean(exclude=["network"])
    except (TypeError, ValueError):
        raise ValidationError(_("Ce fichier ne dit pas quel jour a lieu l’atelier.")) from None
    made.save()
    return made


def _territories(room: Mapping[str, Any]) -> list[str]:
    """The territories that a file says, as far as they are here."""
    said = room.get("territories", [])
    return [code for code in Territory.objects.values_list("code", flat=True) if code in said]


def _opened(workshop: Workshop, file: WorkshopFile) -> Workshop:
    if not workshop.scenes.exists():
        add_scenes(workshop, scenes=file.scenes)
    edit_workshop(workshop, changes={"phase": Phase.OPEN, "closed_at": None})
    return workshop


def _row(one: Contribution) -> Row:
    """What one said, part by part, as her telephone sent it."""
    said = {name: getattr(one, name) for name in PARTS[Contributed(one.kind)].asked}
    return {
        "nonce": str(one.nonce),
        "revision": one.revision,
        "kind": one.kind,
        "said": {name: "\n".join(value) if isinstance(value, list) else value or "" for name, value in said.items()},
        "supposition": one.supposition,
        "state": one.state if one.state in _BROUGHT else Airing.REFUSED.value,
        "by": one.participant.key if one.participant else None,
        "made_at": one.made_at.isoformat(),
    }


def _digest(told: Mapping[str, Any]) -> str:
    kept = {name: value for name, value in told.items() if name != "digest"}
    return sha256(json.dumps(kept, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _refuse_where_forgotten(workshop: Workshop) -> None:
    """People who were forgotten cannot be told from others: votes would count twice, and names come back."""
    votes = Vote.objects.filter(contribution__workshop=workshop, participant=None)
    if votes.exists() or workshop.contributions.filter(participant=None, supposition="").exists():
        raise ValidationError(
            _("Les pseudonymes de cet atelier sont effacés : ce que dit ce fichier compterait deux fois.")
        )


def _read(text: bytes) -> Row:
    told = read_json(text)
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise _no_room()
    if told.get("digest") != _digest(told):
        raise ValidationError(_("Ce fichier a été modifié ou coupé : emportez-le de nouveau."))
    bounds = {"people": MOST_PEOPLE, "said": MOST_SAID, "votes": MOST_VOTES}
    if any(not isinstance(told.get(name), list) or len(told[name]) > most for name, most in bounds.items()):
        raise _no_room()
    return told


def _no_room() -> ValidationError:
    return ValidationError(_("Ce fichier n’est pas celui d’une salle."))


def _bring_people(workshop: Workshop, rows: Iterable[Any]) -> tuple[dict[str, Participant], int]:
    known = {one.key: one for one in workshop.participants.all()}
    told = {row["key"]: row for row in _each(rows, _PERSON)}
    new = [_person(workshop, row) for key, row in told.items() if key not in known]
    Participant.objects.bulk_create(new, batch_size=_AT_ONCE)
    return known | {one.key: one for one in new}, len(new)


def _person(workshop: Workshop, row: Row) -> Participant:
    pseudonym = " ".join(row["pseudonym"].split())[:LONGEST_NAME]
    if not _KEY.fullmatch(row["key"]) or not pseudonym:
        raise _no_room()
    return Participant(workshop=workshop, key=row["key"], pseudonym=pseudonym, is_put_aside=row["is_put_aside"])


def _bring_said(
    workshop: Workshop, rows: Iterable[Any], people: Mapping[str, Participant], by: User
) -> tuple[int, int]:
    known = dict(workshop.contributions.values_list("nonce", "revision"))
    place, network, where = finders_of(workshop)
    find = Finders(cache(place), cache(network), cache(where))
    new: dict[UUID, Contribution] = {}
    changed = 0
    for row in _each(rows, _SAID):
        nonce, revision = _number(row)
        if nonce in new or known.get(nonce, -1) >= revision:
            continue
        values = _values(row, by, find) | {"participant": people.get(row["by"] or "")}
        if nonce in known:
            # What it was merged with, or that it was alone on the screen, is of what it said before.
            workshop.contributions.filter(nonce=nonce).update(**values, is_on_screen=False, same_as=None)
            known[nonce] = revision
            changed += 1
        else:
            new[nonce] = Contribution(workshop=workshop, nonce=nonce, made_at=_moment(row["made_at"]), **values)
    Contribution.objects.bulk_create(new.values(), batch_size=_AT_ONCE)
    return len(new), changed


def _number(row: Row) -> tuple[UUID, int]:
    """The number that its telephone gave it, and how often it was said anew."""
    try:
        nonce = UUID(row["nonce"])
    except ValueError:
        raise _no_room() from None
    if not 0 <= row["revision"] <= _MOST_REVISIONS:
        raise _no_room()
    return nonce, row["revision"]


def _values(row: Row, by: User, find: Finders) -> Row:
    """Read what one said as the columns of its row; the places and networks that it names are those of here."""
    try:
        kind, state = Contributed(row["kind"]), Airing(row["state"])
    except ValueError:
        raise _no_room() from None
    supposition = row["supposition"]
    if state not in _BROUGHT or (supposition and not Supposed.read(supposition)):
        raise _no_room()
    decided = {} if state in {Airing.WAITING, Airing.WITHDRAWN} else {"decided_by": by, "decided_at": timezone.now()}
    told = {"revision": row["revision"], "kind": kind, "state": state, "supposition": supposition} | decided
    return told | cleaned(kind, _completed(kind, row["said"]), find)


def _completed(kind: Contributed, said: Mapping[str, Any]) -> dict[str, str]:
    """What is supposed before the room says itself in words alone: parts that a telephone has to give are filled."""
    words = {name: str(value)[: LONGEST_SAID * 20] for name, value in said.items()}
    return {name: words.get(name, "") or ("—" if name in PARTS[kind].needed else "") for name in PARTS[kind].asked}


def _bring_votes(workshop: Workshop, rows: Iterable[Any], people: Mapping[str, Participant]) -> int:
    keys = {str(nonce): key for nonce, key in workshop.contributions.values_list("nonce", "pk")}
    before = Vote.objects.filter(contribution__workshop=workshop).count()
    pairs = [row for row in rows if isinstance(row, list) and len(row) == len(("said", "by"))]
    votes = [
        Vote(contribution_id=keys[str(nonce)], participant=people[str(key)])
        for nonce, key in pairs
        if str(nonce) in keys and str(key) in people
    ]
    Vote.objects.bulk_create(votes, ignore_conflicts=True)
    return Vote.objects.filter(contribution__workshop=workshop).count() - before


def _each(rows: Iterable[Any], shape: Shape) -> Iterator[Row]:
    """Read rows that say all that is asked, each in its sort.

    Raises:
        ValidationError: one does not.

    """
    for row in rows:
        if not isinstance(row, dict) or not all(isinstance(row.get(name), sort) for name, sort in shape.items()):
            raise _no_room()
        yield row


def _moment(text: str) -> datetime:
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    return found if found and timezone.is_aware(found) else timezone.now()
