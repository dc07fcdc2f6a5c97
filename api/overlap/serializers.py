"""The overlap as machines read it; `records` writes it, and these say what it writes."""

from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from api.overlap.records import MEMBERSHIP
from api.places.serializers import CommuneOfPlaceSerializer
from api.schema import feature_of
from network.overlap.question import Level, RuleName, State

Fields = serializers.Serializer[None]


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
    """How many, and how many inhabitants: null where places are counted."""

    count = serializers.IntegerField()
    population = serializers.IntegerField(allow_null=True)


class SummarySerializer(Fields):
    """The four states. Populations leave out the communes whose population is unknown."""

    both = SumSerializer()
    a_only = SumSerializer()
    b_only = SumSerializer()
    neither = SumSerializer()


class MarkedSerializer(Fields):
    """A state, and the sides that only unconfirmed memberships give, or only memberships "at least since" a date."""

    state = serializers.ChoiceField(State.choices)
    unconfirmed = serializers.ListField(child=serializers.ChoiceField(["a", "b"]))
    at_least_since = serializers.ListField(child=serializers.ChoiceField(["a", "b"]))


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


class GroupStateSerializer(SummarySerializer):
    """What the communes of an intercommunality or of a territory add up to; code null: those of no intercommunality."""

    code = serializers.CharField(allow_null=True)
    name = serializers.CharField(allow_null=True)
    without_population = serializers.IntegerField()


def one_of(name: str, *shapes: Any) -> Any:  # noqa: ANN401  a class made on the spot
    """Make the field of a list whose items have one of several shapes."""
    described = PolymorphicProxySerializer(
        component_name=name, serializers=list(shapes), resource_type_field_name=None, many=True
    )
    return extend_schema_field(described)(type(f"{name}ListField", (serializers.JSONField,), {}))


class HeadSerializer(Fields):
    """What every answer says of itself."""

    level = serializers.ChoiceField(Level.choices)
    rule = RuleSerializer()
    sides = SidesSerializer()
    confirmed = serializers.BooleanField()


class DatedHeadSerializer(HeadSerializer):
    """What an answer on a day says of itself."""

    on = serializers.DateField()


class OverlapHeadSerializer(DatedHeadSerializer):
    """What `/overlap/` says before its items."""

    summary = SummarySerializer()
    without_population = serializers.IntegerField()


OverlapItems = one_of("OverlapItem", PlaceStateSerializer, CommuneStateSerializer, GroupStateSerializer)
OverlapFeatures = one_of(
    "OverlapFeature",
    feature_of("PlaceState", PlaceStatePropertiesSerializer(), geometry="Point", identifier="slug"),
    feature_of("CommuneState", CommuneStateSerializer(), geometry="MultiPolygon", identifier="code"),
    feature_of("GroupState", GroupStateSerializer(), geometry="MultiPolygon", identifier="code"),
)


class OverlapSerializer(OverlapHeadSerializer):
    """Where two sides meet on a day: places, communes, or what communes add up to."""

    items = OverlapItems()


class OverlapCollectionSerializer(OverlapHeadSerializer):
    """The same as a map layer: a FeatureCollection with foreign members (RFC 7946)."""

    type = serializers.ChoiceField(["FeatureCollection"])
    features = OverlapFeatures()
