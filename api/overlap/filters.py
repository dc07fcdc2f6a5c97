"""What may be asked of the overlap: a date, a level, a rule, two sides."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from api.fields import RepeatedField
from api.filters import Parameter, Question, choice, number
from api.places.filters import ON
from network.choices import Family
from network.models import Network
from network.overlap.question import DEFAULT_RADIUS, MAX_RADIUS, Crossing, Level, Rule, RuleName


class SideField(RepeatedField):
    """A side: families, networks, or both. Misspelt names are refused rather than found empty."""

    @property
    def allowed(self) -> list[str]:
        """List the families, then the networks."""
        return [*Family.values, *Network.objects.order_by("slug").values_list("slug", flat=True)]

    def unknown(self, values: list[str]) -> list[str]:
        """List the names of no family and no network; most questions name families, and cost no query."""
        asked = [value for value in values if value not in Family.values]
        known = set(self.allowed) if asked else set()
        return [value.replace("\x00", "\\0") for value in asked if value not in known]


def _side(default: Family, help_text: Any) -> Parameter:  # noqa: ANN401  lazy text
    return Parameter(SideField(required=False, help_text=help_text), example=[default.value])


LEVEL = Parameter(
    choice(
        gettext_lazy(
            "Ce qui est compté : les lieux, ou les communes, une à une ou par intercommunalité ou territoire."
        ),
        Level.values,
    ),
    example="commune",
    enum=Level.values,
    default=Level.PLACE.value,
)
UNIT = Parameter(
    choice(gettext_lazy("Ce qui est compté : les lieux ou les communes."), [Level.PLACE, Level.COMMUNE]),
    example="commune",
    enum=[Level.PLACE.value, Level.COMMUNE.value],
    default=Level.PLACE.value,
)


class CrossingQuestion(Question):
    """The two sides, the rule, and whether what nobody confirms counts: what every answer on the overlap takes."""

    a = _side(
        Family.MEDIATION,
        gettext_lazy("Un côté : une famille, ou des réseaux ; se répète. « mediation » sans lui."),
    )
    b = _side(
        Family.BUSINESS_SUPPORT,
        gettext_lazy("L’autre côté : une famille, ou des réseaux ; se répète. « business_support » sans lui."),
    )
    rule = Parameter(
        choice(
            gettext_lazy(
                "Quand une commune est couverte : « presence », un lieu ouvert s’y trouve ; « distance », il y en a un "
                "à « radius » mètres au plus de sa mairie ou, à défaut, d’un point de sa surface."
            ),
            RuleName.values,
        ),
        example="presence",
        enum=RuleName.values,
        default=RuleName.PRESENCE.value,
    )
    radius = Parameter(
        number(gettext_lazy("Avec « rule=distance » : le rayon, en mètres."), low=0, high=MAX_RADIUS, whole=True),
        example=DEFAULT_RADIUS,
        type="integer",
        minimum=0,
        maximum=MAX_RADIUS,
        default=DEFAULT_RADIUS,
    )
    confirmed = Parameter(
        choice(
            gettext_lazy("« true » laisse de côté les adhésions que nulle source n’a citées depuis plus de 24 mois."),
            ["false", "true"],
        ),
        example="true",
        enum=["false", "true"],
        default="false",
    )

    @property
    def crossing(self) -> Crossing:
        """Give what is asked, its networks found in one query."""
        asked = self.values
        return Crossing.asked(
            asked.get("a") or [Family.MEDIATION],
            asked.get("b") or [Family.BUSINESS_SUPPORT],
            rule=self._rule(),
            confirmed=asked.get("confirmed") == "true",
        )

    @property
    def counted(self) -> Level:
        """Give the level: what is counted."""
        return Level(self.values.get("level") or Level.PLACE)

    def _rule(self) -> Rule:
        if self.values.get("rule") != RuleName.DISTANCE:
            return Rule()
        radius = self.values.get("radius")
        return Rule.distance(DEFAULT_RADIUS if radius is None else radius)

    def _invalid(self) -> list[dict[str, Any]]:
        errors = super()._invalid()
        if self.data.get("radius") and self.data.get("rule") != RuleName.DISTANCE:
            detail = _("Ce paramètre demande « rule=distance ».")
            errors.append({"parameter": "radius", "detail": detail, "allowed": "rule=distance"})
        return errors


class OverlapQuestion(CrossingQuestion):
    """The parameters of `/overlap/`."""

    on = ON
    level = LEVEL

    @property
    def day(self) -> Any:  # noqa: ANN401
        """Give the day asked for, today without one."""
        return self.values.get("on") or timezone.localdate()
