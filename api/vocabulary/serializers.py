"""The words of the directory as machines read them."""

from typing import ClassVar

from rest_framework import serializers

from network.models import Family
from places.models import Kind, Service


class KindSerializer(serializers.ModelSerializer[Kind]):
    """A kind of place, with its codes in the national typology."""

    class Meta:
        model = Kind
        fields: ClassVar = ["slug", "label", "label_en", "standard_codes", "needs"]


class ServiceSerializer(serializers.ModelSerializer[Service]):
    """A service, in its group, with the wording of the national standard where there is one."""

    class Meta:
        model = Service
        fields: ClassVar = ["slug", "label", "label_en", "group", "standard_label", "needs"]


class FamilySerializer(serializers.ModelSerializer[Family]):
    """What a network is for, and the side on which it is compared unless others are asked for; null: neither.

    `services` are those that show it: they make a place count that is in a network which shows none by itself.
    """

    class Meta:
        model = Family
        fields: ClassVar = ["slug", "label", "label_en", "purpose", "purpose_en", "side", "services"]
