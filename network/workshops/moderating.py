"""What becomes of what a room sends: shown, refused, corrected, put on the screen; and undone by one gesture."""

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from network.choices import Airing, Contributed, Reported
from network.models import Contribution, Participant, Suggestion, User, Vote
from network.services import Said, suggest
from network.workshops.room import cleaned, commune_named, finders_of, parts_of_where
from network.workshops.territories import territories_of
from places.choices import Door
from places.models import Place

MOST_ALIKE = 5
# The parts by which two are alike, beside their words.
_WRITTEN = ("heading", "place_said", "other_said", "network_said")
OPEN = (Airing.WAITING, Airing.SHOWN, Airing.REFUSED)


def decide(contribution: Contribution, *, state: Airing, by: User) -> None:
    """Show it, refuse it, or have it read again; what its author took back stays so.

    Raises:
        ValidationError: its author took it back.

    """
    _settle(contribution, state=state, by=by)


def merge(contribution: Contribution, *, into: Contribution, by: User) -> None:
    """Take it for another that says the same: who said it, and who voted for it, is counted for that one, once.

    Who undoes this has it read again; those votes stay where they went.

    Raises:
        ValidationError: they are not of one sort and one workshop, or one of them was taken back.

    """
    known = (contribution.workshop_id, contribution.kind)
    if contribution.pk == into.pk or known != (into.workshop_id, into.kind) or into.state not in OPEN[:2]:
        raise ValidationError(_("On ne peut pas réunir ces deux contributions."))
    people = {contribution.participant_id, *contribution.votes.values_list("participant", flat=True)} - {None}
    with transaction.atomic():
        _settle(contribution, state=Airing.MERGED, by=by, same_as=into)
        votes = [Vote(contribution=into, participant_id=person) for person in people]
        Vote.objects.bulk_create(votes, ignore_conflicts=True)


def alike(contribution: Contribution) -> QuerySet[Contribution]:
    """Find those of its sort that wait or are shown, what is written most like it first; a few."""
    written = Concat(*_WRITTEN, Coalesce("words", Value(""), output_field=TextField()), output_field=TextField())
    said = "".join(getattr(contribution, part) for part in _WRITTEN) + (contribution.words or "")
    others = contribution.workshop.contributions.filter(kind=contribution.kind, state__in=OPEN[:2])
    likeness = TrigramSimilarity(written, said)
    return others.exclude(pk=contribution.pk).annotate(likeness=likeness).order_by("-likeness", "pk")[:MOST_ALIKE]


def _settle(contribution: Contribution, *, state: Airing, by: User, same_as: Contribution | None = None) -> None:
    if contribution.state == Airing.WITHDRAWN:
        raise ValidationError(_("Son auteur l’a retirée."))
    contribution.state, contribution.decided_by, contribution.decided_at = state, by, timezone.now()
    contribution.is_on_screen = contribution.is_on_screen and state == Airing.SHOWN
    contribution.same_as = same_as
    contribution.save(update_fields=["state", "decided_by", "decided_at", "is_on_screen", "same_as"])


def put_on_screen(contribution: Contribution, *, is_on: bool, by: User) -> None:
    """Put it in front of the room, alone; it is shown with that.

    Raises:
        ValidationError: its author took it back.

    """
    with transaction.atomic():
        Contribution.objects.filter(workshop=contribution.workshop_id, is_on_screen=True).update(is_on_screen=False)
        if is_on:
            decide(contribution, state=Airing.SHOWN, by=by)
            contribution.is_on_screen = True
            contribution.save(update_fields=["is_on_screen"])


def correct(contribution: Contribution, *, said: Mapping[str, Any]) -> None:
    """Correct what it says, as its author would have; what becomes of it stays.

    Raises:
        ValidationError: a part that it needs is missing.

    """
    values = cleaned(Contributed(contribution.kind), said, finders_of(contribution.workshop))
    for name, value in values.items():
        setattr(contribution, name, value)
    contribution.save(update_fields=[*values])


def put_aside(participant: Participant, *, is_aside: bool, by: User) -> None:
    """Take all that someone sent off the screens, and read what she will send first; or give it back to be read."""
    participant.is_put_aside = is_aside
    was, then = (OPEN[:2], Airing.REFUSED) if is_aside else ((Airing.REFUSED,), Airing.WAITING)
    with transaction.atomic():
        participant.save(update_fields=["is_put_aside"])
        participant.contributions.filter(state__in=was).update(
            state=then, is_on_screen=False, decided_by=by, decided_at=timezone.now()
        )


def take_over(contribution: Contribution) -> Suggestion:
    """Bring it into the directory as a suggestion, which says where it comes from; once.

    Raises:
        ValidationError: it is nothing that a listing could say.

    """
    if contribution.taken_as:
        return contribution.taken_as
    if contribution.supposition:
        raise ValidationError(_("Ce n’est qu’une supposition : rien n’en va dans l’annuaire."))
    said = _as_suggestion(contribution)
    place = Place(pk=contribution.place_id) if contribution.place_id else None
    kind = Reported.ERROR if place else Reported.NEW
    contribution.taken_as = suggest(kind=kind, place=place, said=said, door=Door.PUBLIC)
    contribution.save(update_fields=["taken_as"])
    return contribution.taken_as


def _as_suggestion(contribution: Contribution) -> Said:
    if contribution.kind != Contributed.PLACE and not contribution.place_id:
        raise ValidationError(_("Elle ne nomme aucun lieu de l’annuaire."))
    told = {"workshop": contribution.workshop.title, "said": f"{contribution.subject}. {contribution.words or ''}"}
    words = _("Reçu à l’atelier « %(workshop)s » : %(said)s") % told
    if contribution.kind != Contributed.PLACE:
        return Said({}, words)
    address, named = parts_of_where(contribution.place_said)
    commune = commune_named(named, codes=territories_of(contribution.workshop))
    where = {"commune": commune.pk, "address": address} if commune else {}
    return Said({"name": contribution.heading} | {name: value for name, value in where.items() if value}, words)
