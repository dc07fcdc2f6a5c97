"""Being before a listing, and knowing who else is."""

from datetime import timedelta

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from network.models import Claim, Post, Presence, User
from places.models import Place

# A page says that it is open every eight seconds; one that has been silent for three times as long was closed.
GONE_AFTER = timedelta(seconds=25)
_FORGOTTEN_AFTER = timedelta(hours=1)


def be_here(*, place: Place, by: User) -> None:
    """Note that someone has a listing open. What is an hour old is forgotten."""
    now = timezone.now()
    Presence.objects.filter(at__lt=now - _FORGOTTEN_AFTER).delete()
    Presence.objects.update_or_create(place=Place(pk=place.pk), person=by, defaults={"at": now})


def others_here(*, place: Place, beside: User) -> list[User]:
    """Tell who else has it open, or its card in hand, by name; `works_at` names the organisation of each, if any."""
    now = timezone.now()
    here = Presence.objects.filter(place=place.pk, at__gt=now - GONE_AFTER).values("person")
    holding = Claim.objects.filter(place=place.pk, is_passed=False, until__gt=now).values("person")
    found = User.objects.filter(Q(pk__in=here) | Q(pk__in=holding)).exclude(pk=beside.pk)
    posts = Post.objects.filter(person=OuterRef("pk"), period__contains=timezone.localdate())
    named = found.annotate(works_at=Subquery(posts.values("organisation__name")[:1]))
    return list(named.order_by("last_name", "first_name", "pk"))
