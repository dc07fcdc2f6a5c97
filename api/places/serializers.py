"""A place as machines read it; PostgreSQL writes it (`records`), and these say what it writes."""

import re
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.schema import feature_of
from network.choices import SideName, State
from network.models import Network
from places.choices import Audience, DatePrecision, Fee, PhotoLicence, Precision, Section, Wheelchair
from places.dates import known_of
from places.feature import FEATURE
from places.fields import OptionalTextField
from places.models import Place
from places.work import WORK_COLUMNS

Fields = serializers.Serializer[None]


def _slugs(**options: Any) -> serializers.ListField:  # noqa: ANN401
    return serializers.ListField(child=serializers.SlugField(), **options)


class CommuneOfPlaceSerializer(Fields):
    """The commune of a place."""

    code = serializers.CharField()
    name = serializers.CharField()
    epci = serializers.CharField(allow_null=True)


class OpeningSerializer(Fields):
    """Whether the place is open, at `open` or now; times are local.

    `next_open` is the next moment at which it is sure to be open, `remark` what the place says of now.
    """

    state = serializers.ChoiceField(["open", "closed", "unknown"])
    next_change = serializers.DateTimeField(allow_null=True)
    next_open = serializers.DateTimeField(allow_null=True)
    remark = serializers.CharField(allow_null=True)


_READ_AS: dict[Any, type[serializers.Field[Any, Any, Any, Any]]] = {
    models.PositiveSmallIntegerField: serializers.IntegerField,
    models.BooleanField: serializers.BooleanField,
    models.DecimalField: serializers.FloatField,
    models.DateField: serializers.DateField,
    OptionalTextField: serializers.CharField,
}


def _column(name: str) -> serializers.Field[Any, Any, Any, Any]:
    """Describe a column of a place that may be unknown, from what the model says of it."""
    field: Any = Place._meta.get_field(name)
    return _READ_AS[type(field)](allow_null=True)


WorkSerializer = type(
    "WorkSerializer",
    (Fields,),
    {
        "__doc__": "What a worker needs. Speeds are megabits per second, prices euros.",
        **{name: _column(name) for name in WORK_COLUMNS},
    },
)


class VouchedSerializer(Fields):
    """As a network saw it: which network, on which day, at which version of the listing."""

    network = serializers.SlugField()
    on = serializers.DateField()
    version = serializers.IntegerField()


class VouchSerializer(VouchedSerializer):
    """What a network last said of the listing; `changed` names what was written in it since."""

    changed = serializers.ListField(child=serializers.CharField())


class KnownDateField(serializers.DateField):
    """A date with its precision beside it; as it is written, "2018" and "2018-03" say what is known themselves."""

    def to_internal_value(self, value: Any) -> Any:  # noqa: ANN401  of a body
        """Read it as far as it goes."""
        if isinstance(value, str) and re.fullmatch(r"\d{4}(-\d{2})?", value):
            try:
                return known_of(value)
            except ValueError:
                pass
        return super().to_internal_value(value)


class PlaceSerializer(Fields):
    """A place. Unknown is null. `distance`, in metres, comes with `near`.

    Of a day that is known to the month, or the year, the first is written, and `…_precision` says so.

    `overlap` is null on a day of which nobody knows: a side was there, or may have been, and no source dates anything
    of it yet. `could_be`: the default sides whose networks it is in, while nothing shows a service of their family.
    """

    id = serializers.UUIDField()
    slug = serializers.SlugField()
    name = serializers.CharField()
    kinds = _slugs()
    services = _slugs(allow_null=True)
    description = serializers.CharField(allow_null=True)
    siret = serializers.CharField(allow_null=True)
    address = serializers.CharField(allow_null=True)
    postcode = serializers.CharField(allow_null=True)
    commune = CommuneOfPlaceSerializer()
    longitude = serializers.FloatField(allow_null=True)
    latitude = serializers.FloatField(allow_null=True)
    precision = serializers.ChoiceField(Precision.choices)
    is_itinerant = serializers.BooleanField(allow_null=True)
    served_communes = serializers.ListField(child=serializers.CharField(), allow_null=True)
    opening_hours = serializers.CharField(allow_null=True)
    phone = serializers.CharField(allow_null=True)
    email = serializers.EmailField(allow_null=True)
    website = serializers.URLField(allow_null=True)
    booking_url = serializers.URLField(allow_null=True)
    publics = serializers.ListField(child=serializers.ChoiceField(Audience.choices), allow_null=True)
    fees = serializers.ListField(child=serializers.ChoiceField(Fee.choices), allow_null=True)
    wheelchair = serializers.ChoiceField(Wheelchair.choices, allow_null=True)
    acceslibre_url = serializers.URLField(allow_null=True)
    work = WorkSerializer()
    opened_on = KnownDateField(allow_null=True)
    opened_precision = serializers.ChoiceField(DatePrecision.choices)
    closed_on = serializers.DateField(allow_null=True)
    closed_precision = serializers.ChoiceField(DatePrecision.choices)
    source = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    source_id = serializers.CharField(allow_null=True)
    source_date = serializers.DateField(allow_null=True)
    source_date_precision = serializers.ChoiceField(DatePrecision.choices)
    licence = serializers.CharField(allow_null=True)
    verified_on = serializers.DateField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    overlap = serializers.ChoiceField(State.choices, allow_null=True)
    could_be = serializers.ListField(child=serializers.ChoiceField(SideName.choices))
    networks = _slugs()
    opening = OpeningSerializer()
    url = serializers.URLField(help_text=_("Sa page, dans la langue de la réponse."))
    distance = serializers.FloatField(required=False)
    vouched = VouchedSerializer(required=False, help_text=_("Avec « vouched_by » : la fiche est telle que vue alors."))


class NetworkOfMembershipSerializer(serializers.Serializer[Network]):
    """The network of a membership."""

    slug = serializers.SlugField()
    name = serializers.CharField()
    family = serializers.SlugField()


class MembershipSerializer(serializers.Serializer[Any]):
    """A stay in a network: from `start`, to the day before `end`; null is open.

    Of a day that is known to the month, or the year, the first is written, and `…_precision` says so.
    """

    id = serializers.IntegerField()
    network = NetworkOfMembershipSerializer()
    start = KnownDateField(allow_null=True)
    start_precision = serializers.ChoiceField(DatePrecision.choices)
    end = serializers.DateField(allow_null=True)
    is_start_exact = serializers.BooleanField()
    last_seen_on = KnownDateField(allow_null=True)
    last_seen_precision = serializers.ChoiceField(DatePrecision.choices)
    evidence = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    source_url = serializers.URLField(allow_null=True)
    licence = serializers.CharField(allow_null=True)


SectionDaysSerializer = type(
    "SectionDaysSerializer",
    (Fields,),
    {
        "__doc__": "On which day each section was last found right. `verified_on` is the day by which all were.",
        **{section.value: serializers.DateField(allow_null=True) for section in Section},
    },
)


class PhotoSerializer(Fields):
    """A photo, by its largest file. `alt` is null where it is decorative."""

    url = serializers.URLField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    alt = serializers.CharField(allow_null=True)
    credit = serializers.CharField()
    licence = serializers.ChoiceField(PhotoLicence.choices)


class PlaceDetailSerializer(PlaceSerializer):
    """A place with all its memberships, past and present; `version` is the number of its last change."""

    sections_verified_on = SectionDaysSerializer()
    vouches = VouchSerializer(many=True)
    photos = PhotoSerializer(many=True)
    version = serializers.IntegerField()
    memberships = MembershipSerializer(many=True)


# What PostgreSQL does not know of a row, or not without another table: it follows the row in a record and in a feature.
BESIDE_THE_ROW = ("overlap", "could_be", "networks", "opening", "url", "distance", "vouched")
_RECORD: dict[str, serializers.Field[Any, Any, Any, Any]] = PlaceSerializer._declared_fields
ROW = [name for name in _RECORD if name not in BESIDE_THE_ROW]

PlacePropertiesSerializer = type(
    "PlacePropertiesSerializer",
    (Fields,),
    {
        "__doc__": "What a map needs of a place.",
        **{name: _RECORD[name] if name in _RECORD else _column(name) for name in FEATURE},
        **{name: _RECORD[name] for name in ("commune", *BESIDE_THE_ROW)},
    },
)
PlaceFeatureSerializer = feature_of("Place", PlacePropertiesSerializer(), geometry="Point", identifier="id (UUID)")
