"""What may be asked of the overlap: a date, a level, a rule, two sides."""

from datetime import date
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from api.filters import Question
from api.places.filters import ON
from network.models import Family, Network
from network.overlap.question import DEFAULT_RADIUS, MAX_RADIUS, Crossing, Known, Level, Rule, RuleName
from places.filters import DayFilter, KeysFilter, OneOfFilter, Parameter, TerritoriesFilter, WholeFilter
from places.form_fields import FIRST_DAY, RepeatedField, WholeMetresField


class SideField(RepeatedField):
    """A side: families, networks, or both. Misspelt names are refused rather than found empty."""

    @property
    def allowed(self) -> list[str]:
        """List the families, then the networks."""
        return [*_slugs(Family.objects.all()), *_slugs(Network.objects.order_by("slug"))]

    def unknown(self, values: list[str]) -> list[str]:
        """List the names of no family and no network."""
        names = [model.objects.order_by().values("slug") for model in (Family, Network)]
        known = set(_slugs(names[0].union(names[1]))) if values else set()
        return [value.replace("\x00", "\\0") for value in values if value not in known]


def _slugs(rows: QuerySet[Any, Any]) -> list[str]:
    return list(rows.values_list("slug", flat=True))


class SideFilter(Parameter):
    """A side."""

    field_class = SideField


class WholeMetresFilter(Parameter):
    """A distance in whole metres."""

    field_class = WholeMetresField


def _radius(help_text: Any) -> WholeMetresFilter:  # noqa: ANN401  lazy text
    return WholeMetresFilter(
        help_text=help_text, min_value=0, max_value=MAX_RADIUS, example=DEFAULT_RADIUS, default=DEFAULT_RADIUS
    )


CONFIRMED = OneOfFilter(
    choices=["false", "true"],
    help_text=gettext_lazy("« true » laisse de côté les adhésions qu’aucune source n’a citées depuis plus de 24 mois."),
    example="true",
    default="false",
)
COULD_BE = OneOfFilter(
    choices=["false", "true"],
    help_text=gettext_lazy(
        "« true » compte aussi les lieux qui pourraient en être : leur réseau, à lui seul, ne montre pas de service "
        "de sa famille, et l’on n’y en connaît aucun."
    ),
    example="true",
    default="false",
)
TERRITORY_SAYS = gettext_lazy("Code du territoire où l’on compte, comme « 48 » ; se répète. Tous sans lui.")
TERRITORY = TerritoriesFilter(help_text=TERRITORY_SAYS, example=["48"])
LISTS = ["pairs", "almost", "neither"]
DEFAULT_LIMIT, MAX_LIMIT = 50, 500
LEVEL = OneOfFilter(
    choices=Level.values,
    help_text=gettext_lazy(
        "Ce qui est compté : les lieux, ou les communes, une à une ou par intercommunalité ou territoire."
    ),
    example="commune",
    default=Level.PLACE.value,
)
UNIT = OneOfFilter(
    choices=[Level.PLACE, Level.COMMUNE],
    help_text=gettext_lazy("Ce qui est compté : les lieux ou les communes."),
    example="commune",
    default=Level.PLACE.value,
)


# What a parameter of coverage needs, where it has none to speak of.
_COVERAGE = {"rule": "level=commune", "radius": "level=commune&rule=distance"}


class CrossingQuestion(Question):
    """The two sides, the rule, and whether what nobody confirms counts: what every answer on the overlap takes."""

    a = SideFilter(
        help_text=gettext_lazy("Un côté : des familles ou des réseaux ; se répète. Sans lui, les familles du côté A."),
        example=["mediation"],
    )
    b = SideFilter(
        help_text=gettext_lazy(
            "L’autre côté : des familles ou des réseaux ; se répète. Sans lui, les familles du côté B."
        ),
        example=["business_support"],
    )
    rule = OneOfFilter(
        choices=RuleName.values,
        help_text=gettext_lazy(
            "Quand une commune est couverte : « presence », un lieu ouvert s’y trouve ; « distance », un lieu "
            "ouvert s’y trouve, ou est à « radius » mètres au plus de sa mairie (à défaut, d’un point de la commune). "
            "Les lieux, eux, se comptent sans règle."
        ),
        example="presence",
        default=RuleName.PRESENCE.value,
    )
    radius = _radius(gettext_lazy("Avec « rule=distance » : le rayon, en mètres."))
    confirmed = CONFIRMED
    could_be = COULD_BE
    territory = TERRITORY

    needs_distance = True
    # The parameter without which the answer is that of today; None when an answer tells every day alike.
    day_parameter: ClassVar[str | None] = None

    @property
    def names_its_day(self) -> bool:
        """Tell whether the answer is the same tomorrow."""
        return self.day_parameter is None or self.values.get(self.day_parameter) is not None

    @property
    def crossing(self) -> Crossing:
        """What is asked, its families and networks found in two queries."""
        asked = self.values
        return Crossing.asked(
            asked.get("a") or None,
            asked.get("b") or None,
            rule=self._rule(),
            confirmed=asked.get("confirmed") == "true",
            could_be=asked.get("could_be") == "true",
            territories=asked.get("territory") or (),
        )

    @property
    def counted(self) -> Level:
        """The level: what is counted."""
        return Level(self.values.get("level") or Level.PLACE)

    def _rule(self) -> Rule:
        if self.values.get("rule") != RuleName.DISTANCE:
            return Rule()
        radius = self.values.get("radius")
        return Rule.distance(DEFAULT_RADIUS if radius is None else radius)

    def _invalid(self) -> list[dict[str, Any]]:
        errors = super()._invalid()
        if self._counts_places:
            detail = _("Les lieux se comptent sans règle de couverture : ce paramètre demande un autre « level ».")
            asked = [name for name in ("rule", "radius") if self._is_asked(name)]
            errors += [{"parameter": name, "detail": detail, "allowed": _COVERAGE[name]} for name in asked]
        elif self.needs_distance and self._is_asked("radius") and self.data.get("rule") != RuleName.DISTANCE:
            detail = _("Ce paramètre demande « rule=distance ».")
            errors.append({"parameter": "radius", "detail": detail, "allowed": "rule=distance"})
        return errors

    def _is_asked(self, name: str) -> bool:
        """Tell whether a parameter asks for something: what it is without being given, some programs always write."""
        return self.data.get(name) not in (None, "", str(self.base_filters[name].default))

    @property
    def _counts_places(self) -> bool:
        """Tell whether places are counted, which no rule covers; a level that does not exist is not told twice."""
        return "level" in self.filters and self.data.get("level") in (None, "", Level.PLACE)


class DatedQuestion(CrossingQuestion):
    """The same, on a day."""

    on = ON
    day_parameter = "on"

    @property
    def day(self) -> date:
        """The day asked for, today without one."""
        day: date = self.values.get("on") or timezone.localdate()
        return day


class OverlapQuestion(DatedQuestion):
    """The parameters of `/overlap/`."""

    level = LEVEL


class TimelineQuestion(CrossingQuestion):
    """The parameters of `/overlap/timeline/` and of `/overlap/history/`."""

    level = UNIT


def _day(help_text: Any, example: str) -> DayFilter:  # noqa: ANN401  lazy text
    return DayFilter(max_length=10, help_text=help_text, example=example)


def _year_before(day: date) -> date:
    """The same day of the year before, 28 February for the 29th; no earlier than a day that may be asked for."""
    leaps = (day.month, day.day) == (2, 29)
    return max(FIRST_DAY, day.replace(year=day.year - 1, day=28 if leaps else day.day))


class ChangesQuestion(CrossingQuestion):
    """The parameters of `/overlap/changes/`."""

    level = UNIT
    day_parameter = "to"
    to = _day(gettext_lazy("Le dernier jour ; aujourd’hui sans lui."), "2024-12-31")
    # A keyword of Python, and a parameter's name all the same.
    locals()["from"] = _day(gettext_lazy("Le premier jour ; sans lui, un an avant « to »."), "2019-07-01")

    @property
    def days(self) -> tuple[date, date]:
        """Both days."""
        end: date = self.values.get("to") or timezone.localdate()
        return self.values.get("from") or _year_before(end), end

    def _invalid(self) -> list[dict[str, Any]]:
        errors = super()._invalid()
        asked = self.form.cleaned_data
        start, end = asked.get("from"), asked.get("to") or timezone.localdate()
        if not errors and start and start > end:
            detail = _("Ce jour vient après « to ».")
            allowed = _("une date AAAA-MM-JJ, au plus tard celle de « to » ou, sans elle, aujourd’hui")
            errors.append({"parameter": "from", "detail": detail, "allowed": allowed})
        return errors


class SetsQuestion(Question):
    """The parameters of `/overlap/sets/`."""

    network = KeysFilter(
        model=Network,
        key="slug",
        help_text=gettext_lazy("Réseau à combiner ; se répète. Tous les réseaux sans lui."),
        example=["france-services"],
    )
    on = ON
    confirmed = CONFIRMED
    territory = TERRITORY

    @property
    def names_its_day(self) -> bool:
        """Tell whether the answer is the same tomorrow."""
        return self.values.get("on") is not None

    @property
    def day(self) -> date:
        """The day asked for, today without one."""
        day: date = self.values.get("on") or timezone.localdate()
        return day

    @property
    def crossing(self) -> Crossing:
        """The networks as one side, facing none."""
        known = Known.read()
        asked = self.values.get("network") or (network.slug for network in known.networks)
        confirmed = self.values.get("confirmed") == "true"
        # To be in a network is all that is asked: what it shows is not.
        territories = tuple(self.values.get("territory") or ())
        side, nobody = known.side(asked), known.side(())
        return Crossing(side, nobody, confirmed=confirmed, could_be=True, territories=territories)


class OpportunitiesQuestion(DatedQuestion):
    """The parameters of `/overlap/opportunities/`."""

    needs_distance = False

    radius = _radius(
        gettext_lazy("Le rayon, en mètres : celui des paires de lieux et, avec « rule=distance », de la couverture.")
    )
    what = OneOfFilter(
        choices=LISTS,
        help_text=gettext_lazy(
            "Une liste : « pairs », les paires de lieux ; « almost », les communes à un lieu des deux côtés ; "
            "« neither », celles que rien ne couvre. Sans lui, les trois ; dans un tableau, « pairs »."
        ),
        example="pairs",
    )
    limit = WholeFilter(
        help_text=gettext_lazy("Longueur de chaque liste, au plus."),
        min_value=1,
        max_value=MAX_LIMIT,
        example=20,
        default=DEFAULT_LIMIT,
    )

    @property
    def apart(self) -> int:
        """How far two places of a pair may be from each other, in metres."""
        radius = self.values.get("radius")
        return DEFAULT_RADIUS if radius is None else int(radius)

    @property
    def length(self) -> int:
        """How long each list may be."""
        return int(self.values.get("limit") or DEFAULT_LIMIT)
