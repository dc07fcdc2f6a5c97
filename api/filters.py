"""What a request asks of the API: filter sets that refuse what they do not know, and describe themselves."""

from typing import Any, ClassVar, Self

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import FilterSet
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from api.pagination import CURSOR_ALLOWED, MAX_CURSOR_LENGTH, MAX_LIMIT, Cursor, Order, Pager
from api.problems import BadParameter
from network.renamed import of_today
from places.filters import Parameter, TextFilter, WholeFilter
from places.form_fields import RepeatedField


class Question(FilterSet):
    """What a request asks: its parameters, all known, all valid, all combinable."""

    # What says in which form the answer comes.
    outside: ClassVar[tuple[str, ...]] = ("format",)

    @classmethod
    def asked(cls, request: Request, rows: QuerySet[Any]) -> Self:
        """Read a request's parameters; a network may be called by a slug that it had.

        Raises:
            BadParameter: one of them is unknown, given twice, or has a value that is not allowed.

        """
        question = cls(request.query_params, rows, request=request)
        if question._errors() and (today := of_today(request.query_params)) is not request.query_params:
            question = cls(today, rows, request=request)
        if errors := question._errors():
            raise BadParameter(errors)
        # A workbook says on its first sheet what was asked.
        request.question = question  # type: ignore[attr-defined]
        return question

    @property
    def values(self) -> dict[str, Any]:
        """The validated values."""
        values: dict[str, Any] = self.form.cleaned_data
        return values

    def get_form_class(self) -> type[forms.Form]:
        """Make the form of the parameters that were given, with fields made once: a request pays for what it asks."""
        fields = {name: known.field for name, known in self.base_filters.items() if name in self.data}
        form: type[forms.Form] = type(self._meta.form)(f"{type(self).__name__}Form", (self._meta.form,), fields)
        return form

    @classmethod
    def documented(cls) -> list[OpenApiParameter]:
        """Describe every parameter for the OpenAPI schema."""
        return [_documented(name, known) for name, known in cls.base_filters.items()]

    def _errors(self) -> list[dict[str, Any]]:
        return [*self._unknown(), *self._repeated(), *self._invalid()]

    def _unknown(self) -> list[dict[str, Any]]:
        allowed = sorted([*self.filters, *self.outside])
        return [
            {"parameter": name.replace("\x00", "\\0"), "detail": _("Ce paramètre n’existe pas."), "allowed": allowed}
            for name in self.data
            if name not in allowed
        ]

    def _repeated(self) -> list[dict[str, Any]]:
        return [
            {"parameter": name, "detail": _("Ce paramètre ne se donne qu’une fois."), "allowed": _allowed(known.field)}
            for name, known in self.filters.items()
            if len(self.data.getlist(name)) > 1 and not issubclass(known.field_class, RepeatedField)
        ] + [
            {"parameter": name, "detail": _("Ce paramètre ne se donne qu’une fois."), "allowed": f"{name}=…"}
            for name in self.outside
            if len(self.data.getlist(name)) > 1
        ]

    def _invalid(self) -> list[dict[str, Any]]:
        return [
            {"parameter": name, "detail": " ".join(details), "allowed": _allowed(self.filters[name].field)}
            for name, details in self.form.errors.items()
        ]


def cursor_in(ordering: str, key: int | str) -> Parameter:
    """Make the parameter that says where a page starts, in lists whose usual ordering is this one."""
    return TextFilter(
        help_text=gettext_lazy("Où reprendre : copié des adresses « next » et « previous » d’une réponse."),
        max_length=MAX_CURSOR_LENGTH,
        example=Cursor(ordering, key, key, backward=False).encode(),
    )


class PagedQuestion(Question):
    """What a request asks of a list that comes in pages. The first of `orders` is the usual one."""

    orders: ClassVar[dict[str, Order]]

    limit = WholeFilter(
        help_text=gettext_lazy("Nombre de résultats par page ; sans lui, 100 en JSON et tous dans les autres formats."),
        min_value=1,
        max_value=MAX_LIMIT,
        example=20,
    )
    cursor = cursor_in("created_at", 100)

    @property
    def usual_order(self) -> str:
        """The ordering of a request that names none: the first."""
        return next(iter(self.orders))

    @property
    def pager(self) -> Pager:
        """How to cut the answer into pages."""
        return Pager.asked(self.values, self.orders, self.usual_order)


def _documented(name: str, known: Parameter) -> OpenApiParameter:
    """Describe a parameter for the OpenAPI schema, from what its field says of itself."""
    said, is_repeated = getattr(known.field, "schema", {}), issubclass(known.field_class, RepeatedField)
    schema: dict[str, Any] = {"type": "string", "example": known.example} | said
    if is_repeated:
        schema = {"type": "array", "items": {"type": "string"} | said, "example": known.example}
    if known.default is not None:
        schema["default"] = known.default
    return OpenApiParameter(name, schema, description=known.field.help_text, explode=is_repeated or None)


def _allowed(field: forms.Field) -> Any:  # noqa: ANN401
    allowed = getattr(field, "allowed", CURSOR_ALLOWED)
    return allowed if isinstance(allowed, list) else str(allowed)
