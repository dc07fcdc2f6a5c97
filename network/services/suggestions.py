"""What becomes of a suggestion: it is received, and a facilitator accepts it, in part or whole, or refuses it."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from hashlib import sha256
from types import MappingProxyType
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from network.choices import Reported, Review, Stream
from network.mail.answers import answer_of
from network.models import Author, Suggestion
from network.models.suggestion import SETTLED
from network.services.mails import queue_mail
from network.services.memberships import close
from network.services.suggested_photos import SentPhoto, held_photo_of, hold_photo, let_go, publish
from places.choices import DatePrecision, Door, Precision, Status
from places.models import Place
from places.services import create_place, edit_place, free_slug, seen_at, signed, version_of
from places.services.places import Person

# A guard's mistake can be put right for so long.
_SPAM_IS_KEPT = timedelta(days=30)
ACCEPTED, EDITED, REFUSED = "accepted", "edited", "refused"
Step = tuple[Mapping[str, Any], int]
_PHOTO = "photo"  # beside the fields, among what is decided


class Said(NamedTuple):
    """What an author says: field by field, in free words, on which version; where to answer; and a photo."""

    patch: Mapping[str, Any]
    words: str | None = None
    version: int = 0
    tell: str = ""
    photo: SentPhoto | None = None


class Verdict(NamedTuple):
    """What a facilitator decided of each field proposed, and why; what is said of the photo, if it is to be shown."""

    decisions: Mapping[str, str] = MappingProxyType({})
    reason: str | None = None
    photo: Mapping[str, Any] | None = None


_ALL = Verdict()


def suggest(
    *,
    kind: Reported,
    said: Said,
    place: Place | None = None,
    doubts: Collection[str] = (),
    door: Door,
) -> Suggestion:
    """Receive a suggestion, made on a version of the listing: the one of today, if the log knows no such version.

    With `doubts` it is put apart. One that says the same and still waits is given back: nothing waits twice. Its
    author, if there is an address, will be told in the language of this thread what became of it.
    """
    Suggestion.objects.filter(state=Review.SPAM, decided_at__lt=timezone.now() - _SPAM_IS_KEPT).delete()
    fingerprint = _fingerprint(kind, place, said)
    made = Suggestion(
        kind=kind,
        place=Place(pk=place.pk) if place else None,
        version=_read(place, said.version) if place else 0,
        patch=json.loads(_written(dict(said.patch))),
        words=said.words or "",  # stored as NULL
        doubts=list(doubts),
        fingerprint=fingerprint,
        state=Review.APART if doubts else Review.WAITING,
        door=door,
    )
    Suggestion.objects.bulk_create([made], ignore_conflicts=True)
    kept = Suggestion.objects.filter(fingerprint=fingerprint).latest("pk")
    if said.photo and kept.is_open:
        hold_photo(kept, said.photo)
    if said.tell:
        author = Author(suggestion=kept, email=said.tell, language=get_language() or settings.LANGUAGE_CODE)
        Author.objects.bulk_create([author], ignore_conflicts=True)
    return kept


def accept(
    *,
    suggestion: Suggestion,
    steps: Iterable[Step],
    verdict: Verdict = _ALL,
    by: Person,
    door: Door,
) -> Suggestion:
    """Write what a facilitator keeps of a suggestion about a listing, in one change that she signs.

    `steps` are the changes, each with the version on which it stands. Without any, nothing is written: the listing says
    it already. The photo that came with it is let go, unless the verdict says what it shows.

    Raises:
        Conflict, ValidationError: see `edit`; nothing is decided then, nor when someone else has just decided.

    """
    verdict = _with_its_photo(suggestion, verdict)
    state = Review.PARTLY if REFUSED in verdict.decisions.values() else Review.ACCEPTED
    with _settling(suggestion, state, verdict, by=by, door=door) as settled:
        written = set[str]()
        for changes, version in steps:
            edit_place(place=_place_of(settled), changes=changes, based_on=version, by=by, door=door)
            written |= {name for name, value in changes.items() if value is not None}
        if "point" in written:
            _say_how_precise(settled, by=by, door=door)
        _show_photo(settled, verdict, by=by, door=door)
    return settled


def accept_new(
    *, suggestion: Suggestion, values: Mapping[str, Any], verdict: Verdict = _ALL, by: Person, door: Door
) -> Suggestion:
    """Publish the listing of a place that was missing; with its photo, if what it shows is said.

    Raises:
        ValidationError: a value cannot be; or someone else has just decided.

    """
    verdict = _with_its_photo(suggestion, verdict)
    with _settling(suggestion, Review.ACCEPTED, verdict, by=by, door=door) as settled:
        named = {"slug": free_slug(str(values["name"])), "status": Status.PUBLISHED}
        settled.place = create_place(values=named | dict(values), by=by, door=door)
        _show_photo(settled, verdict, by=by, door=door)
    return settled


def accept_closing(
    *, suggestion: Suggestion, on: date, precision: str = DatePrecision.DAY, by: Person, door: Door
) -> Suggestion:
    """Close a place for good, on the day that the facilitator found. See `close` for what is raised."""
    with _settling(suggestion, Review.ACCEPTED, Verdict({"closed_on": ACCEPTED}), by=by, door=door) as settled:
        close(place=_place_of(settled), on=on, precision=precision, by=by, door=door)
    return settled


def refuse(*, suggestion: Suggestion, reason: str, by: Person, door: Door) -> Suggestion:
    """Refuse a suggestion, with a reason that its author may read.

    Raises:
        ValidationError: someone else has just decided.

    """
    verdict = Verdict(dict.fromkeys(suggestion.patch, REFUSED), reason)
    with _settling(suggestion, Review.REFUSED, verdict, by=by, door=door) as settled:
        pass
    return settled


def sort_out(*, suggestion: Suggestion, state: Review, by: Person, door: Door) -> Suggestion:
    """Take a suggestion for spam, or give one that was put apart back to those who review. Nothing is deleted now.

    Raises:
        ValidationError: it is no longer where this may be done.

    """
    with _settling(suggestion, state, by=by, door=door) as settled:
        pass
    return settled


@contextmanager
def _settling(
    suggestion: Suggestion, state: Review, verdict: Verdict = _ALL, *, by: Person, door: Door
) -> Iterator[Suggestion]:
    """Move a suggestion to a state, with all that is written inside: one change, signed, which names the suggestion."""
    with transaction.atomic(), signed(by=by, door=door, suggestion=str(suggestion.uuid)):
        row = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
        if not row.may_become(state):
            raise ValidationError(_("Quelqu’un vient de décider de cette suggestion."), code="settled")
        before = version_of(row.place) if row.place else 0
        yield row
        row.state, row.decisions, row.reason = state, dict(verdict.decisions), verdict.reason or ""
        row.decided_at, row.decided_by_id = timezone.now(), by.pk if by else None
        row.change = _change_since(row.place, before) if row.place else None
        row.save()
        if state in SETTLED:
            let_go(row)
        _tell_authors(row)


def _with_its_photo(suggestion: Suggestion, verdict: Verdict) -> Verdict:
    """Say among the rest what becomes of the photo of a suggestion that has one."""
    if not held_photo_of(suggestion):
        return verdict
    decided = REFUSED if verdict.photo is None else ACCEPTED
    return verdict._replace(decisions={**verdict.decisions, _PHOTO: decided})


def _show_photo(settled: Suggestion, verdict: Verdict, *, by: Person, door: Door) -> None:
    held = held_photo_of(settled)
    if held and verdict.photo is not None:
        publish(held, place=_place_of(settled), said=verdict.photo, by=by, door=door)


def _tell_authors(row: Suggestion) -> None:
    """Write to who left an address, and forget it: the mail has it until it is sent. Spam is answered by nobody."""
    if row.state not in SETTLED:
        return
    for author in row.authors.all():
        with override(author.language):
            letter = answer_of(row)
        queue_mail(to=author.email, stream=Stream.SUGGESTION, letter=letter, key=f"author:{author.pk}")
    row.authors.all().delete()


def _say_how_precise(settled: Suggestion, *, by: Person, door: Door) -> None:
    """Say that a point that a visitor showed with a finger is of the street, and no nearer."""
    edit_place(place=_place_of(settled), changes={"precision": Precision.STREET}, by=by, door=door)


def _change_since(place: Place, version: int) -> int | None:
    """Name the change that wrote a listing after a version; None when none did."""
    log: Any = place
    event = log.pgh_event_model.objects.of(place.pk).filter(pgh_id__gt=version).order_by("pgh_id").last()
    return event.pgh_change_id if event else None


def _place_of(suggestion: Suggestion) -> Place:
    assert suggestion.place is not None, "only a new place has no listing yet"
    return suggestion.place


def _read(place: Place, version: int) -> int:
    """The version that the author read, or the one of today."""
    try:
        seen_at(place, version)
    except ValidationError:
        return version_of(place)
    return version


def _fingerprint(kind: str, place: Place | None, said: Said) -> str:
    same = [str(kind), place.pk if place else None, dict(said.patch), said.words]
    if said.photo:
        same.append(said.photo.picture.file)
    return sha256(_written(same).encode()).hexdigest()


def _written(said: object) -> str:
    """Write as JSON: numbers with a comma and days too, in the one way."""
    return json.dumps(said, cls=DjangoJSONEncoder, sort_keys=True)
