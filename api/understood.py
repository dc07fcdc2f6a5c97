"""What was understood of the words looked for: in the envelope of a page, in the headers of an answer that is whole."""

from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from places.search.terms import Reading, Spot

# Where places of a whole answer are sorted from, how the words were taken, and which of them were left out.
AROUND_HEADER, UNDERSTOOD_HEADER, LEFT_OUT_HEADER = "Croisee-Around", "Croisee-Understood", "Croisee-Left-Out"


class AroundSerializer(serializers.Serializer[None]):
    """A commune, of today or of before, that no place speaks of."""

    code = serializers.CharField()
    name = serializers.CharField()
    today = serializers.CharField(allow_null=True, help_text=_("La commune d’aujourd’hui, si celle-ci n’est plus."))
    point = serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2)
    also = serializers.ListField(
        child=serializers.CharField(), help_text=_("D’autres communes dont le nom contient ce qui est demandé.")
    )


ENVELOPE: dict[str, Any] = {
    "understood": serializers.CharField(
        allow_null=True, help_text=_("Comment « q » a été lu, là où des mots n’ont pas été trouvés tels quels.")
    ),
    "left_out": serializers.ListField(
        child=serializers.CharField(), help_text=_("Les mots de « q » auxquels aucun lieu ne répond avec les autres.")
    ),
    "around": AroundSerializer(
        allow_null=True,
        help_text=_("La commune de « q » où l’on ne connaît aucun lieu : les lieux sont triés depuis ce point."),
    ),
}


def in_envelope(reading: Reading) -> dict[str, Any]:
    """Say it beside the addresses of the pages around."""
    return {
        "understood": reading.understood,
        "left_out": list(reading.left_out),
        "around": reading.around and _around(reading.around),
    }


def in_headers(reading: Reading) -> dict[str, str]:
    """Say it in headers, in the percent-encoding of addresses; what was understood as it was written has none."""
    said = {
        UNDERSTOOD_HEADER: reading.understood,
        LEFT_OUT_HEADER: ",".join(reading.left_out),
        AROUND_HEADER: reading.around and f"{reading.around.code} {reading.around.name}",
    }
    return {name: quote(text, safe=" ,") for name, text in said.items() if text}


def _around(spot: Spot) -> dict[str, Any]:
    told = {"code": spot.code, "name": spot.name, "today": spot.today}
    return told | {"point": list(spot.point), "also": list(spot.also)}
