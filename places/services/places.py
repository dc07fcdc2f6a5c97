"""What is done to a listing: the verbs of its life."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.contrib.auth.models import AbstractBaseUser
from django.utils.text import slugify

from places.choices import Door, Status
from places.models import FormerPlaceSlug, Place
from places.services.records import Edit, create, delete, edit

P = TypeVar("P", bound=Place)
Person = AbstractBaseUser | None
_LONGEST_SLUG = 100


def create_place(*, values: Mapping[str, Any], by: Person, door: Door) -> Place:
    """Create a listing; its commune is found from its point. See `create` for what is raised."""
    return create(Place, values=values, by=by, door=door)


def edit_place(
    *,
    place: P,
    changes: Mapping[str, Any],
    based_on: int | None = None,
    by: Person,
    door: Door,
) -> Edit[P]:
    """Correct a listing, and keep what others wrote in it since `based_on`. See `edit` for what is raised."""
    return edit(place, changes=changes, based_on=based_on, by=by, door=door)


def publish(*, place: P, by: Person, door: Door) -> P:
    """Show a listing to everyone."""
    return edit(place, changes={"status": Status.PUBLISHED}, by=by, door=door).row


def archive(*, place: P, by: Person, door: Door) -> P:
    """Take a listing out of everyone's sight, of past dates too: it should never have been there."""
    return edit(place, changes={"status": Status.ARCHIVED}, by=by, door=door).row


def delete_place(*, place: Place, based_on: int | None = None, by: Person, door: Door) -> None:
    """Delete a listing with its memberships. The log keeps what they were. See `delete` for what is raised."""
    delete(place, based_on=based_on, by=by, door=door)


def free_slug(name: str) -> str:
    """Find an address for a new listing: that of its name, or the next number that no listing has or had."""
    stem = slugify(name)[:_LONGEST_SLUG] or "lieu"
    slug, count = stem, 1
    while _is_given(slug):
        count += 1
        slug = f"{stem}-{count}"
    return slug


def _is_given(slug: str) -> bool:
    """Tell whether a listing has this address or had it, one that was deleted since too: it may come back."""
    return Place.objects.filter(slug=slug).exists() or FormerPlaceSlug.objects.filter(slug=slug).exists()
