"""A place as machines read it; PostgreSQL writes it (`records`), and these say what it writes."""

from typing import Any

from rest_framework import serializers

from api.schema import feature_of
from network.choices import Family, Overlap
from network.models import Network
from places.choices import Audience, Fee, Precision, Wheelchair

Fields = serializers.Serializer[None]


def _slugs(**options: Any) -> serializers.ListField:  # noqa: ANN401
    return serializers.ListField(child=serializers.SlugField(), **options)


class CommuneOfPlaceSerializer(Fields):
    """The commune of a place."""

    code = serializers.CharField()
    name = serializers.CharField()
    epci = serializers.CharField(allow_null=True)


class OpeningSerializer(Fields):
    """Whether the place is open, at `open` or now; `next_change` is local time."""

    state = serializers.ChoiceField(["open", "closed", "unknown"])
    next_change = serializers.DateTimeField(allow_null=True)


class WorkSerializer(Fields):
    """What a worker needs. Speeds are megabits per second, prices euros."""

    desks = serializers.IntegerField(allow_null=True)
    meeting_rooms = serializers.IntegerField(allow_null=True)
    has_call_booth = serializers.BooleanField(allow_null=True)
    has_sockets = serializers.BooleanField(allow_null=True)
    has_wired_internet = serializers.BooleanField(allow_null=True)
    has_wifi = serializers.BooleanField(allow_null=True)
    download_mbps = serializers.FloatField(allow_null=True)
    upload_mbps = serializers.FloatField(allow_null=True)
    speed_measured_on = serializers.DateField(allow_null=True)
    day_price = serializers.FloatField(allow_null=True)
    month_price = serializers.FloatField(allow_null=True)
    access_note = serializers.CharField(allow_null=True)


class PlaceSerializer(Fields):
    """A place. Unknown is null. `distance`, in metres, comes with `near`."""

    id = serializers.UUIDField()
    slug = serializers.SlugField()
    name = serializers.CharField()
    kinds = _slugs()
    services = _slugs(allow_null=True)
    description = serializers.CharField(allow_null=True)
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
    opened_on = serializers.DateField(allow_null=True)
    closed_on = serializers.DateField(allow_null=True)
    source = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    source_id = serializers.CharField(allow_null=True)
    source_date = serializers.DateField(allow_null=True)
    licence = serializers.CharField(allow_null=True)
    verified_on = serializers.DateField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    overlap = serializers.ChoiceField(Overlap.choices)
    networks = _slugs()
    opening = OpeningSerializer()
    distance = serializers.FloatField(required=False)


class NetworkOfMembershipSerializer(serializers.Serializer[Network]):
    """The network of a membership."""

    slug = serializers.SlugField()
    name = serializers.CharField()
    family = serializers.ChoiceField(Family.choices)


class MembershipSerializer(serializers.Serializer[Any]):
    """A stay in a network: from `start`, to the day before `end`; null is open."""

    network = NetworkOfMembershipSerializer()
    start = serializers.DateField(allow_null=True)
    end = serializers.DateField(allow_null=True)
    is_start_exact = serializers.BooleanField()
    last_seen_on = serializers.DateField(allow_null=True)
    evidence = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    source_url = serializers.URLField(allow_null=True)
    licence = serializers.CharField(allow_null=True)


class PlaceDetailSerializer(PlaceSerializer):
    """A place with all its memberships, past and present."""

    memberships = MembershipSerializer(many=True)


class PlacePropertiesSerializer(Fields):
    """What a map needs of a place."""

    slug = serializers.SlugField()
    name = serializers.CharField()
    kinds = _slugs()
    services = _slugs(allow_null=True)
    address = serializers.CharField(allow_null=True)
    postcode = serializers.CharField(allow_null=True)
    precision = serializers.ChoiceField(Precision.choices)
    is_itinerant = serializers.BooleanField(allow_null=True)
    wheelchair = serializers.ChoiceField(Wheelchair.choices, allow_null=True)
    opening_hours = serializers.CharField(allow_null=True)
    verified_on = serializers.DateField(allow_null=True)
    commune = CommuneOfPlaceSerializer()
    overlap = serializers.ChoiceField(Overlap.choices)
    networks = _slugs()
    opening = OpeningSerializer()
    distance = serializers.FloatField(required=False)


PlaceFeatureSerializer = feature_of("Place", PlacePropertiesSerializer(), geometry="Point", identifier="id (UUID)")
