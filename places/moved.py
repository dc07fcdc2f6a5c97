"""A page whose record was renamed: its former address leads to the present one, for ever."""

from typing import Any, TypeVar

from django.db.models import Model
from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from places.querysets import AddressedQuerySet

M = TypeVar("M", bound=Model)


def moved(request: HttpRequest, records: AddressedQuerySet[M], slug: str) -> HttpResponsePermanentRedirect:
    """Send a reader on from a former address, with all that she asked of it.

    A browser asks again each time: a merge that is undone gives its address back.

    Raises:
        Http404: nobody has ever had this address.

    """
    record: Any = get_object_or_404(records.formerly_at(slug))
    match = request.resolver_match
    assert match is not None, "a request that reached a view"
    asked = request.META.get("QUERY_STRING")
    way = reverse(match.view_name, kwargs={"slug": record.slug}) + (f"?{asked}" if asked else "")
    return HttpResponsePermanentRedirect(way, headers={"Cache-Control": "public, no-cache"})
