"""`/croisements/` of a country: its territories in a table, one date at a time; the moving picture is that of each."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext

from frontend.crossings.counted import Band, bands, by_name, counted, parts_of
from frontend.crossings.country_map import Picture, pictures
from frontend.crossings.sides import called, labels
from frontend.crossings.words import headline, same_place
from frontend.site.territory import territory_in_words
from frontend.templatetags.croisee import grouped
from network.choices import State
from network.overlap import country, history, states
from network.overlap.question import Level, Sum
from places.filters import by_region

if TYPE_CHECKING:
    from frontend.crossings.question import AskedCrossing
    from network.overlap.country import TerritoryState


@dataclass(frozen=True, slots=True)
class Row:
    """A territory, a region or a part of one: its four states (None: nobody knows), how its inhabitants share out.

    `address` asks for its own page; "" where there is none. `territories` are so many as a region has here.
    """

    name: str | None
    parts: list[Sum | None]
    bands: list[Band]
    address: str = ""
    territories: int = 0


def is_country(asked: "AskedCrossing") -> bool:
    """Tell whether what is asked for is too large for its whole history to be told."""
    return history.is_beyond(asked.facts(), Level.COMMUNE, settings.WHOLE_DIRECTORY)


def country_page(request: HttpRequest, asked: "AskedCrossing") -> HttpResponse:
    """Show each territory on a day, and lead to its own page, where time moves.

    What is supposed and two dates are asked of a territory: here they are left aside, and its address keeps them.
    """
    crossing, day = asked.facts(), asked.day
    found = country.territories(crossing, on=day)
    is_one = len(found) == 1
    known = [one for one in found if not one.unknown]
    unknown = frozenset[State]() if known else frozenset(State)
    # Places are counted where communes are: elsewhere, to be in no known network is not to be in none.
    there = replace(crossing, territories=tuple(one.code or "" for one in known))
    summary, by_place = country.summed(known), country.places(there, on=day)
    told = counted(summary, by_place, labels(asked.sides), unknown)
    context: dict[str, Any] = {
        "asked": asked,
        "is_country": True,
        "headline": headline(asked, summary, unknown),
        "same_place": same_place(told[0].places),
        "left_out": left_out(found),
        "told": told,
        "bands": bands(summary, unknown),
        "is_one": is_one,
        "rows": _groups(asked, found[0].unknown) if is_one else _rows(found, asked),
        "pictures": [] if is_one else _pictures(found, asked),
        "names": called(asked.sides),
        "how": crossing.text(Level.COMMUNE),
        "api": f"{reverse('api:overlap')}?{urlencode([('level', Level.TERRITORY.value), *asked.query])}",
        **territory_in_words(asked.territories, asked.every_territory),
    }
    return render(request, "pages/crossings/country.html", context, status=400 if asked.errors else 200)


def left_out(found: Iterable["TerritoryState"]) -> str:
    """Say how many territories the totals leave out; nothing where they hold all."""
    count = sum(bool(one.unknown) for one in found)
    return (
        ngettext(
            "%(count)s territoire n’y est pas compté : aucune source n’y dit rien de l’un des côtés ce jour-là.",
            "%(count)s territoires n’y sont pas comptés : aucune source n’y dit rien de l’un des côtés ce jour-là.",
            count,
        )
        % {"count": grouped(count)}
        if count
        else ""
    )


def _rows(found: Iterable["TerritoryState"], asked: "AskedCrossing") -> list[Row]:
    question = _question(asked)
    told = {one.code: one for one in found}
    rows = list[Row]()
    for region, named in by_region(asked.every_territory).items():
        here = [told[code] for code in named if code in told]
        rows += [_row(region, here, question, count=len(here))] if region and len(here) > 1 else []
        rows += [_row(one.name, [one], question) for one in here]
    return rows


def _question(asked: "AskedCrossing") -> list[tuple[str, str]]:
    """Write what goes on to the page of a territory."""
    question = [one for one in asked.query if one[0] != "territory"]
    question += [("from", asked.start.isoformat())] if asked.start else []
    return question + [("if", text) for text in asked.supposed_texts]


def _pictures(found: Iterable["TerritoryState"], asked: "AskedCrossing") -> list[Picture]:
    question = _question(asked)
    codes = [one.code for one in asked.every_territory]
    leads = {code: urlencode([*question, ("territory", code)]) for code in codes}
    return pictures(found, leads, labels(asked.sides))


def _groups(asked: "AskedCrossing", unknown: frozenset[State]) -> list[Row]:
    """Tell the intercommunalities of a territory that is too large itself."""
    found = states.groups(asked.facts(), Level.EPCI, on=asked.day)
    return [Row(one.name, parts, bands(one.summary, unknown)) for one, parts in by_name(found, unknown)]


def _row(name: str | None, found: list["TerritoryState"], question: list[tuple[str, str]], *, count: int = 0) -> Row:
    """Sum territories; a state that is unknown in one of them is unknown of them all."""
    summary, unknown = country.summed(found), frozenset[State]().union(*(one.unknown for one in found))
    codes = [("territory", one.code or "") for one in found]
    return Row(name, parts_of(summary, unknown), bands(summary, unknown), urlencode([*question, *codes]), count)
