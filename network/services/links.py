"""Asking the sites of places whether they are still there."""

from datetime import timedelta
from typing import Any

from django.db.models import DateTimeField, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from network.importing.fetching import Unfetched, status_of
from network.models import Link, NetworkedPlace

# One that answered is asked again after a week; one that did not, on another day.
_AGAIN, _SOONER = timedelta(days=7), timedelta(hours=20)
_ERRORS = 400
# So many sites in a row that cannot be reached at all: it is this machine that the network does not reach.
_CUT_OFF = 10
# They answer, and to people better than to programs: asked for a name, forbidden, another way, too often.
_ANSWERS_TO_PEOPLE = {401, 403, 405, 406, 429}


def check_links(*, most: int = 100) -> int:
    """Ask the sites of published places that are due, the longest unasked first; tell how many were asked."""
    due = list(_due()[:most])
    for place in due:
        fault, is_theirs = _fault_of(str(place.website))
        _note(place, fault, counts=is_theirs or not _is_cut_off())
    return len(due)


def ask_one_site() -> None:
    """Ask one site that is due: what the worker does every half minute, so that none is pressed."""
    check_links(most=1)


def _due() -> Any:  # noqa: ANN401  a queryset, annotated
    asked = Link.objects.filter(place=OuterRef("pk"), url=OuterRef("website"))
    at = Subquery(asked.values("asked_at"), output_field=DateTimeField())
    places = NetworkedPlace.objects.published().exclude(website=None).filter(closed_on=None)
    known = places.annotate(at=at, failed=Subquery(asked.values("failures")))
    now = timezone.now()
    late = Q(at__lt=now - _AGAIN) | Q(failed__gt=0, at__lt=now - _SOONER)
    return known.filter(Q(at=None) | late).order_by(F("at").asc(nulls_first=True), "pk")


def _fault_of(url: str) -> tuple[str, bool]:
    """Say why a site does not answer, nothing of one that does; and whether it was reached at all."""
    try:
        status = status_of(url)
    except Unfetched as refusal:
        return str(refusal), False
    is_there = status < _ERRORS or status in _ANSWERS_TO_PEOPLE
    return "" if is_there else _("Cette adresse répond par une erreur (%(status)d).") % {"status": status}, True


def _is_cut_off() -> bool:
    """Tell whether none of the last that were asked answered: then one more says nothing of its site."""
    last = list(Link.objects.order_by("-asked_at").values_list("said", flat=True)[:_CUT_OFF])
    return len(last) == _CUT_OFF and all(last)


def _note(place: Any, fault: str, *, counts: bool) -> None:  # noqa: ANN401  as `_due` found it
    told = {"url": place.website, "asked_at": timezone.now(), "said": fault[:200]}
    failures = (place.failed or 0) + counts if fault else 0
    Link.objects.update_or_create(place_id=place.pk, defaults=told | {"failures": failures})
