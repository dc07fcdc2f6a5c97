"""The parts of `/croisements/` in words that the browser asks for alone, when the question moves."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from frontend.crossings.opportunities import chances
from frontend.crossings.question import AskedCrossing
from frontend.crossings.views import compared, year_of
from network.overlap import states
from network.overlap.sources import sources


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """Write what changed between two dates, with its evidence. Without a first date there is nothing to write: 400."""
    asked = AskedCrossing(request.GET)
    crossing = asked.facts()
    places = states.places(crossing, on=asked.day)
    comparison = compared(crossing, asked, places, sources(crossing, on=asked.day)) if asked.start else None
    context: dict[str, object] = {"asked": asked, "comparison": comparison}
    return _fragment(request, "pages/crossings/_compared.html", context, asked, is_whole=comparison is not None)


@require_safe
def year(request: HttpRequest) -> HttpResponse:
    """Write a year of the story with its facts. Without a year in which something changed there is none: 400."""
    asked = AskedCrossing(request.GET)
    told = year_of(asked)
    context: dict[str, object] = {"asked": asked, "year": told}
    return _fragment(request, "pages/crossings/_year.html", context, asked, is_whole=told is not None)


@require_safe
def opportunities(request: HttpRequest) -> HttpResponse:
    """Write the three lists of what could be."""
    asked = AskedCrossing(request.GET)
    crossing = asked.facts()
    found = chances(asked, crossing, sources(crossing, on=asked.day))
    return _fragment(request, "pages/opportunities/_lists.html", found, asked)


def _fragment(
    request: HttpRequest, template: str, context: dict[str, object], asked: AskedCrossing, *, is_whole: bool = True
) -> HttpResponse:
    status = 200 if is_whole and not asked.errors else 400
    response = render(request, template, context, status=status)
    # It is a part of a page that search engines know already.
    response["X-Robots-Tag"] = "noindex"
    return response
