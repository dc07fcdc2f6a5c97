"""The pages of networks: all of them by family, and each with its places."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from frontend.networks.description import about_network
from frontend.networks.structured_data import facts_of_network
from frontend.place.cards import cards_in_network, past_stays, read_words
from frontend.site.kept import same_for_all
from frontend.site.territory import territory_in_words
from frontend.site.texts import hours_texts
from network.models import Family, Network
from network.overlap.question import Crossing, Side
from network.overlap.sources import Sources, of_each_network, sources
from places.moved import moved


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
    shown = Network.objects.select_related("family").prefetch_related("organisations").filter(slug=slug).first()
    if shown is None:
        return moved(request, Network.objects.all(), slug)
    now = timezone.localtime()
    words = territory_in_words()
    context = {
        "network": shown,
        "reach": _reach(shown, on=now.date()),
        "description": about_network(shown, words["territory"]),
        "facts": facts_of_network(shown, request),
        "cards": cards_in_network(read_words(), slug, at=now),
        "hours": {"texts": hours_texts(), "directoryUrl": reverse("files:directory")},
        "past": past_stays(slug, on=now.date()),
        **words,
    }
    return render(request, "pages/network.html", context)


def _reach(network: Network, *, on: date) -> str:
    """Say how far the sources of its memberships go, and how many of its places somebody confirmed."""
    side, nobody = Side((network.slug,), (), (network,)), Side((), (), ())
    return sources(Crossing(side, nobody, could_be=True), on=on).in_words()
