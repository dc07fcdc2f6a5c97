"""What a reader asks of the page of crossings, under the names that the API gives its questions on the overlap."""

import re
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.crossings.sides import CALLED, SideTicks, canonical, ticks
from frontend.crossings.supposed import Asked, SupposedField
from network.choices import SideName, State
from network.overlap.question import DEFAULT_RADIUS, MAX_RADIUS, Crossing, Known, Rule, RuleName, Side
from network.overlap.supposing import supposing
from places.filters import by_region
from places.models import Territory
from places.words import kilometres_in_words

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

RADIUS_STEP = 500
# What a form lists where no script makes it slide, in metres: fine in a valley, coarse across the land.
RADII = (1000, 2000, 5000, 7500, 10_000, 15_000, 20_000, 30_000, 50_000)
# Those of the API. A year of two figures, while one is being typed, is no question.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)
RULES = {
    RuleName.PRESENCE: gettext_lazy("un lieu dans la commune"),
    RuleName.DISTANCE: gettext_lazy("un lieu dans un rayon de…"),
}


def _day(label: "StrOrPromise") -> forms.DateField:
    bounds = [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]
    return forms.DateField(required=False, input_formats=["%Y-%m-%d"], validators=bounds, label=label)


class AskedCrossing(forms.Form):
    """A day, a rule and two sides. What cannot be read is told, and asks nothing."""

    on = _day(gettext_lazy("Date"))
    # A keyword of Python, and the API's name for the first day of a comparison all the same.
    locals()["from"] = _day(gettext_lazy("Comparer depuis le"))
    rule = forms.ChoiceField(
        required=False,
        choices=[(rule.value, label) for rule, label in RULES.items()],
        label=gettext_lazy("Une commune est couverte par"),
    )
    radius = forms.IntegerField(required=False, min_value=0, max_value=MAX_RADIUS, label=gettext_lazy("Rayon"))
    confirmed = forms.ChoiceField(
        required=False,
        choices=[("false", ""), ("true", "")],
        label=gettext_lazy("Seulement les adhésions confirmées depuis moins de 24 mois"),
    )
    could_be = forms.ChoiceField(
        required=False,
        choices=[("false", ""), ("true", "")],
        label=gettext_lazy("Avec tous les lieux"),
    )
    # Which state the browser shows alone; the text tells all four.
    state = forms.ChoiceField(
        required=False, choices=[(state.value, "") for state in State], label=gettext_lazy("Seul état montré")
    )

    # Of a long story, the year whose facts are told.
    year = forms.IntegerField(
        required=False, min_value=FIRST_DAY.year, max_value=LAST_DAY.year, label=gettext_lazy("Année racontée")
    )

    first_day, last_day = FIRST_DAY, LAST_DAY

    a = forms.MultipleChoiceField(required=False, label=CALLED[SideName.A])
    b = forms.MultipleChoiceField(required=False, label=CALLED[SideName.B])
    network = forms.MultipleChoiceField(required=False, label=gettext_lazy("Réseaux choisis ensemble"))
    territory = forms.MultipleChoiceField(required=False, label=gettext_lazy("Territoires"))
    # Another keyword of Python.
    locals()["if"] = SupposedField(required=False, label=gettext_lazy("Supposition"))

    def __init__(self, query: QueryDict) -> None:
        self._known = Known.read()
        self._query = QueryDict(mutable=True)
        for name in self.base_fields:
            self._query.setlist(name, _each(query.getlist(name)))
        super().__init__(self._query)
        networks = [(network.slug, network.name) for network in self._known.networks]
        families = [(family.slug, str(family)) for family in self._known.families]
        for name in (*SideName, "network"):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = networks if name == "network" else families + networks
        self.every_territory = list(Territory.objects.all())
        where = self.fields["territory"]
        assert isinstance(where, forms.MultipleChoiceField)
        where.choices = [(territory.code, territory.name) for territory in self.every_territory]
        self.full_clean()

    @property
    def today(self) -> date:
        """The day that is shown when none is asked for."""
        return timezone.localdate()

    @property
    def day(self) -> date:
        """The day asked for: of the two that are compared, the later."""
        return self._on if self.supposed.supposed else max(self._on, self._from or self._on)

    @property
    def start(self) -> date | None:
        """The earlier of the two days that are compared; None when one day is asked for, or something is supposed."""
        return min(self._on, self._from) if self._from and not self.supposed.supposed else None

    @property
    def is_turned(self) -> bool:
        """Tell whether the two days were asked for in the other order than time's."""
        return self.start is not None and self._from is not None and self._from > self._on

    @property
    def _on(self) -> date:
        found: date | None = self.cleaned_data.get("on")
        return found or self.today

    @property
    def _from(self) -> date | None:
        found: date | None = self.cleaned_data.get("from")
        return found

    @property
    def metres(self) -> int:
        """The radius that the form holds, whether the rule asks for it or not."""
        found: int | None = self.cleaned_data.get("radius")
        return DEFAULT_RADIUS if found is None else found

    @property
    def by_distance(self) -> bool:
        """Tell whether distance covers."""
        return self.cleaned_data.get("rule") == RuleName.DISTANCE

    @property
    def is_confirmed_only(self) -> bool:
        """Tell whether what no source has confirmed for long is left out."""
        return self.cleaned_data.get("confirmed") == "true"

    @property
    def counts_all(self) -> bool:
        """Tell whether the places that only could be are counted too."""
        return self.cleaned_data.get("could_be") == "true"

    @property
    def silent(self) -> str:
        """Name the networks of the sides to belong to which is not enough to count; "" where there is none."""
        return ", ".join(dict.fromkeys(one.name for side in self.sides.values() for one in side.silent))

    @property
    def alone(self) -> str:
        """The state that the picture shows alone, "" for none."""
        return self.cleaned_data.get("state") or ""

    @property
    def sides(self) -> dict[SideName, Side]:
        """Make both sides: those of the families, unless others are asked for."""
        asked = {side: self.cleaned_data.get(side) or self._known.usual(side) for side in SideName}
        return {side: self._known.side(canonical(names, self._known)) for side, names in asked.items()}

    @property
    def sides_asked(self) -> list[tuple[str, str]]:
        """Write the sides as an address does; those that need no asking are left out."""
        told = [(name.value, side) for name, side in self.sides.items() if side.names != self._known.usual(name)]
        return [(name, one) for name, side in told for one in side.names]

    @property
    def year_told(self) -> int | None:
        """The year whose facts are told where they are too many to tell all; None where none is asked for."""
        found: int | None = self.cleaned_data.get("year")
        return found

    @property
    def territories(self) -> tuple[str, ...]:
        """The codes of the territories where one counts, by code; none asks for all."""
        return tuple(sorted(self.cleaned_data.get("territory") or ()))

    @property
    def territories_asked(self) -> list[tuple[str, str]]:
        """Write them as an address does."""
        return [("territory", code) for code in self.territories]

    def territory_ticks(self) -> list[tuple[str, list[tuple[str, str, bool]]]]:
        """Under each region, the (code, name, is ticked) of its territories; none where there is nothing to choose."""
        offered = by_region(self.every_territory) if len(self.every_territory) > 1 else {}
        return [
            (region, [(code, name, code in self.territories) for code, name in named.items()])
            for region, named in offered.items()
        ]

    @property
    def together(self) -> tuple[str, ...]:
        """The networks whose places are shown alone, those in exactly these; none, where one is on no side."""
        asked = tuple(sorted(self.cleaned_data.get("network") or ()))
        known = {network.slug for side in self.sides.values() for network in side.networks}
        return asked if known.issuperset(asked) else ()

    @property
    def supposed(self) -> Asked:
        """What is supposed beside the facts."""
        return self.cleaned_data.get("if") or Asked()

    def crossing(self) -> Crossing:
        """Ask for two sides under the rule, with what is supposed."""
        facts, asked = self.facts(), self.supposed
        return supposing(facts, asked.supposed, asked.names, on=self.day) if asked.supposed else facts

    def facts(self) -> Crossing:
        """Ask the same of the facts alone."""
        rule = Rule.distance(self.metres) if self.by_distance else Rule()
        sides, counted = self.sides, (self.is_confirmed_only, self.counts_all)
        return Crossing(sides[SideName.A], sides[SideName.B], rule, *counted, territories=self.territories)

    def side_ticks(self) -> list[SideTicks]:
        """What may be chosen for each side, and what is."""
        return ticks(self.sides, self._known)

    def without_sides(self) -> str:
        """Ask the same of the usual sides, as an address does."""
        query = {"on": self.day.isoformat()} | ({"from": self.start.isoformat()} if self.start else {})
        query |= {"rule": "distance", "radius": str(self.metres)} if self.by_distance else {}
        return urlencode([*query.items(), *self.counting, *self.territories_asked])

    @property
    def counting(self) -> list[tuple[str, str]]:
        """Write who is counted, as an address does."""
        asked = {"confirmed": self.is_confirmed_only, "could_be": self.counts_all}
        return [(name, "true") for name, is_asked in asked.items() if is_asked]

    @property
    def query(self) -> list[tuple[str, str]]:
        """Write what is asked of the later day as addresses do, and the API; the day is always named."""
        rule = [("rule", RuleName.DISTANCE.value), ("radius", str(self.metres))] if self.by_distance else []
        return [("on", self.day.isoformat()), *rule, *self.counting, *self.sides_asked, *self.territories_asked]

    @property
    def as_address(self) -> str:
        """Write the same as the address of a page that shows every place."""
        return urlencode(self.query)

    @property
    def supposed_texts(self) -> list[str]:
        """Write what is supposed as addresses do."""
        return [str(one) for one in self.supposed.supposed]

    @property
    def as_supposed_address(self) -> str:
        """Write all that is asked of one day as an address, with what is supposed."""
        return urlencode([*self.query, *(("if", text) for text in self.supposed_texts)])

    def rules(self) -> list[tuple[str, str, bool]]:
        """The (value, label, is chosen) of each rule."""
        chosen = RuleName.DISTANCE if self.by_distance else RuleName.PRESENCE
        return [(rule.value, str(label), rule == chosen) for rule, label in RULES.items()]

    def radii(self) -> list[tuple[int, str, bool]]:
        """The (metres, kilometres in words, is chosen) of each radius that may be chosen, that of a link among them."""
        listed = sorted({*RADII, self.metres})
        return [(metres, kilometres_in_words(metres), metres == self.metres) for metres in listed]

    def refused(self) -> list[str]:
        """Say what could not be read, in words, and between which bounds it would have been."""
        return [self._refusal(name, errors[0].code) for name, errors in self.errors.as_data().items()]

    def _refusal(self, name: str, code: str | None) -> str:
        value = ", ".join(self._query.getlist(name))[:100]
        said = {"filter": self.fields[name].label, "value": value}
        if code not in {"min_value", "max_value"}:
            return _("%(filter)s : « %(value)s » n’est pas connu, ce filtre est laissé de côté.") % said
        if name == "radius":
            said["value"] = _length_in_words(value)
            low, high = "0", kilometres_in_words(MAX_RADIUS)
        else:
            low, high = str(FIRST_DAY.year), str(LAST_DAY.year)
        sentence = _("%(filter)s : « %(value)s » n’est pas entre %(low)s et %(high)s, ce filtre est laissé de côté.")
        return sentence % (said | {"low": low, "high": high})


def _each(values: list[str]) -> list[str]:
    """Leave out what a form sends empty or twice, and what PostgreSQL cannot hold."""
    return list(dict.fromkeys(text for value in values if (text := value.replace("\x00", "").strip())))


def _length_in_words(metres: str) -> str:
    """Say a length that was asked for, as people do; one that no land has is left as it was written."""
    return kilometres_in_words(int(metres)) if re.fullmatch(r"-?[0-9]{1,8}", metres) else metres
