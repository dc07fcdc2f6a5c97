"""Listings that look alike are told apart, once for all."""

from places.choices import Door
from places.models import NotSame, Place
from places.services.places import Person
from places.services.records import create, delete, signed


def tell_apart(*, one: Place, other: Place, by: Person, door: Door) -> NotSame:
    """Note that two listings are of two places: nobody is asked again. Said twice, it is the same.

    Raises:
        ValidationError: a listing is told apart from itself, or is no longer there.

    """
    first, second = sorted((one.pk, other.pk))
    with signed(by=by, door=door):
        said = NotSame.objects.filter(first=first, second=second).first()
        return said or create(NotSame, values={"first_id": first, "second_id": second}, by=by, door=door)


def doubt_again(*, said: NotSame, by: Person, door: Door) -> None:
    """Take it back: they may be of one place after all."""
    delete(said, by=by, door=door)
