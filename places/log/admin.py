"""The log as a list of changes: who did what, when and by which door, in what is there and in what no longer is."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from places.log.history import door_in_words, parts_of, touched
from places.log.words import names_of
from places.models import Change


class ChangeAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The changes, the last one first. They are looked at; only the database writes them."""

    change_form_template = "admin/change.html"
    list_display = ["at", "who", "by_which_door", "what"]
    list_display_links = ["at"]
    list_per_page = 50
    show_full_result_count = False
    ordering = ["-position"]
    fields = ["at", "who", "by_which_door", "in_full"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Change]:
        """Read who did it and by which door in the same question."""
        return super().get_queryset(request).select_related("context")

    def get_changelist_instance(self, request: HttpRequest) -> Any:  # noqa: ANN401  Django's list
        """Read at once what all the changes of the page touched, and who made them."""
        page = super().get_changelist_instance(request)
        found, names = touched(page.result_list), names_of(change.user_id for change in page.result_list)
        for change in page.result_list:
            change.told, change.named = found[change.pk], names.get(change.user_id)
        return page

    def has_add_permission(self, _request: HttpRequest) -> bool:
        """Leave it to the triggers."""
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: Change | None = None) -> bool:
        """Let nobody rewrite what was done."""
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Change | None = None) -> bool:
        """Let nobody forget it."""
        return False

    @admin.display(description=_("qui"))
    def who(self, change: Any) -> str | None:  # noqa: ANN401  what the page was told is not part of the model
        """Name the person, if it was one."""
        found: str | None = change.named if hasattr(change, "named") else names_of([change.user_id]).get(change.user_id)
        return found

    @admin.display(description=_("par où"))
    def by_which_door(self, change: Change) -> str:
        """Say the door in words."""
        return door_in_words(change.door)

    @admin.display(description=_("quoi"))
    def what(self, change: Any) -> str:  # noqa: ANN401  what the page was told is not part of the model
        """Sum up what it touched."""
        return " ; ".join(change.told)

    @admin.display(description=_("quoi"))
    def in_full(self, change: Change) -> SafeString:
        """Tell what it touched, object by object and field by field; the first ones of a large change."""
        return render_to_string("admin/_change_parts.html", {"parts": parts_of(change)})
