"""The overlap as machines read it; `records` writes it, and these say what it writes."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from api.overlap.records import MEMBERSHIP
from api.places.serializers import CommuneOfPlaceSerializer
from api.schema import feature_of, rows_of
from network.choices import SideName, State
from network.overlap.changes import Kind
from network.overlap.question import Level, RuleName
from places.choices import DatePrecision

NETWORK_ENDED = "network_ended"
EVENTS = ["joined", "left", "opened", "closed", "unseen", "network_started", NETWORK_ENDED]
ROUGH = _("Vrai quand un point n’est connu qu’à la commune près : la distance l’est aussi.")
Fields = serializers.Serializer[None]
_DAY = {"type": ["string", "null"], "format": "date"}
_METRES = {"type": ["integer", "null"]}
_STATE = {"$ref": "#/components/schemas/OverlapStateEnum"}
_SIDES = {"type": "array", "items": {"type": "string", "enum": SideName.values}}


class RuleSerializer(Fields):
    """The rule, in words too, in the language asked for. `radius` is in metres, null without one."""

    name = serializers.ChoiceField([MEMBERSHIP, *RuleName.values])
    radius = serializers.IntegerField(allow_null=True)
    text = serializers.CharField()


class SideSerializer(Fields):
    """A side: the families and networks asked for, and the networks that these are."""

    asked = serializers.ListField(child=serializers.CharField())
    label = serializers.CharField()  # type: ignore[assignment]
    networks = serializers.ListField(child=serializers.SlugField())


class SidesSerializer(Fields):
    """The two sides."""

    a = SideSerializer()
    b = SideSerializer()


class SumSerializer(Fields):
    """How many, and how many inhabitants: null where places are counted, and where no population is known.

    Both are null where nobody knows: on a day that comes before all that any source dates of a side.
    """

    count = serializers.IntegerField(allow_null=True)
    population = serializers.IntegerField(allow_null=True)


class SummarySerializer(Fields):
    """The four states. Populations leave out the communes whose population is unknown."""

    both = SumSerializer()
    a = SumSerializer()
    b = SumSerializer()
    neither = SumSerializer()


class MarkedSerializer(Fields):
    """A state, and the sides that only unconfirmed memberships give, or only memberships "at least since" a date.

    `could_be`: those that only memberships give which show no service, whether these are counted or not. The state is
    null where nobody knows: on a day that comes before all that any source dates of a side.
    """

    state = serializers.ChoiceField(State.choices, allow_null=True)
    unconfirmed = serializers.ListField(child=serializers.ChoiceField(SideName.choices))
    at_least_since = serializers.ListField(child=serializers.ChoiceField(SideName.choices))
    could_be = serializers.ListField(child=serializers.ChoiceField(SideName.choices))


class PlaceStatePropertiesSerializer(MarkedSerializer):
    """A place on a day, and its networks on each side."""

    slug = serializers.SlugField()
    name = serializers.CharField()
    commune = CommuneOfPlaceSerializer()
    a = serializers.ListField(child=serializers.SlugField())
    b = serializers.ListField(child=serializers.SlugField())


class PlaceStateSerializer(PlaceStatePropertiesSerializer):
    """A place on a day, where it is, and its networks on each side."""

    longitude = serializers.FloatField(allow_null=True)
    latitude = serializers.FloatField(allow_null=True)


class CommuneStateSerializer(MarkedSerializer):
    """A commune on a day."""

    code = serializers.CharField(help_text="INSEE")
    name = serializers.CharField()
    epci = serializers.CharField(allow_null=True, help_text="SIREN")
    population = serializers.IntegerField(allow_null=True)


class WholeSummarySerializer(SummarySerializer):
    """The four states, and how many communes their populations leave out."""

    without_population = serializers.IntegerField()


class GroupStateSerializer(WholeSummarySerializer):
    """What the communes of an intercommunality or of a territory add up to; code null: those of no intercommunality."""

    code = serializers.CharField(allow_null=True)
    name = serializers.CharField(allow_null=True)


def one_of(name: str, *shapes: Any) -> Any:  # noqa: ANN401  a class made on the spot
    """Make the field of a list whose items have one of several shapes."""
    described = PolymorphicProxySerializer(
        component_name=name, serializers=list(shapes), resource_type_field_name=None, many=True
    )
    return extend_schema_field(described)(type(f"{name}ListField", (serializers.JSONField,), {}))


class UndatedSerializer(Fields):
    """The days on which a side was, or may have been, and no source dates anything of it: nothing is known then.

    From `since` (null: as far back as one goes) until the day before `until` (null: no source tells of anything there).
    """

    since = serializers.DateField(allow_null=True)
    until = serializers.DateField(allow_null=True)


class UndatedSidesSerializer(Fields):
    """When nothing is known of each side; null where something always is, or where no source dates anything."""

    a = UndatedSerializer(allow_null=True)
    b = UndatedSerializer(allow_null=True)


class SourcesSerializer(Fields):
    """How far the sources of an answer go, in words too, and how much of it they confirm.

    `until` is the newest date on which one speaks of a membership of either side (of a month or a year, the first day:
    `until_precision`), and `is_continued` tells that the day
    of the answer is later: what was known is carried forward. Of the `places` on a side that day, so many are
    `confirmed`. All but `until` are null in an answer that is of no day. Populations are those published in
    `population_year`, on every day; null where nobody knows the year, or there are several.
    """

    until = serializers.DateField(allow_null=True)
    until_precision = serializers.ChoiceField(DatePrecision.choices)
    is_continued = serializers.BooleanField(allow_null=True)
    undated = UndatedSidesSerializer()
    places = serializers.IntegerField(allow_null=True)
    confirmed = serializers.IntegerField(allow_null=True)
    text = serializers.CharField()
    population_year = serializers.IntegerField(allow_null=True)


class HeadSerializer(Fields):
    """What every answer says of itself. `territories` are those that are counted; all of them where none is named."""

    level = serializers.ChoiceField(Level.choices)
    rule = RuleSerializer()
    sides = SidesSerializer()
    confirmed = serializers.BooleanField()
    could_be = serializers.BooleanField()
    territories = serializers.ListField(child=serializers.CharField())
    sources = SourcesSerializer()


class DatedHeadSerializer(HeadSerializer):
    """What an answer on a day says of itself."""

    on = serializers.DateField()


class OverlapHeadSerializer(DatedHeadSerializer):
    """What `/overlap/` says before its items."""

    summary = SummarySerializer()
    without_population = serializers.IntegerField()


OverlapItems = one_of("OverlapItem", PlaceStateSerializer, CommuneStateSerializer, GroupStateSerializer)


class SaidSerializer(Fields):
    """What each feature says of the answer that it comes from: a map made of it would not know otherwise."""

    on = serializers.DateField()
    side_a = serializers.CharField()
    side_b = serializers.CharField()
    territories = serializers.CharField()
    rule_name = serializers.ChoiceField([MEMBERSHIP, *RuleName.values])
    rule_radius = serializers.IntegerField(allow_null=True)
    rule_text = serializers.CharField()
    sources_until = serializers.DateField(allow_null=True)
    sources_text = serializers.CharField()


def _saying(shape: type[Fields]) -> Fields:
    """Put after the properties of a shape what each feature says."""
    name = shape.__name__.removesuffix("Serializer").removesuffix("Properties")
    made: type[Fields] = type(f"{name}SaidSerializer", (shape, SaidSerializer), {"__doc__": shape.__doc__})
    return made()


OverlapFeatures = one_of(
    "OverlapFeature",
    feature_of("PlaceState", _saying(PlaceStatePropertiesSerializer), geometry="Point", identifier="id (UUID)"),
    feature_of("CommuneState", _saying(CommuneStateSerializer), geometry="MultiPolygon", identifier="code"),
    feature_of("GroupState", _saying(GroupStateSerializer), geometry="MultiPolygon", identifier="code", is_named=False),
)


class OverlapSerializer(OverlapHeadSerializer):
    """Where two sides meet on a day: places, communes, or what communes add up to."""

    items = OverlapItems()


class OverlapCollectionSerializer(OverlapHeadSerializer):
    """The same as a map layer: a FeatureCollection with foreign members (RFC 7946)."""

    type = serializers.ChoiceField(["FeatureCollection"])
    features = OverlapFeatures()


class EventSerializer(Fields):
    """What happened on a day to places of a network; of a day known to the month, `day` is the first of it.

    `is_exact` is told of `joined`, where false is "at least since", and of the end of a network, where false is "at the
    latest". `reason` is told of `left`: their network ended that day, and no place closed or chose to leave.

    `opened` and `closed` have the source of the place, where it is known, and no evidence.
    """

    day = serializers.DateField()
    kind = serializers.ChoiceField(EVENTS)
    network = serializers.SlugField()
    is_exact = serializers.BooleanField(allow_null=True)
    precision = serializers.ChoiceField(DatePrecision.choices)
    reason = serializers.ChoiceField([NETWORK_ENDED], allow_null=True)
    evidence = serializers.CharField(allow_null=True)
    source = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    source_url = serializers.CharField(allow_null=True)
    places = serializers.ListField(child=serializers.SlugField())


class MovesSerializer(Fields):
    """What a state gained, what was merely first seen in it, and what it lost."""

    gained = SumSerializer()
    first_seen = SumSerializer()
    lost = SumSerializer()


class StatesMovesSerializer(Fields):
    """What became of each of the four states."""

    both = MovesSerializer()
    a = MovesSerializer()
    b = MovesSerializer()
    neither = MovesSerializer()


class MomentSerializer(Fields):
    """A date at which something changes: the counts from then on, what moved that day, and what happened."""

    date = serializers.DateField()
    summary = SummarySerializer()
    without_population = serializers.IntegerField()
    moves = StatesMovesSerializer()
    events = EventSerializer(many=True)


class TimelineSerializer(HeadSerializer):
    """Every date at which anything changes; `before` counts what was there before the first of them."""

    before = WholeSummarySerializer()
    items = MomentSerializer(many=True)


_STEPS_SAY = _("[date, mètres ou null à partir d’elle, mètres de ce qui commence sûrement ce jour-là, ou null]")


class HistorySerializer(Fields):
    """How a place or a commune went. An unknown date (null) is before all others; before its first turn, neither."""

    name = serializers.CharField()
    turns = rows_of(
        _DAY, _STATE, _SIDES, says=_("[date, état à partir d’elle, côtés qui n’y sont que vus pour la première fois]")
    )


class PlaceHistorySerializer(HistorySerializer):
    """How a place went, and by which networks. A null date is unknown: before all others, or not come yet."""

    slug = serializers.SlugField()
    commune = CommuneOfPlaceSerializer()
    longitude = serializers.FloatField(allow_null=True)
    latitude = serializers.FloatField(allow_null=True)
    stays = rows_of(
        {"type": "string"},
        _DAY,
        _DAY,
        _DAY,
        {"type": "boolean"},
        {"type": "boolean"},
        {"type": "string", "enum": DatePrecision.values},
        {"type": "string", "enum": DatePrecision.values},
        says=_(
            "[réseau, premier jour, premier jour en dehors, premier jour où aucune source ne le confirme plus, "
            "le premier jour est exact, pourrait en être, ce qui est connu du premier jour, et du premier en dehors]"
        ),
    )


class CommuneHistorySerializer(HistorySerializer):
    """How a commune went. Under the rule of distance, how far the nearest place of each side was; 0: in it."""

    code = serializers.CharField(help_text="INSEE")
    epci = serializers.CharField(allow_null=True, help_text="SIREN")
    population = serializers.IntegerField(allow_null=True)
    nearest_a = rows_of(_DAY, _METRES, _METRES, says=_STEPS_SAY, required=False)
    nearest_b = rows_of(_DAY, _METRES, _METRES, says=_STEPS_SAY, required=False)


HistoryItems = one_of("OverlapHistory", PlaceHistorySerializer, CommuneHistorySerializer)


class HistoriesSerializer(HeadSerializer):
    """How every place, or every commune, went: all that is needed to show any date without asking again."""

    items = HistoryItems()


class EvidenceSerializer(Fields):
    """What happened to a membership, and where that is told; `opened` and `closed` have the source of the place."""

    day = serializers.DateField()
    kind = serializers.ChoiceField(EVENTS)
    place = serializers.SlugField()
    network = serializers.SlugField()
    is_exact = serializers.BooleanField(allow_null=True)
    precision = serializers.ChoiceField(DatePrecision.choices)
    reason = serializers.ChoiceField([NETWORK_ENDED], allow_null=True)
    evidence = serializers.CharField(allow_null=True)
    source = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    source_url = serializers.CharField(allow_null=True)


class ChangeSerializer(Fields):
    """What changed, why, from what to what (`from` and `to`), and the sides that are merely first seen."""

    name = serializers.CharField()
    commune = CommuneOfPlaceSerializer(required=False)
    slug = serializers.SlugField(required=False)
    code = serializers.CharField(required=False, help_text="INSEE")
    epci = serializers.CharField(required=False, allow_null=True, help_text="SIREN")
    population = serializers.IntegerField(required=False, allow_null=True)
    change = serializers.ChoiceField(Kind.choices)
    first_seen = serializers.ListField(child=serializers.ChoiceField(SideName.choices))
    to = serializers.ChoiceField(State.choices)
    locals()["from"] = serializers.ChoiceField(State.choices)
    evidence = EvidenceSerializer(many=True)


class FlowSerializer(MovesSerializer):
    """What a state had on the first day, what became of it, and what it has on the last: it adds up."""

    start = SumSerializer()
    end = SumSerializer()


class FlowsSerializer(Fields):
    """What became of each of the four states, and how many communes the populations leave out."""

    both = FlowSerializer()
    a = FlowSerializer()
    b = FlowSerializer()
    neither = FlowSerializer()
    without_population = serializers.IntegerField()


class WaySerializer(SumSerializer):
    """How many went from a state to another, or stayed in it (`from` and `to`), and how many were merely first seen."""

    first_seen = SumSerializer()
    to = serializers.ChoiceField(State.choices)
    locals()["from"] = serializers.ChoiceField(State.choices)


class ChangesSerializer(HeadSerializer):
    """What changed between two days."""

    to = serializers.DateField()
    locals()["from"] = serializers.DateField()
    summary = FlowsSerializer()
    matrix = WaySerializer(many=True)
    items = ChangeSerializer(many=True)


class CombinationSerializer(Fields):
    """The places in exactly these networks of those asked for; none of them is a combination too."""

    networks = serializers.ListField(child=serializers.SlugField())
    count = serializers.IntegerField()
    places = serializers.ListField(child=serializers.SlugField())


class NetworkSizeSerializer(Fields):
    """A network, and how many places are in it."""

    slug = serializers.SlugField()
    name = serializers.CharField()
    family = serializers.SlugField()
    count = serializers.IntegerField()


class SetsSerializer(Fields):
    """The size of every combination of networks that some place is in: what is absent is empty."""

    on = serializers.DateField()
    level = serializers.ChoiceField(Level.choices)
    rule = RuleSerializer()
    confirmed = serializers.BooleanField()
    territories = serializers.ListField(child=serializers.CharField())
    sources = SourcesSerializer()
    networks = NetworkSizeSerializer(many=True)
    items = CombinationSerializer(many=True)
