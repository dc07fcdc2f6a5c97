"""Which networks go together on a day: every combination that some place is in, as an UpSet chart draws it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend.crossings.question import AskedCrossing
from frontend.templatetags.croisee import grouped
from network.choices import SideName, State
from network.models import Network
from network.overlap.question import Crossing
from network.overlap.states import PlaceState

# More columns would be thinner than a finger, and of one place each.
MOST = 40
Found = defaultdict[tuple[str, ...], list[tuple[str, str]]]
_HOLES = {"count": "{count}", "networks": "{networks}"}


@dataclass(frozen=True, slots=True)
class Column:
    """The places in exactly these networks (slugs), of which side, and the address that shows them alone.

    `top` and `height` place its bar, in hundredths of the chart's height.
    """

    networks: tuple[str, ...]
    state: State
    places: list[tuple[str, str]]
    words: str
    query: str
    top: str
    height: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A network, how many places are in it, and how each column crosses it: the classes of a cell."""

    name: str
    count: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Together:
    """The chart, and what it does not draw: in words, and the places that are asked for."""

    columns: list[Column]
    rows: list[Row]
    rest: list[str]
    chosen: str | None
    chosen_places: list[tuple[str, str]]


def together(
    asked: AskedCrossing, crossing: Crossing, places: Iterable[PlaceState], *, is_whole: bool = True
) -> Together:
    """Draw the combinations of the networks of both sides, the largest first; places in none of them are a sentence.

    None is said of a day that is not wholly known (`is_whole`): to be in no known network is not to be in none.
    """
    networks = networks_of(crossing)
    found: Found = defaultdict(list)
    for place in places:
        found[_key(networks[pk].slug for pk in place.networks)].append((place.slug, _called(place)))
    none = len(found.pop((), []))
    drawn = sorted(found, key=lambda key: (-len(found[key]), key))[:MOST]
    highest = max((len(places) for places in found.values()), default=1)
    there = {slug for key in found for slug in key}
    absent = [network.name for network in networks.values() if network.slug not in there]
    chosen = asked.together
    return Together(
        columns=[_column(asked, crossing, key, found[key], highest) for key in drawn],
        rows=_rows([network for network in networks.values() if network.slug in there], found, drawn),
        rest=_rest(none, absent, len(found) - len(drawn)) if is_whole else [_not_whole()],
        chosen=_said(chosen, networks, len(found[chosen])) if chosen else None,
        chosen_places=found[chosen] if chosen else [],
    )


def networks_of(crossing: Crossing) -> dict[int, Network]:
    """The networks of both sides by key, side A first."""
    return {network.pk: network for side in (crossing.a, crossing.b) for network in side.networks}


def texts() -> dict[str, dict[str, str] | str]:
    """The words of the chart, with holes for the browser to fill."""
    return {
        "set_one": _places(1) % _HOLES,
        "set_other": _places(2) % _HOLES,
        "set_none": _nowhere() % _HOLES,
        "not_whole": _not_whole(),
        "none_of_them_one": _none(1) % _HOLES,
        "none_of_them_other": _none(2) % _HOLES,
        "absent": _absent() % _HOLES,
        "not_drawn_one": _not_drawn(1) % _HOLES,
        "not_drawn_other": _not_drawn(2) % _HOLES,
        "in_network": _("dans ce réseau"),
        "sets_on": _("Au {day}"),
        "place_in": _("{name}, {commune}"),
    }


def _column(
    asked: AskedCrossing, crossing: Crossing, key: tuple[str, ...], places: list[tuple[str, str]], highest: int
) -> Column:
    networks = networks_of(crossing)
    sides = zip(SideName, (crossing.a, crossing.b), strict=True)
    bits = sum(name.bit for name, side in sides if any(network.slug in key for network in side.networks))
    query = urlencode([*asked.query, *(("network", slug) for slug in key)])
    height = 100 * len(places) / highest
    words = _said(key, networks, len(places))
    return Column(
        key, State.of(bits), places, words, query, f"{100 - height:.2f}", f"{height:.2f}", key == asked.together
    )


def _rows(networks: list[Network], found: Found, drawn: list[tuple[str, ...]]) -> list[Row]:
    crossed = [_kinds(key, [network.slug for network in networks]) for key in drawn]
    return [
        Row(
            network.name,
            sum(len(places) for key, places in found.items() if network.slug in key),
            [kinds[index] for kinds in crossed],
        )
        for index, network in enumerate(networks)
    ]


def _key(slugs: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(slugs)))


def _called(place: PlaceState) -> str:
    return _("{name}, {commune}").format(name=place.name, commune=place.commune_name)


def _kinds(key: tuple[str, ...], slugs: list[str]) -> list[str]:
    """The classes of the cells of a column: where it is in a network, and the line from the first to the last."""
    inside = [index for index, slug in enumerate(slugs) if slug in key]
    first, last = inside[0], inside[-1]
    return [
        " ".join(
            name
            for name, holds in (
                ("in", slug in key),
                ("from-above", first < index <= last),
                ("to-below", first <= index < last),
            )
            if holds
        )
        for index, slug in enumerate(slugs)
    ]


def _said(key: tuple[str, ...], networks: Mapping[int, Network], count: int) -> str:
    names = [network.name for network in networks.values() if network.slug in key]
    values = {"count": grouped(count), "networks": ", ".join(names)}
    return (_places(count) if count else _nowhere()) % values


def _rest(none: int, absent: list[str], not_drawn: int) -> list[str]:
    said = [_none(none) % {"count": grouped(none)}]
    said += [_absent() % {"networks": ", ".join(absent)}] if absent else []
    return said + ([_not_drawn(not_drawn) % {"count": grouped(not_drawn)}] if not_drawn else [])


def _not_whole() -> str:
    return _("Des autres lieux et réseaux, aucune source ne dit rien à cette date.")


def _places(count: int) -> str:
    return ngettext(
        "%(count)s lieu exactement dans : %(networks)s", "%(count)s lieux exactement dans : %(networks)s", count
    )


def _nowhere() -> str:
    return _("Aucun lieu, ce jour-là, exactement dans : %(networks)s")


def _none(count: int) -> str:
    return ngettext(
        "%(count)s lieu de l’annuaire n’est dans aucun de ces réseaux.",
        "%(count)s lieux de l’annuaire ne sont dans aucun de ces réseaux.",
        count,
    )


def _absent() -> str:
    return _("Réseaux sans aucun lieu ce jour-là : %(networks)s.")


def _not_drawn(count: int) -> str:
    return ngettext(
        "%(count)s autre combinaison, plus petite, n’est pas dessinée.",
        "%(count)s autres combinaisons, plus petites, ne sont pas dessinées.",
        count,
    )
