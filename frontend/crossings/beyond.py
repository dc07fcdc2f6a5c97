"""Places beyond the border of what is asked for, that cover communes within it: what they are called."""

from collections.abc import Container, Iterable

from places.models import Place


def named(slugs: Iterable[str], known: Container[str]) -> dict[str, tuple[str, str]]:
    """Find the names of those that are not known, with their communes; one query, none where all are known."""
    missing = {slug for slug in slugs if slug not in known}
    rows = Place.objects.filter(slug__in=missing).values_list("slug", "name", "commune__name") if missing else ()
    return {slug: (name, commune) for slug, name, commune in rows}
