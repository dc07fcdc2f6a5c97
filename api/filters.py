"""Query parameters as django-filter filters, each with its bounds, its words and its example, said once."""

from collections.abc import Callable
from typing import Any, ClassVar, Self

from django import forms
from django.db.models import Model, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import Filter, FilterSet
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from api.fields import WholeField
from api.pagination import CURSOR_ALLOWED, DEFAULT_LIMIT, MAX_CURSOR_LENGTH, MAX_LIMIT, Cursor, Order, Pager
from api.problems import BadParameter

Rows = QuerySet[Model]
Verb = Callable[[Any, Any, dict[str, Any]], Any]
OUTSIDE_THE_FORM = ("format",)


class Parameter(Filter):
    """A query parameter: the field that reads it, the queryset verb that answers it, and what the docs say of it.

    The verb is given the queryset, the value and all values asked for; a parameter without one only informs others.
    """

    def __init__(self, field: forms.Field, verb: Verb | None = None, *, example: Any, **schema: Any) -> None:  # noqa: ANN401
        super().__init__()
        self.form_field, self.verb, self.example, self.schema = field, verb, example, schema

    @property
    def field(self) -> forms.Field:
        """Give the form field; it holds no state, so one serves every request."""
        return self.form_field

    def __deepcopy__(self, memo: dict[int, Any]) -> "Parameter":
        """Copy what a request changes (its parent), and share the rest."""
        copied = Parameter.__new__(Parameter)
        copied.__dict__ = dict(self.__dict__)
        return copied

    def filter(self, qs: Rows, value: Any) -> Rows:  # noqa: ANN401
        """Ask the verb, when there is a value."""
        if self.verb is None or value in (None, "", []):
            return qs
        answer: Rows = self.verb(qs, value, self.parent.form.cleaned_data)
        return answer

    def document(self, name: str) -> OpenApiParameter:
        """Describe the parameter for the OpenAPI schema."""
        schema: dict[str, Any] = {"type": "string", "example": self.example} | self.schema
        if repeated := isinstance(self.example, list):
            schema = {"type": "array", "items": {"type": "string"} | self.schema, "example": self.example}
        return OpenApiParameter(name, schema, description=self.form_field.help_text, explode=repeated or None)


def number(help_text: Any, *, low: int, high: int, whole: bool = False) -> forms.Field:  # noqa: ANN401
    """Make a field for a bounded number, which says its bounds."""
    field: forms.Field = (WholeField if whole else forms.FloatField)(
        required=False, min_value=low, max_value=high, help_text=help_text
    )
    field.allowed = format_lazy(gettext_lazy("un nombre de {low} à {high}"), low=low, high=high)  # type: ignore[attr-defined]
    return field


def text(help_text: Any, *, max_length: int) -> forms.Field:  # noqa: ANN401
    """Make a field for a short text, which says its length."""
    field = forms.CharField(required=False, max_length=max_length, help_text=help_text)
    field.allowed = format_lazy(gettext_lazy("un texte de {length} caractères au plus"), length=max_length)  # type: ignore[attr-defined]
    return field


def choice(help_text: Any, values: list[str]) -> forms.Field:  # noqa: ANN401
    """Make a field for one of a closed list."""
    field = forms.ChoiceField(required=False, choices=[(value, value) for value in values], help_text=help_text)
    field.allowed = values  # type: ignore[attr-defined]
    return field


class Question(FilterSet):
    """What a request asks: its parameters, all known, all valid, all combinable."""

    @classmethod
    def asked(cls, request: Request, rows: QuerySet[Any]) -> Self:
        """Read a request's parameters.

        Raises:
            BadParameter: one of them is unknown, given twice, or has a value that is not allowed.

        """
        question = cls(request.query_params, rows, request=request)
        errors = [*question._unknown(), *question._repeated(), *question._invalid()]
        if errors:
            raise BadParameter(errors)
        return question

    @property
    def values(self) -> dict[str, Any]:
        """Give the validated values."""
        values: dict[str, Any] = self.form.cleaned_data
        return values

    def get_form_class(self) -> type[forms.Form]:
        """Make the form of the parameters that were given: a request pays for what it asks."""
        fields = {name: known.field for name, known in self.filters.items() if name in self.data}
        form: type[forms.Form] = type(self._meta.form)(f"{type(self).__name__}Form", (self._meta.form,), fields)
        return form

    @classmethod
    def documented(cls) -> list[OpenApiParameter]:
        """Describe every parameter for the OpenAPI schema."""
        return [known.document(name) for name, known in cls.base_filters.items()]

    def _unknown(self) -> list[dict[str, Any]]:
        allowed = sorted([*self.filters, *OUTSIDE_THE_FORM])
        return [
            {"parameter": name.replace("\x00", "\\0"), "detail": _("Ce paramètre n’existe pas."), "allowed": allowed}
            for name in self.data
            if name not in allowed
        ]

    def _repeated(self) -> list[dict[str, Any]]:
        return [
            {"parameter": name, "detail": _("Ce paramètre ne se donne qu’une fois."), "allowed": _allowed(known.field)}
            for name, known in self.filters.items()
            if not isinstance(known.example, list) and len(self.data.getlist(name)) > 1
        ] + [
            {"parameter": name, "detail": _("Ce paramètre ne se donne qu’une fois."), "allowed": f"{name}=…"}
            for name in OUTSIDE_THE_FORM
            if len(self.data.getlist(name)) > 1
        ]

    def _invalid(self) -> list[dict[str, Any]]:
        return [
            {"parameter": name, "detail": " ".join(details), "allowed": _allowed(self.filters[name].field)}
            for name, details in self.form.errors.items()
        ]


def cursor_in(ordering: str, key: int | str) -> Parameter:
    """Make the parameter that says where a page starts, in lists whose usual ordering is this one."""
    field = text(
        gettext_lazy("Où reprendre : copié des adresses « next » et « previous » d’une réponse."),
        max_length=MAX_CURSOR_LENGTH,
    )
    example = Cursor(ordering, key, key, backward=False).encode()
    return Parameter(field, example=example, maxLength=MAX_CURSOR_LENGTH)


class PagedQuestion(Question):
    """What a request asks of a list that comes in pages. The first of `orders` is the usual one."""

    orders: ClassVar[dict[str, Order]]

    limit = Parameter(
        number(gettext_lazy("Nombre de résultats par page."), low=1, high=MAX_LIMIT, whole=True),
        example=20,
        type="integer",
        minimum=1,
        maximum=MAX_LIMIT,
        default=DEFAULT_LIMIT,
    )
    cursor = cursor_in("created_at", 100)

    @property
    def usual_order(self) -> str:
        """Give the ordering of a request that names none: the first."""
        return next(iter(self.orders))

    @property
    def pager(self) -> Pager:
        """Give how to cut the answer into pages."""
        return Pager.asked(self.values, self.orders, self.usual_order)


def _allowed(field: forms.Field) -> Any:  # noqa: ANN401
    allowed = getattr(field, "allowed", CURSOR_ALLOWED)
    return allowed if isinstance(allowed, list) else str(allowed)
