"""The words of the directory as machines read them."""

from typing import ClassVar

from rest_framework import serializers

from places.models import Kind, Service


class KindSerializer(serializers.ModelSerializer[Kind]):
    """A kind of place, with the national typology's codes for it."""

    class Meta:
        model = Kind
        fields: ClassVar = ["slug", "label", "label_en", "standard_codes"]


class ServiceSerializer(serializers.ModelSerializer[Service]):
    """A service, in its group, with the national standard's wording where there is one."""

    class Meta:
        model = Service
        fields: ClassVar = ["slug", "label", "label_en", "group", "standard_label"]
