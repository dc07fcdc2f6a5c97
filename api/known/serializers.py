"""A place as it was known; PostgreSQL writes it, and these say what it writes."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.schema import feature_of


class KnownStaySerializer(serializers.Serializer[None]):
    """A stay in a network, as it was known."""

    network = serializers.CharField(help_text=_("Le nom du réseau dans les adresses, aujourd’hui."))
    start = serializers.DateField(allow_null=True)
    end = serializers.DateField(allow_null=True, help_text=_("Le premier jour où il n’y est plus."))


class KnownPlaceSerializer(serializers.Serializer[None]):
    """A place as it was known at a position of the log: what figures are counted from."""

    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()
    commune = serializers.CharField(help_text="INSEE")
    kinds = serializers.ListField(child=serializers.CharField())
    services = serializers.ListField(child=serializers.CharField(), allow_null=True)
    is_itinerant = serializers.BooleanField()
    opened_on = serializers.DateField(allow_null=True)
    closed_on = serializers.DateField(allow_null=True)
    longitude = serializers.FloatField(
        allow_null=True,
        help_text=_("Vide pour un lieu que l’annuaire ne montre plus : c’était peut-être chez quelqu’un."),
    )
    latitude = serializers.FloatField(allow_null=True)
    memberships = KnownStaySerializer(many=True)
    is_still_listed = serializers.BooleanField(help_text=_("L’annuaire le montre encore."))


KnownPlaceFeatureSerializer = feature_of("KnownPlace", KnownPlaceSerializer(), geometry="Point", identifier="id")
