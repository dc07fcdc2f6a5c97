"""What each section of a listing holds, in the order of a visit."""

from places.choices import Section
from places.work import WORK_COLUMNS

COLUMNS: dict[Section, list[str]] = {
    Section.IDENTITY: ["name", "kinds", "services", "description", "siret", "slug"],
    Section.WHERE: ["address", "postcode", "point", "precision", "is_itinerant"],
    Section.WHEN: ["opening_hours", "opened_on", "opened_precision"],
    Section.REACH: ["phone", "email", "website", "booking_url"],
    Section.WORK: WORK_COLUMNS,
    Section.ACCESS: ["publics", "fees", "wheelchair", "acceslibre_url"],
}


def section_of(slug: str | None) -> Section | None:
    """Find a section by its slug."""
    return Section(slug) if slug in Section.values else None
