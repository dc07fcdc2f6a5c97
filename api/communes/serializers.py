"""A commune as machines read it; PostgreSQL writes it, and these say what it writes."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.schema import feature_of


class CommuneSerializer(serializers.Serializer[None]):
    """A commune."""

    code = serializers.CharField(help_text="INSEE")
    name = serializers.CharField()
    epci = serializers.CharField(allow_null=True, help_text="SIREN")
    epci_name = serializers.CharField(allow_null=True)
    territory = serializers.CharField()
    postcodes = serializers.ListField(child=serializers.CharField())
    population = serializers.IntegerField(allow_null=True)
    longitude = serializers.FloatField(help_text=_("Du point d’où sont mesurées les distances à la commune."))
    latitude = serializers.FloatField()
    is_town_hall = serializers.BooleanField(
        help_text=_("Ce point est la mairie ; sinon, un point de la surface de la commune.")
    )


CommuneFeatureSerializer = feature_of("Commune", CommuneSerializer(), geometry="MultiPolygon", identifier="code")
