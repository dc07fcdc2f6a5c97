"""Values of the log as people say them, and the names of those who wrote."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.gis.geos import Point
from django.utils.formats import localize
from django.utils.translation import gettext as _
from psycopg.types.range import Range

from places.choices import Audience, Fee, Section
from places.fields import NumberField
from places.models import Kind, Service
from places.words import day_in_words

if TYPE_CHECKING:
    from django.db.models import Field, Model

    from places.models.vocabulary import Word

    Column = Field[Any, Any]


class Words:
    """Says values as people do. Each row that a value refers to is read once."""

    def __init__(self) -> None:
        self.rows: dict[tuple[type[Model], Any], str] = {}
        listed = {"publics": Audience, "fees": Fee, "sections": Section}
        self.tags: dict[str, dict[Any, Any]] = {name: dict(words.choices) for name, words in listed.items()}
        self.vocabularies: dict[str, type[Kind] | type[Service]] = {"kinds": Kind, "services": Service}

    def of(self, field: "Column", value: object) -> str:
        """Say a value of a column."""
        match value:
            case None | []:
                return "—"
            case list():
                return ", ".join(str(self._labels(field.name).get(each, each)) for each in value)
            case _ if field.is_relation:
                return self._row(field.related_model, value)
            case str() if isinstance(field, NumberField):
                return field.form_field.said(value)
            case str() if field.choices:
                return str(dict(field.flatchoices).get(value, value))
        return _plain(value)

    def learn(self, said: "Iterable[tuple[Column, Any]]") -> None:
        """Read what these values refer to, in one query for each model, and a second for what was deleted."""
        wanted: dict[Any, set[Any]] = defaultdict(set)
        for field, value in said:
            if field.is_relation and value is not None:
                wanted[field.related_model].add(value)
            elif isinstance(value, list):
                self._labels(field.name)
        for model, keys in wanted.items():
            self.rows |= {(model, row.pk): str(row) for row in model._default_manager.filter(pk__in=keys)}
            self._remember(model, {key for key in keys if (model, key) not in self.rows})

    def know(self, words: Mapping[str, Iterable["Word"]]) -> None:
        """Take the words of vocabularies that were read already."""
        self.tags |= {name: {word.pk: str(word) for word in those} for name, those in words.items()}

    def _remember(self, model: Any, gone: set[Any]) -> None:  # noqa: ANN401  a model, tracked or not
        """Name what was deleted as the log last named it."""
        self.rows |= {(model, key): str(key) for key in gone}
        if gone and hasattr(model, "pgh_event_model"):
            for event in model.pgh_event_model.objects.of(*gone).order_by("pgh_id"):
                self.rows[model, event.pgh_obj_id] = name_of(event) or str(event.pgh_obj_id)

    def _labels(self, name: str) -> dict[Any, Any]:
        if name in self.vocabularies and name not in self.tags:
            self.tags[name] = {word.pk: str(word) for word in self.vocabularies[name].objects.all()}
        return self.tags.get(name, {})

    def _row(self, model: Any, value: object) -> str:  # noqa: ANN401  a model
        if (model, value) not in self.rows:
            self.rows[model, value] = str(model._default_manager.filter(pk=value).first() or value)
        return self.rows[model, value]


def name_of(event: Any) -> str | None:  # noqa: ANN401  an event of any model
    """What an object was called, if such objects have a name of their own."""
    return getattr(event, "name", None) or getattr(event, "label", None)


def names_of(accounts: Iterable[int | None]) -> dict[int | None, str]:
    """Name the accounts that wrote, by their key."""
    found = get_user_model()._default_manager.filter(pk__in={key for key in accounts if key})
    return {account.pk: account.get_full_name() or account.get_username() for account in found}


def _plain(value: object) -> str:
    match value:
        case bool():
            return _("oui") if value else _("non")
        case Point():
            return f"{value.y:.6f}, {value.x:.6f}"
        case Range():
            return _period(value)
        case date() if not isinstance(value, datetime):
            return day_in_words(value)
        case _:
            return str(localize(value))


def _period(period: Range[Any]) -> str:
    bounds = []
    if period.lower:
        bounds.append(_("depuis le %s") % day_in_words(period.lower))
    if period.upper:
        bounds.append(_("jusqu’au %s (exclu)") % day_in_words(period.upper))
    return ", ".join(bounds) or _("sans date")
