"""A search that is kept: read again from the words of its address, asked again, and said in words."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import chain
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django_filters.constants import EMPTY_VALUES

from network.filters import DirectoryFilters
from network.models import NetworkedPlace
from network.renamed import of_today
from places.around import around_in_words
from places.filters import Pairs, Parameter, passing

# What is open changes by the hour, and is no news.
NOT_KEPT = ("open",)
# A search that finds more tells nothing to anyone.
MOST_PLACES = 5000


def kept(query: str) -> str:
    """Leave of a question what can be kept."""
    asked = QueryDict(query, mutable=True)
    for name in NOT_KEPT:
        asked.pop(name, None)
    return asked.urlencode(safe=",")


@dataclass(frozen=True, slots=True)
class Search:
    """What is asked, by the name of each filter."""

    values: dict[str, Any]

    @classmethod
    def read(cls, query: str) -> Self:
        """Read a question as it was kept; a network may be called by a slug that it had.

        Raises:
            ValidationError: it names something that is not there any more.

        """
        asked, known = of_today(QueryDict(query)), DirectoryFilters.base_filters
        if unknown := asked.keys() - known.keys():
            raise ValidationError(sorted(unknown))
        fields = {name: known[name].field for name in asked}
        form: Any = type("SearchForm", (DirectoryFilters._meta.form,), fields)(asked)
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        return cls({name: value for name, value in form.cleaned_data.items() if value not in EMPTY_VALUES})

    def places(self) -> list[int]:
        """List (keys) the published places that answer it now, those that closed for good left out. Evaluates."""
        now, published = timezone.localtime(), NetworkedPlace.objects.published()
        living = published.filter(Q(closed_on=None) | Q(closed_on__gt=now.date()))
        found = passing(living, self._pairs(), self.values | {"on": now.date(), "at": now})
        return sorted(found.order_by().values_list("pk", flat=True)[: MOST_PLACES + 1])

    def in_words(self, *, but: Collection[str] = ()) -> list[str]:
        """Say each filter as a reader would, those named `but` aside. Evaluates."""
        told = ((name, known, value) for name, known, value in self._told() if name not in but)
        said = (known.in_words(value, _labels(known)) for _name, known, value in told if known.narrows)
        return [*chain(*said), *around_in_words(self.values.get("near_commune"), self.values.get("radius"))]

    def _told(self) -> list[tuple[str, Parameter, Any]]:
        filters = DirectoryFilters.base_filters
        return [(name, filters[name], value) for name, value in self.values.items()]

    def _pairs(self) -> Pairs:
        return [(known, value) for _name, known, value in self._told()]


def _labels(known: Parameter) -> dict[str, str]:
    return {value: label for words in known.options().values() for value, label in words.items()}
