"""What an earlier loading wrote, read from the one log of changes: whatever differs from it was edited since."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet

from places.choices import Door


@dataclass(slots=True)
class Loaded:
    """A row that a loading created: the last value that a loading gave to each of its columns.

    It is the `territory`'s whose files told it first; older logs do not say.
    """

    pk: Any
    territory: str | None = None
    values: dict[str, Any] = field(default_factory=dict)
    is_deleted: bool = False
    is_withdrawn: bool = False  # deleted, but by a loading: the files may bring it back

    def is_of(self, territory: str) -> bool:
        """Tell whether the files of a territory have the word on it."""
        return self.territory in (None, territory)


def loaded_before(model: Any, columns: list[str]) -> dict[Any, Loaded]:  # noqa: ANN401  a tracked model
    """What loadings wrote in the rows they created, deleted rows included, by primary key.

    A loading that updates a row also notes the columns that someone edited and that it kept. Hence only the columns
    that an event *changed* count as given by its door.
    """
    found: dict[Any, Loaded] = {}
    last: dict[Any, dict[str, Any]] = {}
    for pk, label, door, territory, *values in _events(model.pgh_event_model, columns):
        loaded = found.setdefault(pk, Loaded(pk))
        row = dict(zip(columns, values, strict=True))
        if label == "delete":
            loaded.is_deleted, loaded.is_withdrawn = True, door == Door.LOADING.value
            continue
        before = last.get(pk, {})
        if label == "insert":
            loaded.values, before, loaded.is_deleted, loaded.territory = {}, {}, False, territory
        if door == Door.LOADING.value:
            loaded.values |= {name: value for name, value in row.items() if name not in before or before[name] != value}
        last[pk] = row
    return found


def _events(events: type[Model], columns: list[str]) -> "QuerySet[Model, tuple[Any, ...]]":
    """List every event of the rows that a loading created, oldest first."""
    log: QuerySet[Model] = events._default_manager.all()
    created = log.filter(pgh_label="insert", pgh_context__metadata__door=Door.LOADING.value).values("pgh_obj_id")
    return (
        log.filter(pgh_obj_id__in=created)
        .order_by("pgh_id")
        .values_list(
            "pgh_obj_id", "pgh_label", *(f"pgh_context__metadata__{key}" for key in ("door", "territory")), *columns
        )
    )
