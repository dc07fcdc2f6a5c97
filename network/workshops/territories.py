"""The territories that a workshop is about: its maps begin on them, and what is named is looked for there first."""

from collections.abc import Collection

from django.db.models import Case, Value, When

from network.models import Workshop
from places.models import Territory


def territories_of(workshop: Workshop) -> list[str]:
    """Tell the codes of the territories that it says, of those that the directory has; none: it is about all."""
    said = workshop.territories
    return list(Territory.objects.filter(code__in=said).values_list("code", flat=True)) if said else []


def there_first(codes: Collection[str], column: str) -> list[Case]:
    """Order what lies in some territories, by the column that holds its code, before the rest; none: in no order."""
    return [Case(When(**{f"{column}__in": list(codes)}, then=Value(0)), default=Value(1))] if codes else []
