"""Noting which places the files of a territory no longer tell."""

from collections.abc import Collection

from django.utils import timezone

from network.models import Absence


def note_absences(*, territory: str, places: Collection[int]) -> None:
    """Note that the files of a territory leave these places out, from today unless they did already, and no others."""
    known = Absence.objects.filter(territory=territory)
    known.exclude(place__in=places).delete()
    since = timezone.localdate()
    new = (Absence(place_id=place, territory_id=territory, since=since) for place in places)
    Absence.objects.bulk_create(new, ignore_conflicts=True)
