"""Communes of today and of before, by their codes and by what they are called, whole or in part."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import reduce
from operator import and_
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Concat

from places.expressions import Geography, LikeAny, Speaks
from places.search.terms import CODE, Spot

# So many others are named beside the commune that a part of a name is taken for.
_NAMESAKES = 4
_SPOT = ("key", "code", "name", "near", "today", "rough", "rank")


def named(names: Collection[str]) -> dict[str, Spot]:
    """Find the communes that have one of these codes, or are called so; those of today, then the largest, first."""
    codes = [name.upper() for name in names if CODE.fullmatch(name)]
    asked = Q(key__in=list(names)) | Q(code__in=codes)
    found: dict[str, Spot] = {}
    for row in _former(asked).union(_today(asked), all=True).order_by("rank"):
        key, code, *_others = row
        found |= dict.fromkeys({key, code.lower()} & set(names), _spot(row))
    return found


def named_in_part(names: Collection[str]) -> dict[str, Spot]:
    """Find a commune of whose name these are some words, one after another: one that begins so, one of today."""
    if not names:
        return {}
    patterns = [f"% {name} %" for name in names]
    in_part = Q(
        LikeAny(
            Concat(Value(" "), "key", Value(" "), output_field=TextField()), Value(patterns, ArrayField(TextField()))
        )
    )
    called = Speaks(" | ".join(f"({_all_of(name.split())})" for name in names))
    rows = [*_today(in_part & Q(called)), *_former(in_part)]
    meant = {name: _called(name, rows) for name in names}
    return {name: _first_of(those) for name, those in meant.items() if those}


def is_called(words: Collection[str]) -> bool:
    """Tell whether a commune, of today or of before, is called by all of these words."""
    before = reduce(and_, (Q(key__contains=word) for word in words))
    communes, former = (_rows(model) for model in ("Commune", "FormerCommune"))
    return communes.filter(Speaks(_all_of(words))).exists() or former.filter(before).exists()


def _all_of(words: Iterable[str]) -> str:
    return " & ".join(f"'{word}'" for word in words)


def _called(name: str, rows: Iterable[Any]) -> list[Any]:
    called = [row for row in rows if row[0] != name and f" {name} " in f" {row[0]} "]
    return sorted(called, key=lambda row: (not row[0].startswith(f"{name} "), bool(row[4]), *row[:2]))


def _first_of(rows: list[Any]) -> Spot:
    spots = [_spot(row) for row in rows]
    others = dict.fromkeys(spot.name for spot in spots if spot.name != spots[0].name)
    return replace(spots[0], also=tuple(others)[:_NAMESAKES])


def _spot(row: Any) -> Spot:  # noqa: ANN401  a row
    _key, code, name, point, today, is_rough, _rank = row
    return Spot(code, name, point.coords, today, is_rough)


def _today(asked: Q) -> QuerySet[Any]:
    told = {"near": F("reference"), "today": Value(None, TextField()), "rough": Value(False)}  # noqa: FBT003
    rows: QuerySet[Any] = _rows("Commune").filter(asked).annotate(**told, rank=Coalesce("population", 0)).order_by()
    return rows.values_list(*_SPOT)


def _former(asked: Q) -> QuerySet[Any]:
    hall = Q(town_hall__isnull=True)
    told = {
        "near": Coalesce(Geography("town_hall"), "commune__reference"),
        "today": F("commune__name"),
        "rough": ExpressionWrapper(hall, BooleanField()),
    }
    rows: QuerySet[Any] = _rows("FormerCommune").filter(asked).annotate(**told, rank=Value(-1)).order_by()
    return rows.values_list(*_SPOT)


def _rows(model: str) -> QuerySet[Any]:
    rows: QuerySet[Any] = apps.get_model("places", model)._default_manager.get_queryset()
    return rows
