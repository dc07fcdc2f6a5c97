"""Dates in forms: typed as people say them, said back in words, chosen in a calendar where one prefers it."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from places.days import LONGEST, Unreadable, read_day
from places.words import Dated, day_in_words

_WHOLE = "jour"  # asks for no less than the day


class DayInput(forms.TextInput):
    """A box for a date, what it means under it, and a calendar; the script adds the last two."""

    template_name = "widgets/day.html"

    def __init__(self, *, is_whole: bool) -> None:
        super().__init__(attrs={"autocomplete": "off", "maxlength": LONGEST})
        self.is_whole = is_whole

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:  # noqa: ANN401
        """Add where the script asks what is meant."""
        asked = {"exige": _WHOLE} if self.is_whole else None
        return super().get_context(name, value, attrs) | {"check": reverse("fragments:day", query=asked)}


class _DayField(forms.Field):
    is_whole = False
    help = gettext_lazy("Par exemple : 12 mars 2026, mars 2026 ou 2026.")

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  Django's own signature
        options.setdefault("help_text", self.help)
        super().__init__(**options, widget=DayInput(is_whole=self.is_whole))

    def to_python(self, value: Any) -> Dated | None:  # noqa: ANN401
        """Read what was typed; nothing typed is unknown.

        Raises:
            ValidationError: it is no date, or no day where one is needed.

        """
        text = str(value or "").strip()
        try:
            return _read(text, is_whole=self.is_whole) if text else None
        except Unreadable as refusal:
            raise ValidationError(str(refusal)) from refusal

    def has_changed(self, initial: Any, data: Any) -> bool:  # noqa: ANN401
        """Tell whether another date is meant, however it is written."""
        try:
            return bool(self.clean(data) != (initial or None))
        except ValidationError:
            return True


class ToldDayField(_DayField):
    """A day, a month or a year: a `Dated`, which says how much is known."""

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401
        """Say what is known in words; leave what was typed as it is."""
        known = _known(value)
        return known.words if isinstance(known, Dated) else value

    def has_changed(self, initial: Any, data: Any) -> bool:  # noqa: ANN401
        """Tell it of a day too."""
        return super().has_changed(_known(initial), data)


class WholeDayField(_DayField):
    """A day, where a month would not do: a `date`."""

    is_whole = True
    help = gettext_lazy("Par exemple : 12 mars 2026.")

    def clean(self, value: Any) -> Any:  # noqa: ANN401
        """What is stored."""
        found = super().clean(value)
        return found and found.day

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401
        """Say the day in words; leave what was typed as it is."""
        return day_in_words(value) if isinstance(value, date) else value


def _known(value: Any) -> Any:  # noqa: ANN401  a day, what is known of one, or what was typed
    return Dated(value) if isinstance(value, date) else value


@require_safe
@never_cache
def told_day(request: HttpRequest) -> JsonResponse:
    """Say what a text means, or why it is refused. Nothing is written, and nothing is read but the text."""
    text = request.GET.get("texte", "")[: 2 * LONGEST]
    try:
        found = _read(text, is_whole=request.GET.get("exige") == _WHOLE)
    except Unreadable as refusal:
        return JsonResponse({"refusal": str(refusal)})
    return JsonResponse({"words": _in_words(found), "iso": found.iso})


def _read(text: str, *, is_whole: bool) -> Dated:
    found = read_day(text, today=timezone.localdate())
    if is_whole and not found.is_day:
        said = _("« %(date)s » se comprend, mais il faut ici le jour : « 12 mars 2026 ».")
        raise Unreadable(said % {"date": found.words})
    return found


def _in_words(found: Dated) -> str:
    if found.is_day:
        return f"{WEEKDAYS[found.day.weekday()]} {found.words}"
    is_month = found.iso != f"{found.day:%Y}"
    said = _("%(date)s, sans le jour") if is_month else _("%(date)s, sans le mois ni le jour")
    return said % {"date": found.words}
