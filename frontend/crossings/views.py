"""The page `/croisements/`: the answer in sentences and tables, which needs no script; the picture is laid over it."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from csp.constants import SELF
from csp.decorators import csp_replace
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from frontend.crossings import beyond, doubts
from frontend.crossings.combinations import MOST, networks_of, together
from frontend.crossings.comparison import Comparison, Names, blank, compare
from frontend.crossings.counted import bands, by_name, counted
from frontend.crossings.country import country_page, is_country
from frontend.crossings.ledger import Named, Unknown
from frontend.crossings.opportunities import chances
from frontend.crossings.question import RADIUS_STEP, AskedCrossing
from frontend.crossings.sides import called, labels
from frontend.crossings.story import Year, of_page, shortened, story
from frontend.crossings.supposed import Counts, consequences, premises, sentence
from frontend.crossings.words import headline, same_place, texts
from frontend.map import ground
from frontend.map.options import map_options
from frontend.site.kept import same_for_all
from frontend.site.territory import NAMED, located, territory_in_words
from network.choices import State
from network.overlap import country, history, states
from network.overlap.question import MAX_RADIUS, Crossing, Level, RuleName, Summary
from network.overlap.sources import Sources, sources
from places.models import Commune


# The screen of a workshop shows it in a frame: ours, and nobody else's.
@same_for_all()
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
@require_safe
def crossings(request: HttpRequest) -> HttpResponse:
    """Show where two sides cross on a day, since when, and how that is counted.

    A question that cannot be read is left aside: the page says so, and its status is 400.
    """
    asked = AskedCrossing(request.GET)
    if is_country(asked):
        return country_page(request, asked)
    crossing, facts, day = asked.crossing(), asked.facts(), asked.day
    places = states.places(crossing, on=day)
    groups = states.groups(crossing, Level.EPCI, on=day)
    summary, by_place = states.summarise(groups), states.summarise(places)
    known = sources(facts, on=day)
    known_places = states.places(facts, on=day) if asked.supposed.supposed else places
    years = _story(facts, known_places, known)
    told = counted(summary, by_place, labels(asked.sides), known.unknown)
    context = {
        "asked": asked,
        "headline": headline(asked, summary, known.unknown),
        "same_place": same_place(told[0].places),
        **supposition(asked, Counts(summary, by_place), known_places, known.unknown),
        "reach": known.in_words(),
        "untold": untold(asked, facts),
        "population_note": known.population_in_words,
        "told": told,
        "names": called(asked.sides),
        "bands": bands(summary, known.unknown),
        "together": together(asked, facts, known_places, is_whole=not known.unknown),
        "comparison": compared(facts, asked, places, known),
        "blank": blank(named(asked)),
        "groups": by_name(groups, known.unknown),
        "years": of_page(years, asked.year_told),
        "how": crossing.text(Level.COMMUNE),
        "sources": cited(years),
        **possible(asked, places, groups),
        "unknown": unknown(asked, known, places, summary),
        "picture": picture(crossing, asked, years),
        "texts": texts(asked) | {"population_note": known.population_in_words},
        **chances(asked, facts, known),
        "api": f"{reverse('api:overlap')}?{urlencode([('level', Level.COMMUNE.value), *asked.query])}",
        "max_radius": MAX_RADIUS,
        "radius_step": RADIUS_STEP,
        **territory_in_words(asked.territories, asked.every_territory),
    }
    return render(request, "pages/crossings.html", context, status=400 if asked.errors else 200)


def supposition(
    asked: AskedCrossing, counts: Counts, known_places: Iterable[states.PlaceState], unknown: Collection[State]
) -> dict[str, str]:
    """Say what would be instead of what is, where something is supposed: the facts are counted beside it."""
    if not asked.supposed.supposed:
        return {}
    communes = states.groups(asked.facts(), Level.TERRITORY, on=asked.day)
    known = Counts(states.summarise(communes), states.summarise(known_places))
    return {
        "headline": sentence(asked.supposed, asked.day, known, counts, unknown),
        "same_place": consequences(asked.sides, known, counts, unknown),
    }


def what_if(asked: AskedCrossing) -> str:
    """Say what would be, and what else would be otherwise, apart from the page."""
    crossing, facts, day = asked.crossing(), asked.facts(), asked.day
    communes = states.summarise(states.groups(crossing, Level.TERRITORY, on=day))
    counts = Counts(communes, states.summarise(states.places(crossing, on=day)))
    told = supposition(asked, counts, states.places(facts, on=day), sources(facts, on=day).unknown)
    return " ".join(part for part in told.values() if part)


def untold(asked: AskedCrossing, facts: Crossing) -> list[str]:
    """Name each territory of several of which no source tells a side: its communes are counted all the same."""
    if len(asked.every_territory) == 1 or len(asked.territories) == 1:
        return []
    sides, found = called(asked.sides), country.untold(facts)
    here = [one for one in asked.every_territory if one.code in found]
    if len(here) > NAMED:
        said = _(
            "Dans %(count)s territoires, aucune source ne dit rien de l’un des côtés : leurs communes sont comptées "
            "comme n’en ayant pas."
        )
        return [said % {"count": len(here)}]
    return [
        _("Aucune source ne dit rien %(where)s de : %(sides)s. Ses communes sont comptées comme n’en ayant pas.")
        % {"where": located(one), "sides": ", ".join(sides[side].full for side in found[one.code])}
        for one in here
    ]


def cited(years: Iterable[Year]) -> list[tuple[str, str | None]]:
    """Each source that the story cites, with its address where one is known, by name."""
    facts = (fact for year in years for chapter in year.chapters for one in chapter.happenings for fact in one.facts)
    found: dict[str, str | None] = {}
    for fact in facts:
        if fact.source:
            found[fact.source] = found.get(fact.source) or fact.source_url
    return sorted(found.items())


def unknown(
    asked: AskedCrossing, known: Sources, places: Sequence[states.PlaceState], summary: Summary
) -> dict[str, Any]:
    """Count what nobody knows and the numbers feel: it is said beside them."""
    here = Q(territory__in=asked.territories) if asked.territories else Q()
    return {
        "newest": known.reach,
        "town_halls": Commune.objects.filter(here, town_hall=None).count(),
        "points": sum(place.longitude is None for place in places),
        "doubts": doubts.in_words(
            unconfirmed=sum(bool(states.unconfirmed(place.bits)) for place in places),
            at_least=sum(bool(states.at_least_since(place.bits)) for place in places),
        ),
        "population": summary.without_population,
    }


def possible(
    asked: AskedCrossing, places: Iterable[states.PlaceState], groups: Iterable[states.GroupState]
) -> dict[str, Any]:
    """Count the places that only could be, and the communes that have no others; say whether they are counted."""
    count = sum(bool(states.could_be(place.bits)) for place in places)
    communes = sum(group.could_be for group in groups)
    return {"could_be": count, "could_be_said": doubts.could_be(count, communes, is_counted=asked.counts_all)}


def picture(crossing: Crossing, asked: AskedCrossing, years: Iterable[Year]) -> dict[str, Any]:
    """What the browser needs to draw the map and to move through time: where the data are, and the dated marks."""
    query = [*asked.sides_asked, *asked.counting, *asked.territories_asked]
    chapters = [chapter for year in years for chapter in year.chapters]
    marks = [
        (one.day.isoformat(), " · ".join(had.words for had in one.happenings), one.is_seen, capfirst(one.when.since))
        for one in chapters
    ]
    return {
        "map": map_options(ground.extent(asked.territories)),
        **addresses(crossing, query),
        "sides": asked.sides_asked,
        "territories": asked.territories,
        "networksOf": {name: [network.slug for network in side.networks] for name, side in asked.sides.items()},
        "networks": [(network.slug, network.name) for network in networks_of(crossing).values()],
        "ended": {
            one.slug: (one.ended_on.isoformat(), one.ended_precision, one.is_end_exact)
            for one in networks_of(crossing).values()
            if one.ended_on
        },
        "mostSets": MOST,
        "together": asked.together,
        "supposed": asked.supposed_texts,
        "premises": premises(asked.territories),
        "countsAll": asked.counts_all,
        "first": min([marks[0][0]] if marks else [], default=asked.today.isoformat()),
        "today": asked.today.isoformat(),
        "marks": marks,
    }


def addresses(crossing: Crossing, query: Sequence[tuple[str, str]] = ()) -> dict[str, str]:
    """Where the data of the picture are: the outlines, and how each commune and place went for these sides.

    Where a network is silent, also how communes go under the other way to count: they differ where one only could be.
    """
    by_commune, by_place = ("level", Level.COMMUNE.value), ("level", Level.PLACE.value)
    everywhere = [by_commune, ("rule", RuleName.DISTANCE.value), ("radius", str(MAX_RADIUS))]
    others = [one for one in query if one[0] != "could_be"]
    otherwise = others if crossing.could_be else [*others, ("could_be", "true")]
    found = {
        "presenceUrl": [by_commune, *query],
        "distanceUrl": [*everywhere, *query],
        "placesUrl": [by_place, *query],
    }
    if crossing.silent:
        found |= {"presenceOtherwiseUrl": [by_commune, *otherwise], "distanceOtherwiseUrl": [*everywhere, *otherwise]}
    history_url, outlines_url = reverse("api:overlap-history"), reverse("files:outlines")
    here = urlencode([("territory", code) for code in crossing.territories])
    return {"outlinesUrl": f"{outlines_url}?{here}" if here else outlines_url} | {
        name: f"{history_url}?{urlencode(asked)}" for name, asked in found.items()
    }


def compared(
    crossing: Crossing, asked: AskedCrossing, places: Iterable[states.PlaceState], known: Sources
) -> Comparison | None:
    """Tell what changed between two dates, each thing under its name; None when one date is asked for."""
    if not asked.start:
        return None
    unknown = Unknown(known.unknown_on(asked.start), known.unknown)
    names = Names({place.slug: place.name for place in places}, _networks(crossing), named(asked), unknown)
    return compare(crossing, asked.start, asked.day, names, of=State(asked.alone or State.BOTH))


def named(asked: AskedCrossing) -> dict[State, Named]:
    """Each state, and what the page calls it."""
    return {state: Named(state, label) for state, label in labels(asked.sides).items()}


def _networks(crossing: Crossing) -> dict[str, str]:
    return {network.slug: network.name for side in (crossing.a, crossing.b) for network in side.networks}


def year_of(asked: AskedCrossing) -> Year | None:
    """Tell one year with its facts; None where none is asked for, or nothing changed in it."""
    crossing, day = asked.facts(), asked.day
    years = _story(crossing, states.places(crossing, on=day), sources(crossing, on=day))
    return next((shortened(one) for one in years if one.number == asked.year_told), None)


def _story(crossing: Crossing, places: Iterable[states.PlaceState], known: Sources) -> list[Year]:
    _before, moments = history.timeline(crossing, Level.COMMUNE)
    networks = _networks(crossing)
    names = {place.slug: f"{place.name}, {place.commune_name}" for place in places}
    slugs = (slug for moment in moments for event in moment.events for slug in event.places)
    names |= {slug: f"{name}, {commune}" for slug, (name, commune) in beyond.named(slugs, names).items()}
    return story(moments, networks, names, known.unknown_on)
