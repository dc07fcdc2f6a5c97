"""Ending what someone was given: a post in an organisation, the listing of a place."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.types.range import DateRange

from network.models import Post, Stewardship
from network.rights import Action, Person, may
from places.choices import Door
from places.services import delete, edit, signed


def may_end(person: Person, given: Post | Stewardship) -> bool:
    """Tell whether someone may end this today: whoever may give it, and who was given it."""
    if given.person_id == person.pk:
        return True
    if isinstance(given, Post):
        return may(Action.INVITE, person, given.organisation)
    return may(Action.ENTRUST, person, given.place)


def end_stay(given: Post | Stewardship, *, by: Person, door: Door) -> None:
    """End it: from today, it opens nothing. What began today is taken off; what is to begin is never to be.

    Raises:
        ValidationError: it is not this person's to end, or it is over.

    """
    today = timezone.localdate()
    if not may_end(by, given):
        raise ValidationError(_("Ce n’est pas à vous d’y mettre fin."), code="not_hers")
    start, end = given.period.lower, given.period.upper
    if end and end <= today:
        raise ValidationError(_("C’est déjà terminé."), code="over")
    with signed(by=by if by.is_authenticated else None, door=door):
        if start and start >= today:
            delete(given, by=None, door=door)
        else:
            edit(given, changes={"period": DateRange(start, today)}, by=None, door=door)
