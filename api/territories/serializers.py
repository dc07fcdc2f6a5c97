"""A territory as machines read it."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from places.models import Territory


class TerritorySerializer(serializers.ModelSerializer[Territory]):
    """A territory, how many communes it has, and how many published places.

    `population_year` is that of the populations of its communes; `bbox` is null where nothing of it is drawn.
    """

    commune_count = serializers.IntegerField()
    place_count = serializers.IntegerField()
    bbox = serializers.ListField(
        source="extent",
        child=serializers.FloatField(),
        min_length=4,
        max_length=4,
        allow_null=True,
        help_text=_("Ouest, sud, est, nord, en degrés (WGS 84)."),
    )

    class Meta:
        model = Territory
        fields: ClassVar = [
            "code",
            "name",
            "locative",
            "region",
            "credit",
            "population_year",
            "commune_count",
            "place_count",
            "bbox",
        ]
