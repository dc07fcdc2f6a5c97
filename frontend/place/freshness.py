"""How long nobody has found a listing right. What was never verified is not said to have aged: see ADR 0037."""

from datetime import date

from django.utils.translation import gettext as _

# From so many years on, what somebody once found right is doubted.
FADES = 2
# Not a number of years: the contact of the place does not answer.
SILENT = 0


def doubt_of(verified_on: date | None, *, is_silent: bool, today: date) -> int | None:
    """Tell for how many whole years a listing was not verified, SILENT where its contact does not answer; else None."""
    if verified_on and (years := _years(verified_on, today)) >= FADES:
        return years
    return SILENT if is_silent else None


def doubt_in_words(years: int) -> str:
    """Say it, within a line of other words."""
    if years == SILENT:
        return _("son contact ne répond plus")
    return _("pas vérifié depuis %(years)s ans") % {"years": years}


def _years(day: date, today: date) -> int:
    return today.year - day.year - ((today.month, today.day) < (day.month, day.day))
