"""A rule of the database that says beside which field it was broken, and the days that a calendar needs."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS
from django.db.models import CheckConstraint, Model, Q
from django.utils.translation import gettext_lazy as _

from places.choices import DatePrecision

FIRST_OF_IT = _("Une date connue au mois, ou à l’année, s’écrit par son premier jour.")
# The years that the API reads. PostgreSQL knows "infinity", and years that no date of Python holds: reading them fails.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)


def in_calendar(*days: str) -> Q:
    """Say that each of these days is unknown, or one that people may mean: 0024 is a slip of the keyboard."""
    together = Q()
    for day in days:
        together &= Q(**{f"{day}__isnull": True}) | Q(**{f"{day}__gte": FIRST_DAY, f"{day}__lte": LAST_DAY})
    return together


def rounded(day: str, precision: str) -> Q:
    """Say that a day which is known to the month, or to the year, is the first of it."""
    month = Q(**{precision: DatePrecision.MONTH, f"{day}__day": 1})
    year = Q(**{precision: DatePrecision.YEAR, f"{day}__day": 1, f"{day}__month": 1})
    return Q(**{precision: DatePrecision.DAY}) | month | year


class Rule(CheckConstraint):
    """A check whose refusal stands beside the fields that break it. To migrations it is an ordinary check."""

    def deconstruct(self) -> tuple[str, Any, Any]:
        """Let the database know nothing of this class."""
        _path, args, kwargs = super().deconstruct()
        return "django.db.models.CheckConstraint", args, kwargs

    def validate(
        self,
        model: type[Model],
        instance: Model,
        exclude: set[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Ask the database, and name the fields.

        Raises:
            ValidationError: the row breaks this rule.

        """
        try:
            super().validate(model, instance, exclude=self._unread(model) | (exclude or set()), using=using)
        except ValidationError as refusal:
            fields = self._broken_by(model, instance, using)
            raise ValidationError(dict.fromkeys(fields, refusal) if fields else refusal) from None

    def _broken_by(self, model: type[Model], instance: Model, using: str) -> set[str]:
        """Name the fields of the parts that do not hold; none where a part is about several."""
        found: set[str] = set()
        for part in self._parts():
            names = set(_fields_of(part))
            try:
                CheckConstraint(name=self.name, condition=part).validate(model, instance, using=using)
            except ValidationError:
                if len(names) > 1:
                    return set()
                found |= names
        return found

    def _unread(self, model: type[Model]) -> set[str]:
        """Name the fields of which this rule says nothing: to tell the database of all takes longer than to ask."""
        read = Q(self.condition).referenced_base_fields
        return {field.name for field in model._meta.local_concrete_fields if not read & {field.name, field.attname}}

    def _parts(self) -> list[Q]:
        condition = self.condition
        if isinstance(condition, Q) and condition.connector == Q.AND and not condition.negated:
            return [child if isinstance(child, Q) else Q(child) for child in condition.children]
        return [condition] if isinstance(condition, Q) else []


def _fields_of(condition: Q) -> Iterator[str]:
    for child in condition.children:
        if isinstance(child, Q):
            yield from _fields_of(child)
        elif isinstance(child, tuple):
            yield child[0].partition("__")[0]
