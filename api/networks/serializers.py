"""A network as machines read it."""

from typing import ClassVar

from rest_framework import serializers

from network.models import Network, Organisation


class OrganisationSerializer(serializers.ModelSerializer[Organisation]):
    """An organisation that facilitates the network."""

    class Meta:
        model = Organisation
        fields: ClassVar = ["slug", "name", "website"]


class NetworkSerializer(serializers.ModelSerializer[Network]):
    """A network, and how many published places are in it at the date asked for.

    `started_precision`, `ended_precision`: of a date known to the month or the year, the first day is written;
    `is_end_exact`: false is "at the latest".

    `shows_service`: to be in it is enough to count; else a place must be known for a service of the family.
    """

    family = serializers.SlugField(source="family_id")
    organisations = OrganisationSerializer(many=True)
    place_count = serializers.IntegerField()

    class Meta:
        model = Network
        fields: ClassVar = [
            "slug",
            "name",
            "family",
            "shows_service",
            "description",
            "website",
            "colour",
            "started_on",
            "started_precision",
            "ended_on",
            "ended_precision",
            "is_end_exact",
            "organisations",
            "place_count",
        ]
