"""An admin whose history is the one log."""

from typing import Any

from django.contrib.admin.widgets import AdminTextInputWidget
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from places.admin.records import RecordAdmin
from places.admin.undo import UndoAdmin
from places.fields import OptionalTextField
from places.forms.records import number_in
from places.log.history import history_of


class ShortTexts:
    """Gives one line to a text that may be unknown, unless it is a description."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:  # noqa: ANN401
        """Choose the widget."""
        if isinstance(db_field, OptionalTextField) and db_field.name not in {"description", "access_note"}:
            kwargs.setdefault("widget", AdminTextInputWidget)
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]


class LoggedAdmin(ShortTexts, UndoAdmin, RecordAdmin):
    """An admin whose history is the one log."""

    object_history_template = "admin/changes_history.html"

    class Media:
        css = {"all": ["places/admin.css"]}

    def logs(self, object_id: str) -> list[QuerySet[Any]]:
        """The logs of events that make the history of an object: its own, and what hangs on it."""
        model: Any = self.model
        return [model.pgh_event_model.objects.filter(pgh_obj_id=object_id)]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Tell who changed what, when and by which door; Django's own log is left aside."""
        older_than = number_in(request.GET.get("before", "")) or None
        # Read only once Django has found that this person may see it.
        history = SimpleLazyObject(lambda: history_of(*self.logs(object_id), before=older_than))
        return super().history_view(request, object_id, {**(extra_context or {}), "history": history})

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:  # noqa: ANN401
        """Leave it to the triggers."""

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:  # noqa: ANN401
        """Leave it to the triggers."""

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:  # noqa: ANN401
        """Leave it to the triggers."""
