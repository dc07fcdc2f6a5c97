"""What the page counts without being sure, in words: the same from the server and in the browser."""

from django.utils.translation import ngettext

from frontend.templatetags.croisee import grouped

_HOLE = {"count": "{count}"}


def could_be(places: int, communes: int, *, is_counted: bool) -> str:
    """Say how many places only could be, and how many communes have no others on a side; and whether they count."""
    of_places, of_communes = (_counted, _only_counted) if is_counted else (_left_out, _only_left_out)
    said = of_places(places) % {"count": grouped(places)}
    return f"{said} {of_communes(communes) % {'count': grouped(communes)}}" if communes else said


def in_words(unconfirmed: int, at_least: int) -> list[tuple[str, int, str]]:
    """What is not sure: its key, how many places, and that in words."""
    return [
        ("unconfirmed", unconfirmed, _unconfirmed(unconfirmed) % {"count": grouped(unconfirmed)}),
        ("atLeast", at_least, _at_least(at_least) % {"count": grouped(at_least)}),
    ]


def texts(*, counts_all: bool) -> dict[str, dict[str, str] | str]:
    """The same words with a hole for the browser to fill."""
    of_places, of_communes = (_counted, _only_counted) if counts_all else (_left_out, _only_left_out)
    return {
        "couldBe_one": of_places(1) % _HOLE,
        "couldBe_other": of_places(2) % _HOLE,
        "onlyCouldBe_one": of_communes(1) % _HOLE,
        "onlyCouldBe_other": of_communes(2) % _HOLE,
        "unconfirmed_one": _unconfirmed(1) % _HOLE,
        "unconfirmed_other": _unconfirmed(2) % _HOLE,
        "atLeast_one": _at_least(1) % _HOLE,
        "atLeast_other": _at_least(2) % _HOLE,
    }


def _left_out(count: int) -> str:
    return ngettext(
        "%(count)s lieu pourrait en être, et n’est pas compté : son réseau ne suffit pas à le montrer, et l’on n’y "
        "connaît aucun service de ce côté.",
        "%(count)s lieux pourraient en être, et ne sont pas comptés : leur réseau ne suffit pas à le montrer, et l’on "
        "n’y connaît aucun service de ce côté.",
        count,
    )


def _counted(count: int) -> str:
    return ngettext(
        "%(count)s lieu est compté sans que l’on y connaisse un service de ce côté : son réseau ne suffit pas à le "
        "montrer.",
        "%(count)s lieux sont comptés sans que l’on y connaisse un service de ce côté : leur réseau ne suffit pas à le "
        "montrer.",
        count,
    )


def _only_left_out(count: int) -> str:
    return ngettext(
        "%(count)s commune ne serait couverte, d’un côté, que par un tel lieu.",
        "%(count)s communes ne seraient couvertes, d’un côté, que par de tels lieux.",
        count,
    )


def _only_counted(count: int) -> str:
    return ngettext(
        "%(count)s commune n’est couverte, d’un côté, que par un tel lieu.",
        "%(count)s communes ne sont couvertes, d’un côté, que par de tels lieux.",
        count,
    )


def _unconfirmed(count: int) -> str:
    return ngettext(
        "%(count)s lieu est compté ce jour-là sans avoir été confirmé depuis 24 mois.",
        "%(count)s lieux sont comptés ce jour-là sans avoir été confirmés depuis 24 mois.",
        count,
    )


def _at_least(count: int) -> str:
    return ngettext(
        "%(count)s lieu n’a qu’un début « au moins depuis » : il a pu commencer plus tôt.",
        "%(count)s lieux n’ont qu’un début « au moins depuis » : ils ont pu commencer plus tôt.",
        count,
    )
