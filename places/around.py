"""How far from which commune, in a phrase: as pages say it, and mails."""

import re

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from places.models import Commune

_KILOMETRE = 1000
_CALLED = re.compile(r"(Le |Les |(?=[AEÉÈIOUYH]))?(.*)")


def around_in_words(commune: Commune | None, radius: float | None) -> list[str]:
    """Say within what distance of which commune; nothing where no distance is asked."""
    if radius is None:
        return []
    where = of_commune(commune.name) if commune else _("du point choisi")
    return [within() % {"distance": in_kilometres(radius), "where": where}]


def of_commune(name: str) -> str:
    """Say "of" a commune: "de Mende", "d’Ispagnac", "du Collet-de-Dèze", "des Bondons"."""
    article, rest = _CALLED.fullmatch(name).groups()  # type: ignore[union-attr]  # it matches any line
    return called_of(article, rest)


def called_of(article: str | None, rest: str) -> str:
    """Say "of" what is called so, by what its name begins with: an article, a vowel, or neither."""
    said = {
        None: _("de %(name)s"),
        "": _("d’%(name)s"),
        "Le ": _("du %(name)s"),
        "Les ": _("des %(name)s"),
    }
    return said[article] % {"name": rest}


def within() -> str:
    """Say a distance from somewhere, to be filled in."""
    return _("à moins de %(distance)s km %(where)s")


def in_kilometres(metres: float) -> str:
    """Write a distance in kilometres, with a decimal where there is one."""
    kilometres = metres / _KILOMETRE
    return str(number_format(round(kilometres, 1), 0 if kilometres == int(kilometres) else 1, force_grouping=True))
