"""What could be, as machines read it: pairs of places that could meet, and communes that lack a side or both."""

from rest_framework import serializers

from api.overlap.serializers import ROUGH, DatedHeadSerializer, Fields
from network.choices import SideName, State


class PairedSerializer(Fields):
    """A place of a pair."""

    slug = serializers.SlugField()
    name = serializers.CharField()
    commune = serializers.CharField()


class PairSerializer(Fields):
    """Two open places of the two sides that share no network, and the metres between them."""

    metres = serializers.FloatField()
    is_rough = serializers.BooleanField(help_text=ROUGH)
    a = PairedSerializer()
    b = PairedSerializer()


class NearestSerializer(Fields):
    """The nearest open place of a side, as the crow flies; null when there is none."""

    slug = serializers.SlugField(allow_null=True)
    name = serializers.CharField(allow_null=True)
    metres = serializers.FloatField(allow_null=True)
    is_rough = serializers.BooleanField(allow_null=True, help_text=ROUGH)


class GapSerializer(Fields):
    """A commune that one side alone covers, or none.

    `could_be`: the sides that would cover it if the places that only could be were counted.
    """

    code = serializers.CharField(help_text="INSEE")
    name = serializers.CharField()
    epci = serializers.CharField(allow_null=True, help_text="SIREN")
    population = serializers.IntegerField(allow_null=True)
    state = serializers.ChoiceField(State.choices)
    could_be = serializers.ListField(child=serializers.ChoiceField(SideName.choices))
    nearest_a = NearestSerializer()
    nearest_b = NearestSerializer()


class PairRuleSerializer(Fields):
    """What makes a pair, in words."""

    radius = serializers.IntegerField()
    text = serializers.CharField()


class TotalsSerializer(Fields):
    """How long each list that was asked for is in all, whatever the limit.

    Null, and the list empty, on a day that comes before all that any source dates of a side: nobody knows who lacks it.
    """

    pairs = serializers.IntegerField(required=False)
    almost = serializers.IntegerField(required=False, allow_null=True)
    neither = serializers.IntegerField(required=False, allow_null=True)


class OpportunitiesSerializer(DatedHeadSerializer):
    """What could be. A list that was not asked for is absent; `limit` is the most that each list holds."""

    pair_rule = PairRuleSerializer()
    limit = serializers.IntegerField()
    totals = TotalsSerializer()
    pairs = PairSerializer(many=True, required=False)
    almost = GapSerializer(many=True, required=False)
    neither = GapSerializer(many=True, required=False)
