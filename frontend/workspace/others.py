"""Who else has a listing open, in words."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.models import User

_NAMED = 3


def here_in_words(others: Sequence[User]) -> str:
    """Say who else is there, as `others_here` found them: "" when nobody is."""
    if not others:
        return ""
    named = [_named(person) for person in others[:_NAMED]]
    said = ngettext(
        "En ce moment, %(who)s a aussi cette fiche ouverte. Rien ne se perdra : ce que l’un change et l’autre non est "
        "gardé.",
        "En ce moment, %(who)s ont aussi cette fiche ouverte. Rien ne se perdra : ce que l’un change et l’autre non "
        "est gardé.",
        len(others),
    )
    return said % {"who": ", ".join(named)}


def _named(person: User) -> str:
    """Name someone, and where she works."""
    name = person.get_full_name() or person.get_username()
    organisation = getattr(person, "works_at", None)
    if not organisation:
        return name
    return _("%(name)s (%(organisation)s)") % {"name": name, "organisation": organisation}
