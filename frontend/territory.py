"""What every page says of the territory it is about."""

from places.models import Territory


def territory_in_words() -> dict[str, str]:
    """Give where we are (`territory`, "en Savoie") and whom to credit (`credit`), in one query."""
    territories = list(Territory.objects.all())
    return {
        "territory": ", ".join(territory.locative for territory in territories),
        "credit": " ; ".join(territory.credit for territory in territories),
    }
