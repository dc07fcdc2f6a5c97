"""The pages of networks: all of them by family, and each with its places."""

import re
from collections import defaultdict
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from frontend.networks.description import about_network
from frontend.networks.structured_data import facts_of_network
from frontend.place.cards import cards_of, members_of, past_members, read_words, stays_of
from frontend.place.hours import coming_hours_of_each
from frontend.site.kept import same_for_all
from frontend.site.territory import territory_in_words
from frontend.site.texts import hours_texts
from network.models import Family, Network
from network.overlap.question import Crossing, Side
from network.overlap.sources import Sources, of_each_network, sources
from places.moved import moved

# A network of a country has thousands of places.
ON_A_PAGE = 200
_NUMBER = re.compile("[1-9][0-9]{0,4}")


@same_for_all()
@require_safe
def networks(request: HttpRequest) -> HttpResponse:
    """Show every network under its family, with who runs it and how many places are in it today."""
    found: list[Any] = list(Network.objects.with_place_count().prefetch_related("organisations").order_by("name"))
    day = timezone.localdate()
    known = defaultdict(lambda: Sources(day, None, None, None), of_each_network(on=day))
    rows = [(one, known[one.pk].until_in_words if one.place_count else "") for one in found]
    families = [(family, [row for row in rows if row[0].family_id == family.slug]) for family in Family.objects.all()]
    context = {"families": families, "count": len(found), **territory_in_words()}
    return render(request, "pages/networks.html", context)


@same_for_all()
@require_safe
def network(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a network, its places today, and those that were in it before."""
    found = Network.objects.with_place_count().select_related("family").prefetch_related("organisations")
    shown = found.filter(slug=slug).first()
    if shown is None:
        return moved(request, Network.objects.all(), slug)
    now, words = timezone.localtime(), territory_in_words()
    members = _part_of(members_of(slug, on=now.date()), request.GET.get("page", ""))
    past = _part_of(past_members(slug, on=now.date()), request.GET.get("before", ""))
    context = {
        "network": shown,
        "reach": _reach(shown, on=now.date()),
        "description": about_network(shown, words["territory"]),
        "facts": facts_of_network(shown, request),
        "cards": cards_of(members.rows, read_words(), at=now),
        "members": members,
        "hours": {"texts": hours_texts(), **coming_hours_of_each(members.rows, now)},
        "past": stays_of(past.rows, on=now.date()),
        "past_page": past,
        **words,
    }
    return render(request, "pages/network.html", context)


class Part(NamedTuple):
    """Some rows of a list that may be long, and the numbers of the parts around; 0 where there is none."""

    rows: list[Any]
    previous: int = 0
    next: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether the list is no longer than that."""
        return not (self.previous or self.next)


def _part_of(rows: QuerySet[Any], asked: str) -> Part:
    """Read the part of a list that is asked for by its number, else the first. One query, two beyond the end."""
    number = int(asked) if _NUMBER.fullmatch(asked) else 1
    start = (number - 1) * ON_A_PAGE
    found = list(rows[start : start + ON_A_PAGE + 1])
    if not found and number > 1:
        return _part_of(rows, "1")
    return Part(found[:ON_A_PAGE], number - 1, number + 1 if len(found) > ON_A_PAGE else 0)


def _reach(network: Network, *, on: date) -> str:
    """Say how far the sources of its memberships go, and how many of its places somebody confirmed."""
    side, nobody = Side((network.slug,), (), (network,)), Side((), (), ())
    return sources(Crossing(side, nobody, could_be=True), on=on).in_words()
