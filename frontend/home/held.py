"""What of the directory a browser holds: all of it, or of a country the territories that are asked for."""

from collections.abc import Collection

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse

from network.models import NetworkedPlace
from network.querysets import NetworkedPlaceQuerySet

Places = NetworkedPlaceQuerySet[NetworkedPlace]


def held(territories: Collection[str]) -> list[str] | None:
    """Tell of which territories (their codes) a browser that asks for these holds the places.

    None of them: it holds all there are. None at all: what is asked for is more than it is given whole.
    """
    if not is_country():
        return []
    return None if not territories or is_country(territories) else sorted(set(territories))


def is_country(territories: Collection[str] = ()) -> bool:
    """Tell whether there are more published places than a browser is given whole, of some territories or of all.

    One query, which reads no more.
    """
    return published(territories).is_beyond(settings.WHOLE_DIRECTORY)


def published(territories: Collection[str] = ()) -> Places:
    """The places that anyone may read, of some territories or of all."""
    places = NetworkedPlace.objects.published()
    return places.in_territories(territories) if territories else places


def territories_in(query: QueryDict) -> list[str]:
    """Read the codes of the territories that an address names, in order, without what PostgreSQL cannot hold."""
    codes = {code.replace("\x00", "").strip() for code in query.getlist("territory")}
    return sorted(codes - {""})


def addresses(territories: Collection[str]) -> dict[str, str]:
    """Where a browser asks for the directory that it holds, and for what moved in it."""
    query = QueryDict(mutable=True)
    query.setlist("territory", sorted(territories))
    asked = f"?{query.urlencode()}" if query else ""
    return {"directoryUrl": reverse("files:directory") + asked, "movedUrl": reverse("files:moved") + asked}
