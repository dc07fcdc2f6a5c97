"""What one may ask of places, one declaration for each filter: how it is read, what it does, and what is said of it.

These are django-filter's own filters. `field_name` and `lookup_expr` ask a column as they do everywhere; `verb` names a
verb of the queryset instead, and `takes` the other parameters that this verb is told of. The API and the pages read the
same declarations: `help_text` and `example` go into the manual, `label` and `in_words` onto the page.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Self

from django import forms
from django.db.models import Exists, F, Func, Model, OuterRef, Q, QuerySet, TextChoices
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django_filters import Filter
from django_filters.constants import EMPTY_VALUES

from places.choices import Need
from places.form_fields import (
    BBoxField,
    ChoicesField,
    ComingHourField,
    DayField,
    KeyField,
    KeysField,
    LonLatField,
    MatchField,
    MetresField,
    MomentField,
    NumberField,
    OneOfField,
    ShortTextField,
    WholeField,
)
from places.forms.commune import CommuneCodeField, CommuneField
from places.models import Commune, Place, Territory
from places.querysets import UNKNOWN
from places.words import day_in_words, time_in_words

Rows = QuerySet[Any]
Asked = Mapping[str, Any]
# The label of each value that a list of boxes offers, under the label of its group ("" where there is none).
Options = dict[str, dict[str, str]]


class Parameter(Filter):
    """A query parameter. Without a verb and without a column it keeps every place, and only informs the others."""

    field_class: type[forms.Field] = ShortTextField
    # Whether a page that asks it shows less than everything.
    narrows = True
    # What nobody has told of a place that neither answers nor fails to; None where every place does one of them.
    doubt: Any = None

    def __init__(  # noqa: PLR0913  what is said of a filter is said in one call
        self,
        field_name: str | None = None,
        lookup_expr: str | None = None,
        *,
        example: Any,  # noqa: ANN401  whatever its field reads
        verb: str | None = None,
        takes: Mapping[str, str] | None = None,
        default: Any = None,  # noqa: ANN401
        **said: Any,  # noqa: ANN401  django-filter's own, and those of the form field
    ) -> None:
        # Without a label django-filter would make one up from the model, at each request.
        super().__init__(field_name, lookup_expr, **{"label": "", **said})
        self.asks_a_column, self.verb, self.takes = field_name is not None, verb, takes or {}
        self.example, self.default = example, default

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Copy what a filter set changes of its filters, and nothing below: twenty of them are copied at each request.

        Measured: 0.09 ms instead of 0.25, of an answer of the API that takes some 2.
        """
        copied = type(self).__new__(type(self))
        copied.__dict__ = dict(self.__dict__)
        return copied

    def filter(self, qs: Rows, value: Any) -> Rows:  # noqa: ANN401
        """Keep the rows that answer, when there is a value."""
        return qs if value in EMPTY_VALUES else self.ask(qs, value, self.parent.form.cleaned_data)

    def ask(self, rows: Rows, value: Any, asked: Asked, *, or_unknown: bool = False) -> Rows:  # noqa: ANN401
        """Ask the verb, or the column, for a value that is there; and for the places that leave a `doubt`."""
        if self.verb:
            told = {keyword: asked.get(name) for keyword, name in self.takes.items()}
            told |= {"or_unknown": True} if or_unknown and self.doubt else {}
            found: Rows = getattr(rows, self.verb)(value, **told)
            return found
        return super().filter(rows, value) if self.asks_a_column else rows

    def options(self) -> Options:
        """List what a page offers to tick, in its order; nothing for a filter that is not a list. Evaluates."""
        return {}

    def page_field(self, _values: Collection[str]) -> forms.Field:
        """Make the field by which a page reads it, where `_values` are offered: by default that of the API."""
        field: forms.Field = self.field
        return field

    def in_words(self, _value: Any, _labels: Mapping[str, str]) -> list[str]:  # noqa: ANN401
        """Say a value as a reader would, one phrase for each thing asked."""
        return []


class TextFilter(Parameter):
    """A short text."""

    def in_words(self, value: str, _labels: Mapping[str, str]) -> list[str]:
        """Quote it."""
        return [_("« %(words)s »") % {"words": value}]


class DayFilter(Parameter):
    """A date."""

    field_class = DayField


class MomentFilter(Parameter):
    """A moment."""

    field_class = MomentField


class NumberFilter(Parameter):
    """A number between bounds."""

    field_class = NumberField


class WholeFilter(Parameter):
    """A whole number between bounds."""

    field_class = WholeField


class OneOfFilter(Parameter):
    """One of a closed list."""

    field_class = OneOfField


class MatchFilter(OneOfFilter):
    """Whether the lists ask for all of their values, where any would do without it."""

    field_class = MatchField
    narrows = False

    def __init__(self, **said: Any) -> None:  # noqa: ANN401
        super().__init__(choices=["any", "all"], default="any", example="all", **said)


class ChoicesFilter(Parameter):
    """One or several of a closed list; it is repeated."""

    field_class = ChoicesField


class BBoxFilter(Parameter):
    """A rectangle."""

    field_class = BBoxField


class NearFilter(Parameter):
    """A point that places are measured from."""

    field_class = LonLatField
    narrows = False

    def ask(self, rows: Rows, value: tuple[float, float], asked: Asked, *, or_unknown: bool = False) -> Rows:
        """Ask for the places that have a point, with their distances."""
        return rows.near(*value)  # type: ignore[attr-defined,no-any-return]


class NearCommuneFilter(Parameter):
    """A commune that places are measured from: by its code, or on a page by the name that someone typed."""

    field_class = CommuneCodeField
    narrows = False

    def ask(self, rows: Rows, value: Commune, asked: Asked, *, or_unknown: bool = False) -> Rows:
        """Ask for the places that have a point, with their distances."""
        return rows.near(*value.lon_lat)  # type: ignore[attr-defined,no-any-return]

    def page_field(self, _values: Collection[str]) -> forms.Field:
        """Read a name too."""
        return CommuneField(required=False, label=self.label)


class RadiusFilter(Parameter):
    """How far from the point, or from the commune, that is asked for; without either it asks nothing."""

    field_class = MetresField

    def ask(self, rows: Rows, value: float, asked: Asked, *, or_unknown: bool = False) -> Rows:
        """Keep what is within it."""
        around = centre(asked)
        return rows.within(value, *around) if around else rows  # type: ignore[attr-defined]


def centre(asked: Asked) -> tuple[float, float] | None:
    """The longitude and latitude that are asked to be measured from."""
    commune: Commune | None = asked.get("near_commune")
    point: tuple[float, float] | None = asked.get("near")
    return commune.lon_lat if commune else point


class KeyFilter(Parameter):
    """One row of a table, by its key."""

    field_class = KeyField


class KeysFilter(Parameter):
    """One or several rows of a table, by their keys; it is repeated."""

    field_class = KeysField


class ListFilter(KeysFilter):
    """Rows that a page offers as boxes to tick, in groups; `column` is what the browser's own directory calls them."""

    def __init__(
        self,
        *,
        model: type[Model],
        column: str,
        key: str = "slug",
        group_by: tuple[str, type[TextChoices]] | None = None,
        doubt: Any = None,  # noqa: ANN401  lazy text
        **said: Any,  # noqa: ANN401
    ) -> None:
        self.column, self.model_of_words, self.key, self.group_by, self.doubt = column, model, key, group_by, doubt
        super().__init__(model=model, key=key, **said)

    def offered(self) -> Rows:
        """Choose the rows to offer."""
        return self.model_of_words._default_manager.all()

    def options(self) -> Options:
        """List them under the labels of their groups, in the order of these; an empty group is left out."""
        rows = list(self.offered())
        if self.group_by is None:
            return {"": self._labelled(rows)} if rows else {}
        attribute, groups = self.group_by
        held = {str(group.label): [row for row in rows if getattr(row, attribute) == group] for group in groups}
        return {label: self._labelled(found) for label, found in held.items() if found}

    def _labelled(self, rows: Iterable[Any]) -> dict[str, str]:
        return {getattr(row, self.key): str(row) for row in rows}

    def page_field(self, values: Collection[str]) -> forms.Field:
        """Read what is offered, and nothing else."""
        return ChoicesField(list(values), required=False, label=self.label)

    def in_words(self, value: list[str], labels: Mapping[str, str]) -> list[str]:
        """Name each, in the order of the list."""
        return [label for key, label in labels.items() if key in value]


# How many places are looked at for the words that most places have.
_LOOKED_AT = 1000


class WordsFilter(ListFilter):
    """Words of the vocabulary: a page offers those that some published place has, for others would find nothing."""

    def offered(self) -> Rows:
        """Leave out the words that nothing published has.

        Most words stand in the first places that one looks at; an index is asked of the others, which are few.
        """
        published = Place.objects.published()
        first = Place.objects.filter(pk__in=published.order_by("pk").values("pk")[:_LOOKED_AT]).order_by()
        had = first.annotate(word=Func(F(self.column), function="unnest")).values("word")
        having = published.filter(**{f"{self.column}__contains": [OuterRef("slug")]})
        return super().offered().filter(Q(slug__in=had) | Q(Exists(having)))


def by_region(territories: Iterable[Territory]) -> Options:
    """Name territories, each by its code, under their regions by name; those of no known region come last."""
    options: Options = {}
    for one in sorted(territories, key=lambda one: (one.region is None, one.region or "", one.name)):
        options.setdefault(one.region or "", {})[one.code] = one.name
    return options


class TerritoriesFilter(ListFilter):
    """Territories, which a page offers where there are several; of one, it understands the code all the same."""

    def __init__(self, **said: Any) -> None:  # noqa: ANN401
        super().__init__(model=Territory, key="code", column="territories", verb="in_territories", **said)

    def options(self) -> Options:
        """List them by name under their regions, unless there is nothing to choose."""
        found = list(self.offered())
        return by_region(found) if len(found) > 1 else {}

    def page_field(self, values: Collection[str]) -> forms.Field:
        """Read what is offered; where nothing is, what the API reads."""
        return super().page_field(values) if values else self.field


class NeedFilter(ChoicesFilter):
    """What someone comes for, which a page asks before anything else, with a box for each need."""

    def __init__(self, **said: Any) -> None:  # noqa: ANN401
        super().__init__(choices=Need.values, verb="for_needs", example=[Need.WORK.value], **said)

    def page_field(self, _values: Collection[str]) -> forms.Field:
        """Read the needs."""
        return ChoicesField(Need.values, required=False, label=self.label)

    def in_words(self, value: list[str], _labels: Mapping[str, str]) -> list[str]:
        """Name each."""
        return [str(need.label) for need in Need if need in value]


class YesFilter(Parameter):
    """What a page asks with one box to tick, `tick` being its value, and says in one `phrase`.

    A page puts it `beside` the search, or among the others in the panel.
    """

    tick = "yes"
    is_beside = True

    def __init__(self, *, phrase: Any = "", **said: Any) -> None:  # noqa: ANN401  lazy text
        self.phrase = phrase
        super().__init__(**said)

    def in_words(self, _value: Any, _labels: Mapping[str, str]) -> list[str]:  # noqa: ANN401
        """Say the phrase."""
        return [str(self.phrase)]


class OpenFilter(YesFilter, MomentFilter):
    """Open at a moment; a page asks it of now, which it says as `at`, or of an hour to come."""

    tick = ComingHourField.NOW
    doubt = _lazy("horaires")

    def ask(self, rows: Rows, value: datetime | str, asked: Asked, *, or_unknown: bool = False) -> Rows:
        """Ask for the places that are open."""
        return super().ask(rows, self._moment(value, asked), asked, or_unknown=or_unknown)

    def to_confirm(self, rows: Rows, value: datetime | str, asked: Asked) -> Rows:
        """Ask for the places that told their hours, which leave a doubt at that moment."""
        return rows.to_confirm_at(self._moment(value, asked))  # type: ignore[attr-defined,no-any-return]

    def page_field(self, _values: Collection[str]) -> forms.Field:
        """Read "now", or an hour to come."""
        return ComingHourField(required=False, max_length=50, label=_("Ouvert le… à…"))

    def in_words(self, value: datetime | str, labels: Mapping[str, str]) -> list[str]:
        """Say the hour."""
        if isinstance(value, str):
            return super().in_words(value, labels)
        local = localtime(value)
        said = {"day": day_in_words(local.date()), "time": time_in_words(local.time())}
        return [_("ouverts le %(day)s à %(time)s") % said]

    def _moment(self, value: datetime | str, asked: Asked) -> datetime:
        moment: datetime = asked["at"] if isinstance(value, str) else value
        return moment


class AnswersFilter(YesFilter, ChoicesFilter):
    """What is known of a column: `wheelchair=limited&wheelchair=unknown`. A page asks for the yes alone.

    `shown_by` is a service that says yes too. The browser's own directory holds what each place says.
    """

    is_beside = False

    def __init__(
        self,
        column: str,
        *,
        answers: Iterable[str] = ("yes", "no"),
        shown_by: str | None = None,
        doubt: Any = None,  # noqa: ANN401  lazy text
        **said: Any,  # noqa: ANN401
    ) -> None:
        self.column, self.shown_by = column, shown_by
        super().__init__(choices=[*answers, UNKNOWN], **said)
        self.doubt = doubt or self.label

    def ask(self, rows: Rows, value: list[str], _asked: Asked, *, or_unknown: bool = False) -> Rows:
        """Ask for the places of which one of these answers is true."""
        answers = [*value, UNKNOWN] if or_unknown else value
        return rows.answering(self.column, answers, service=self.shown_by)  # type: ignore[attr-defined,no-any-return]

    def says(self, value: Any, services: Collection[str] | None) -> bool | None:  # noqa: ANN401
        """Whether a place says yes, by what its column holds or by a service; None where it says nothing."""
        if self.shown_by in (services or ()):
            return True
        return None if value is None else value == self.tick or (isinstance(value, int) and value > 0)

    def page_field(self, _values: Collection[str]) -> forms.Field:
        """Read a yes, and nothing else."""
        return ChoicesField([self.tick], required=False, label=self.label)


class UnknownFilter(OneOfFilter):
    """Whether to show, instead of the places that answer, those of which nobody has told whether they do."""

    def __init__(self, **said: Any) -> None:  # noqa: ANN401
        super().__init__(choices=["only"], example="only", **said)

    def in_words(self, _value: str, _labels: Mapping[str, str]) -> list[str]:
        """Say so."""
        return [_("non renseigné ou à confirmer")]


Pairs = Collection[tuple[Parameter, Any]]


def passing(rows: Rows, pairs: Pairs, asked: Asked) -> Rows:
    """Keep the rows that answer each parameter with its value; or with `unknown`, those that nobody can tell of."""
    return unsaid(rows, pairs, asked) if asked.get("unknown") and in_doubt(pairs) else _asking(rows, pairs, asked)


def unsaid(rows: Rows, pairs: Pairs, asked: Asked) -> Rows:
    """Keep the rows that fail no parameter, and of which nobody has told whether they answer each of them."""
    possible = _asking(rows, pairs, asked, or_unknown=True)
    return possible.exclude(pk__in=_asking(rows, pairs, asked).order_by().values("pk"))


def in_doubt(pairs: Pairs) -> list[Any]:
    """Name what may not be known of a place, among what is asked."""
    return list(dict.fromkeys(known.doubt for known, _value in pairs if known.doubt))


def _asking(rows: Rows, pairs: Pairs, asked: Asked, *, or_unknown: bool = False) -> Rows:
    for known, value in pairs:
        rows = known.ask(rows, value, asked, or_unknown=or_unknown)
    return rows
