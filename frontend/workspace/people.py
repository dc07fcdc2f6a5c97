"""Who works with her, and who keeps the listings of her places: seen at a glance, and ended in one press."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from frontend.site.words import dates_in_words
from frontend.workspace.doors import for_keepers, once_shown, owes_proof, person_of
from network.models import Organisation, Post, Stewardship
from network.rights import Action, allowed
from network.services import end_stay
from places.choices import Door
from places.models import Place
from places.words import Dated


class Stay(NamedTuple):
    """Someone's post, or the listing that she keeps: whose, what, when, and whether it is one's own."""

    kind: str
    key: int
    who: str
    what: str
    when: str | None
    is_own: bool


@require_safe
@for_keepers
def people(request: HttpRequest) -> HttpResponse:
    """List the people of her organisations, and those who keep a listing of hers."""
    posts, kept = _posts(request), _stewardships(request)
    context = {
        "posts": [_told(request, "poste", post, post.organisation.name) for post in posts],
        "kept": [_told(request, "fiche", each, f"{each.place.name}, {each.place.commune.name}") for each in kept],
        "owes_proof": owes_proof(request),
        "may_invite": Organisation.objects.filter(allowed(Action.INVITE, request.user)).exists(),
    }
    return render(request, "pages/workspace/people.html", context)


@require_POST
@for_keepers
@once_shown
def ended(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """End a post, or the care of a listing, from today.

    Raises:
        Http404: there is no such thing of hers to end.

    """
    if kind not in {"poste", "fiche"}:
        raise Http404
    found: Any = _posts(request) if kind == "poste" else _stewardships(request)
    given: Post | Stewardship = get_object_or_404(found, pk=key)
    try:
        end_stay(given, by=person_of(request), door=Door.WORKSPACE)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        said = _("C’est terminé pour %(who)s : cela n’ouvre plus rien. Pour y revenir, invitez de nouveau.")
        messages.success(request, said % {"who": _name(given)})
    return HttpResponseRedirect(reverse("workspace:people"))


def _posts(request: HttpRequest) -> QuerySet[Post]:
    hers = Organisation.objects.filter(allowed(Action.INVITE, request.user))
    found = Post.objects.filter(_lasting(), Q(organisation__in=hers) | Q(person=person_of(request)))
    return found.select_related("person", "organisation").order_by("organisation__name", "person__last_name", "pk")


def _stewardships(request: HttpRequest) -> QuerySet[Stewardship]:
    hers = Place.objects.filter(allowed(Action.ENTRUST, request.user))
    found = Stewardship.objects.filter(_lasting(), Q(place__in=hers) | Q(person=person_of(request)))
    return found.select_related("person", "place__commune").order_by("place__name", "person__last_name", "pk")


def _lasting() -> Q:
    """Of today, or still to come."""
    return Q(period__endswith=None) | Q(period__endswith__gt=timezone.localdate())


def _told(request: HttpRequest, kind: str, given: Post | Stewardship, what: str) -> Stay:
    start, end = (day and Dated(day) for day in (given.period.lower, given.period.upper))
    when = dates_in_words(start, end)
    return Stay(kind, given.pk, _name(given), what, when, given.person_id == person_of(request).pk)


def _name(given: Post | Stewardship) -> str:
    return given.person.get_full_name() or given.person.email or given.person.get_username()
