"""A suggestion as programs write and read it."""

from rest_framework import serializers

from api.places.serializers import Fields
from network.choices import Reported, Review
from network.models.suggestion import LONGEST_REASON, LONGEST_WORDS
from places.choices import DatePrecision


class SuggestionInputSerializer(Fields):
    """What is said of a place: that something is wrong, that it is gone, or that one is missing.

    `changes` are members of the record of a place; `version` is the one that was read.
    """

    kind = serializers.ChoiceField(Reported.choices)
    place = serializers.SlugField(required=False)
    changes = serializers.DictField(required=False)
    words = serializers.CharField(max_length=LONGEST_WORDS, required=False)
    version = serializers.IntegerField(required=False, min_value=0, max_value=2**62)


class SuggestionSerializer(Fields):
    """A suggestion: `changes` by column of the listing, `decisions` for each once it is settled."""

    uuid = serializers.UUIDField()
    kind = serializers.ChoiceField(Reported.choices)
    state = serializers.ChoiceField(Review.choices)
    place = serializers.SlugField(allow_null=True)
    version = serializers.IntegerField()
    changes = serializers.DictField()
    words = serializers.CharField(allow_null=True)
    decisions = serializers.DictField()
    reason = serializers.CharField(allow_null=True)
    made_at = serializers.DateTimeField()


class SuggestionPageSerializer(Fields):
    """Suggestions, the oldest first, a hundred at most: those behind come up as these are decided."""

    results = SuggestionSerializer(many=True)


class AcceptanceSerializer(Fields):
    """What is kept: of these columns (`take`, all of them without it), with other values (`changes`).

    Of a place that is gone, `on` is the first day without it (of a month or a year, its first, with `precision`); of
    one that is missing, `changes` is its whole record.
    """

    take = serializers.ListField(child=serializers.CharField(), required=False)
    changes = serializers.DictField(required=False)
    on = serializers.DateField(required=False)
    precision = serializers.ChoiceField(DatePrecision.choices, required=False)


class RefusalSerializer(Fields):
    """Why it is refused: its author may read it."""

    reason = serializers.CharField(max_length=LONGEST_REASON)
