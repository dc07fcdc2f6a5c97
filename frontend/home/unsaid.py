"""What is said of the places of which nobody can tell: how many, why, and the way to them."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend.home.amounts import NOTHING, Count, count_of
from frontend.home.question import Asked
from frontend.site.texts import Texts
from places.querysets import BBox


def unsaid_in_words(asked: Asked, counts: tuple[Count, Count]) -> str:
    """Say how many places have not told what is asked, and how many are to be confirmed; or that it is these we see."""
    what = ", ".join(asked.doubts)
    if asked.cleaned_data.get("unknown"):
        return _shown() % {"what": what}
    untold, to_confirm = counts
    told = [_untold(untold.number) % {"count": untold, "what": what}] if untold.number else []
    return " ".join([*told, _to_confirm(to_confirm.number) % {"count": to_confirm}] if to_confirm.number else told)


def unsaid_counts(asked: Asked, at: datetime, *, is_country: bool, within: BBox | None = None) -> tuple[Count, Count]:
    """Count the places that may answer: those that have not told, and those whose hours are to be confirmed."""
    found = asked.unsaid(at)
    if found is None:
        return NOTHING, NOTHING
    in_sight = [places.in_bbox(within) if within else places for places in found]
    whole, to_confirm = (count_of(places, is_country=is_country) for places in in_sight)
    return whole.less(to_confirm), to_confirm


def could_be_in_words(count: Count) -> str:
    """Say how many of the places on neither side only could be on one; nothing where none could."""
    return _could_be(count.number) % {"count": count} if count.number else ""


def unsaid_texts() -> Texts:
    """Give the browser the same sentences, to be filled there."""
    filled = {"count": "{count}", "what": "{what}"}
    numbers = {"one": 1, "other": 2}
    return {
        **{f"untold_{form}": _untold(number) % filled for form, number in numbers.items()},
        **{f"to_confirm_{form}": _to_confirm(number) % filled for form, number in numbers.items()},
        "untold_shown": _shown() % filled,
        **{f"could_be_{form}": _could_be(number) % filled for form, number in numbers.items()},
        "untold_see": _("Les voir"),
        "untold_back": _("Revoir les lieux qui répondent"),
    }


def _shown() -> str:
    return _("Ce que vous cherchez n’y est pas renseigné, ou reste à confirmer : %(what)s. Demandez avant de venir.")


def _could_be(count: int) -> str:
    return ngettext("dont %(count)s pourrait en être", "dont %(count)s pourraient en être", count)


def _untold(count: int) -> str:
    return ngettext(
        "Non renseigné pour %(count)s lieu : %(what)s.", "Non renseigné pour %(count)s lieux : %(what)s.", count
    )


def _to_confirm(count: int) -> str:
    return ngettext(
        "Horaires à confirmer pour %(count)s lieu (jour férié, rendez-vous…).",
        "Horaires à confirmer pour %(count)s lieux (jour férié, rendez-vous…).",
        count,
    )
