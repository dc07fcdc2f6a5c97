"""Form fields of query parameters: each says what it accepts, bounds it, and refuses the rest in one sentence."""

import math
import re
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import number_format
from django.utils.text import format_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from places.hours import DAYS_AHEAD

# Wide enough for any place, narrow enough that no time zone steps outside what a datetime can hold.
FIRST_YEAR, LAST_YEAR = 1900, 2200
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = re.compile(r"\s*-?[0-9]+\s*")
FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)


def _numbers(text: str, count: int) -> list[float]:
    try:
        # Python would read 1_000 as a number; nobody else does.
        numbers = [float(part.replace("_", "?")) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != count or not all(math.isfinite(number) for number in numbers):
        raise ValidationError(_("Il faut %(count)s nombres séparés par des virgules.") % {"count": count})
    return numbers


def _on_earth(lon: float, lat: float) -> None:
    if abs(lon) > 180 or abs(lat) > 90:  # noqa: PLR2004  degrees
        raise ValidationError(_("La longitude va de −180 à 180 et la latitude de −90 à 90, longitude d’abord."))


def _turned_back(lon: float) -> float:
    """Bring a longitude of a neighbouring world, where a map that repeats itself has been dragged, back to ours."""
    return lon if abs(lon) <= 180 else (lon + 180) % 360 - 180  # noqa: PLR2004  degrees


def _all_around(west: float, east: float) -> tuple[float, float]:
    """Bring a west and an east to our world, however many worlds a map shows between them."""
    return (-180.0, 180.0) if east - west >= 360 else (_turned_back(west), _turned_back(east))  # noqa: PLR2004


class BBoxField(forms.CharField):
    """west,south,east,north in degrees (WGS 84). West beyond east crosses the antimeridian.

    Maps that repeat the world count longitudes on beyond ±180: they mean the same places.
    """

    allowed = gettext_lazy("ouest,sud,est,nord en degrés (WGS 84)")

    def clean(self, value: Any) -> tuple[float, float, float, float] | None:  # noqa: ANN401
        """The four numbers.

        Raises:
            ValidationError: not four numbers on Earth, or south is above north.

        """
        if not (text := super().clean(value)):
            return None
        west, south, east, north = _numbers(text, 4)
        west, east = _all_around(west, east)
        _on_earth(west, south)
        _on_earth(east, north)
        if south > north:
            raise ValidationError(_("Le sud est au-dessus du nord."))
        return west, south, east, north


class LonLatField(forms.CharField):
    """lon,lat in degrees (WGS 84)."""

    allowed = gettext_lazy("longitude,latitude en degrés (WGS 84)")

    def clean(self, value: Any) -> tuple[float, float] | None:  # noqa: ANN401
        """The two numbers.

        Raises:
            ValidationError: not two numbers on Earth.

        """
        if not (text := super().clean(value)):
            return None
        lon, lat = _numbers(text, 2)
        lon = _turned_back(lon)
        _on_earth(lon, lat)
        return lon, lat


class ShortTextField(forms.CharField):
    """A text of bounded length."""

    @property
    def allowed(self) -> Any:  # noqa: ANN401  lazy text
        """Say how long it may be."""
        return format_lazy(gettext_lazy("un texte de {length} caractères au plus"), length=self.max_length)

    @property
    def schema(self) -> dict[str, Any]:
        """Say so in OpenAPI."""
        return {"maxLength": self.max_length}


class OneOfField(forms.ChoiceField):
    """One of a closed list."""

    def __init__(self, *, choices: list[str], **options: Any) -> None:  # noqa: ANN401
        self.allowed = [str(value) for value in choices]
        super().__init__(choices=[(value, value) for value in self.allowed], **options)

    @property
    def schema(self) -> dict[str, Any]:
        """List them in OpenAPI."""
        return {"enum": self.allowed}


class MatchField(OneOfField):
    """Whether everything is asked for at once: "all", where "any" would do."""

    def clean(self, value: Any) -> bool:  # noqa: ANN401
        """Tell whether it is "all"."""
        return bool(super().clean(value) == "all")


def _bounds(field: forms.IntegerField) -> Any:  # noqa: ANN401  lazy text
    said = gettext_lazy("un nombre de {low} à {high}")
    return format_lazy(said, low=field.min_value, high=field.max_value)


def _bounded(kind: str, field: forms.IntegerField) -> dict[str, Any]:
    return {"type": kind, "minimum": field.min_value, "maximum": field.max_value}


class NumberField(forms.FloatField):
    """A number between bounds, which it says."""

    allowed = property(_bounds)
    schema = property(partial(_bounded, "number"))


class WholeField(forms.IntegerField):
    """A whole number in plain digits. Python would read 1_000 too, Django 1.0; nobody else does."""

    allowed = property(_bounds)
    schema = property(partial(_bounded, "integer"))

    def to_python(self, value: Any) -> int | None:  # noqa: ANN401
        """The number.

        Raises:
            ValidationError: not a whole number written so.

        """
        if isinstance(value, str) and value.strip() and not _WHOLE.fullmatch(value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


def _distances(field: forms.IntegerField) -> str:
    said = _("une distance en mètres, de %(low)s à %(high)s, soit %(kilometres)s km")
    low, high = field.min_value or 0, cast("int", field.max_value)
    return said % {"low": low, "high": high, "kilometres": number_format(high // 1000, force_grouping=True)}


class MetresField(NumberField):
    """A distance in metres, which says its unit when it refuses, and how many kilometres it goes to."""

    allowed = property(_distances)
    default_error_messages: ClassVar = {
        "min_value": gettext_lazy("Une distance se donne en mètres : %(limit_value)s au moins."),
        "max_value": gettext_lazy("Une distance se donne en mètres : %(limit_value)s au plus."),
    }


class WholeMetresField(WholeField):
    """A distance in whole metres, told as a `MetresField` tells it."""

    allowed = property(_distances)
    default_error_messages: ClassVar = MetresField.default_error_messages


class DayField(forms.CharField):
    """A date, YYYY-MM-DD."""

    allowed = gettext_lazy("une date AAAA-MM-JJ, de 1900 à 2200")
    schema: ClassVar = {"format": "date"}

    def clean(self, value: Any) -> Any:  # noqa: ANN401
        """The date.

        Raises:
            ValidationError: not a date written so, or outside 1900 to 2200.

        """
        if not (text := super().clean(value)):
            return None
        day = self._parse(text)
        if day is None:
            raise ValidationError(_("Ce n’est pas une date."))
        if day < FIRST_DAY:
            detail = _("Cette date est trop ancienne : la première qui soit admise est %(day)s.")
            raise ValidationError(detail % {"day": FIRST_DAY.isoformat()})
        if day > LAST_DAY:
            detail = _("Cette date est trop lointaine : la dernière qui soit admise est %(day)s.")
            raise ValidationError(detail % {"day": LAST_DAY.isoformat()})
        return day

    @staticmethod
    def _parse(text: str) -> date | None:
        # Python would read 20190701 and 2019-W27-1 too, and Django 2019-7-1.
        try:
            return date.fromisoformat(text) if _DAY.fullmatch(text) else None
        except ValueError:
            return None


class MomentField(forms.CharField):
    """A date-time in ISO 8601, local when it names no offset; a date is its midnight; "now" where allowed."""

    allowed = gettext_lazy("une date ou une date-heure ISO 8601, de 1900 à 2200")

    def __init__(self, *, accepts_now: bool = False, **options: Any) -> None:  # noqa: ANN401
        self.accepts_now = accepts_now
        if accepts_now:
            self.allowed = gettext_lazy("« now », ou une date-heure ISO 8601, de 1900 à 2200")
        super().__init__(**options)

    def clean(self, value: Any) -> datetime | None:  # noqa: ANN401
        """An aware date-time, in UTC.

        Raises:
            ValidationError: not a moment, or one that local time skips or repeats.

        """
        if not (text := super().clean(value)):
            return None
        if self.accepts_now and text == "now":
            return timezone.now()
        moment = self._parse(text)
        if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise ValidationError(_("Ce n’est ni une date ni une date-heure."))
        return (moment if timezone.is_aware(moment) else from_current_timezone(moment)).astimezone(UTC)

    @staticmethod
    def _parse(text: str) -> datetime | None:
        # A "+" that nobody escaped reaches us as a space.
        try:
            if day := parse_date(text):
                return datetime.combine(day, time())
            return parse_datetime(text.replace(" ", "+") if "T" in text else text)
        except ValueError:
            return None


class ComingHourField(MomentField):
    """An hour of the days of which a page tells the hours; "now" stays as it is."""

    NOW = "now"

    def clean(self, value: Any) -> Any:  # noqa: ANN401
        """An aware date-time, or "now".

        Raises:
            ValidationError: not a moment, or one of another day: a browser that answers by itself could not tell.

        """
        if value == self.NOW:
            return value
        moment = super().clean(value)
        if moment is not None and not 0 <= (localdate(moment) - localdate()).days < DAYS_AHEAD:
            raise ValidationError(_("Cette heure n’est pas dans les jours qui viennent."))
        return moment


class RepeatedField(forms.Field):
    """A parameter that may be repeated: a list of distinct values, in the order given."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[str]:  # noqa: ANN401
        """The values, each known.

        Raises:
            ValidationError: one of them is empty, or not known.

        """
        values = list(dict.fromkeys(value or []))
        faults = [] if all(one.strip() for one in values) else [_("Une valeur est vide.")]
        if unknown := [one for one in self.unknown(values) if one.strip()]:
            faults.append(_("Valeur inconnue : %(values)s.") % {"values": ", ".join(unknown)})
        if faults:
            raise ValidationError(faults)
        return values

    def unknown(self, values: list[str]) -> list[str]:
        """List the values that are not allowed."""
        raise NotImplementedError


class ChoicesField(RepeatedField):
    """One or several of a closed list."""

    def __init__(self, choices: list[str], **options: Any) -> None:  # noqa: ANN401
        self.allowed = choices
        super().__init__(**options)

    @property
    def schema(self) -> dict[str, Any]:
        """List them in OpenAPI."""
        return {"enum": self.allowed}

    def unknown(self, values: list[str]) -> list[str]:
        """List the values that are not in the list."""
        return [value for value in values if value not in self.allowed]


class KeyField(forms.CharField):
    """The key of one row of a table, looked up so that a misspelt one is refused rather than found empty."""

    def __init__(self, model: type[Model], key: str, **options: Any) -> None:  # noqa: ANN401
        self.model, self.key = model, key
        super().__init__(**options)

    @property
    def allowed(self) -> list[str]:
        """List the keys."""
        return list(self.model._default_manager.order_by(self.key).values_list(self.key, flat=True))

    def validate(self, value: str) -> None:
        """Look it up.

        Raises:
            ValidationError: no row has this key.

        """
        super().validate(value)
        known = "\x00" not in value and self.model._default_manager.filter(**{self.key: value}).exists()
        if value and not known:
            said = _("Valeur inconnue : %(values)s.") % {"values": value.replace("\x00", "\\0")}
            raise ValidationError(said)


class KeysField(RepeatedField):
    """One or several keys of a table's rows, looked up so that a misspelt one is refused rather than found empty."""

    def __init__(self, model: type[Model], key: str, *, listed: bool = True, **options: Any) -> None:  # noqa: ANN401
        self.model, self.key, self.listed = model, key, listed
        super().__init__(**options)

    @property
    def allowed(self) -> object:
        """List the keys when they are few, and say what they are when they are many."""
        rows = self.model._default_manager.order_by(self.key)
        return list(rows.values_list(self.key, flat=True)) if self.listed else self.help_text

    def unknown(self, values: list[str]) -> list[str]:
        """List the keys that no row has."""
        texts = [value for value in values if "\x00" not in value]
        rows = self.model._default_manager.filter(**{f"{self.key}__in": texts}) if texts else []
        known = {getattr(row, self.key) for row in rows}
        return [value.replace("\x00", "\\0") for value in values if value not in known]
