"""What the page says while something is supposed: "et si…", so many communes instead of so many."""

import re
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple, TypedDict

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend.crossings.sides import Sides, called
from frontend.templatetags.croisee import grouped
from network.choices import SideName, State
from network.overlap.question import Summary
from network.overlap.supposing import Names, Supposed, SupposedKind, read_supposed
from places.choices import Status
from places.models import Place
from places.words import day_in_words


class Asked(NamedTuple):
    """What is supposed, and what it names."""

    supposed: tuple[Supposed, ...] = ()
    names: Names = Names({}, {}, {})


class SupposedField(forms.Field):
    """What an address supposes: all of it, or nothing where any cannot be read or names what there is not."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: list[str] | None) -> Asked:
        """Read it.

        Raises:
            ValidationError: some of it cannot be.

        """
        texts = value or []
        supposed = read_supposed(texts)
        asked = Asked(supposed, Names.of(supposed)) if supposed else Asked()
        if len(supposed) < len(texts) or not all(asked.names.holds(one) for one in supposed):
            raise ValidationError("?", code="unknown")
        return asked


class Counts(NamedTuple):
    """Communes and places by state, in fact and as supposed."""

    communes: Summary
    places: Summary


def sentence(asked: Asked, on: date, facts: Counts, counts: Counts, unknown: Collection[State] = ()) -> str:
    """Say in one sentence what would be."""
    before, after = facts.communes[State.BOTH], counts.communes[State.BOTH]
    everyone = sum(part.count for part in counts.communes.values())
    form = {0: "none", 1: "one"}.get(after.count, "other")
    key = f"then_{form}" if after.count > before.count else f"then_same_{form}"
    people = after.population - before.population
    return texts({})["then_unknown" if State.BOTH in unknown else key].format(
        what=ifs(asked),
        day=day_in_words(on),
        count=grouped(after.count),
        before=grouped(before.count),
        all=grouped(everyone),
        people=ngettext("{number} habitant", "{number} habitants", people).format(number=grouped(people)),
    )


def ifs(asked: Asked) -> str:
    """Say what is supposed."""
    said = texts({})
    return said["if_and"].join(said[f"if_{one.kind}"].format(**_named(one, asked.names)) for one in asked.supposed)


def consequences(sides: Sides, facts: Counts, counts: Counts, unknown: Collection[State] = ()) -> str:
    """Say what else would be otherwise: how many communes each side covers, and how many places are both."""
    said = texts(sides)
    found = []
    for side in SideName:
        before, after = (_covered(one.communes, side) for one in (facts, counts))
        if before != after and State(side) not in unknown:
            found.append(said[f"then_{side}"].format(before=grouped(before), after=grouped(after)))
    before, after = (one.places[State.BOTH].count for one in (facts, counts))
    if before != after and State.BOTH not in unknown:
        form = "one" if after == 1 else "other"
        found.append(said[f"then_places_{form}"].format(before=grouped(before), count=grouped(after)))
    return " ".join(found)


def texts(sides: Sides) -> dict[str, str]:
    """The same words with holes, for the browser to fill."""
    of_sides = {
        f"then_{name.value}": _("{side} : {after} communes couvertes au lieu de {before}.").replace(
            "{side}", re.sub("[{}]", "", said.label)
        )
        for name, said in called(sides).items()
    }
    return {
        "if_place": _("si {commune} avait un lieu de plus ({networks})"),
        "if_member": _("si « {place} » était aussi dans {networks}"),
        "if_pair": _("si « {place} » et « {other} » faisaient ensemble ce que fait chacun"),
        "if_and": _(" et "),
        "then_one": _("Et {what} ? Au {day}, {count} commune au lieu de {before} aurait les deux : + {people}."),
        "then_other": _("Et {what} ? Au {day}, {count} communes au lieu de {before} auraient les deux : + {people}."),
        "then_same_none": _("Et {what} ? Au {day}, toujours aucune commune sur {all} n’aurait les deux."),
        "then_same_one": _("Et {what} ? Au {day}, toujours {count} commune sur {all} aurait les deux."),
        "then_same_other": _("Et {what} ? Au {day}, toujours {count} communes sur {all} auraient les deux."),
        "then_unknown": _("Et {what} ? On ne sait pas combien de communes avaient les deux au {day}."),
        "then_places_one": _("{count} lieu serait les deux à la fois, au lieu de {before}."),
        "then_places_other": _("{count} lieux seraient les deux à la fois, au lieu de {before}."),
        "tally_supposed_one": _("{count} commune de plus, supposée"),
        "tally_supposed_other": _("{count} communes de plus, supposées"),
        **of_sides,
    }


class Premises(TypedDict):
    """What a history does not tell of a place, and suppositions need: which communes it serves, and when it is open."""

    communes: list[str] | None
    isItinerant: bool
    openedOn: date | None
    closedOn: date | None


def premises(territories: Collection[str] = ()) -> dict[str, Premises]:
    """The places of which any of it is known, by slug; those of some territories where their codes are given."""
    is_known = Q(is_itinerant=True) | Q(served_communes__isnull=False)
    is_known |= Q(opened_on__isnull=False) | Q(closed_on__isnull=False)
    published = Place.objects.filter(is_known, status=Status.PUBLISHED)
    rows = published.in_territories(territories) if territories else published
    told = rows.values_list("slug", "served_communes", "is_itinerant", "opened_on", "closed_on")
    return {
        slug: {"communes": served, "isItinerant": bool(itinerant), "openedOn": opened, "closedOn": closed}
        for slug, served, itinerant, opened, closed in told
    }


def _covered(communes: Summary, side: SideName) -> int:
    return communes[State.BOTH].count + communes[State(side)].count


def _named(one: Supposed, names: Names) -> dict[str, str]:
    others = names.places if one.kind == SupposedKind.PAIR else names.networks
    told = _listed(others[slug][1] for slug in one.others)
    if one.kind == SupposedKind.PLACE:
        return {"commune": names.communes[one.subject], "networks": told}
    return {"place": names.places[one.subject][1], "other": told, "networks": told}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
