"""Taking back a change from the admin: a page that shows what it did, and a button."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from places.admin.records import signatory
from places.choices import Door
from places.log.change import Event, logs
from places.log.history import history_of
from places.models import Change
from places.services import undo
from places.services.undo import Undone


class UndoAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not subscriptable at run time
    """An admin whose changes can be taken back."""

    def get_urls(self) -> list[Any]:
        """Add the page that takes back a change."""
        view = self.admin_site.admin_view(self.undo_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_undo"
        return [path("undo/<int:number>/", view, name=name), *super().get_urls()]

    def undo_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Show what a change did; take it back when asked to.

        Raises:
            Http404: there is no such change.

        """
        change = get_object_or_404(Change, pk=number)
        events = change.events()
        if not events:
            raise Http404
        if request.method == "POST":
            return self._take_back(request, events)
        told = history_of(*(log.objects.filter(pgh_change=number) for log in logs()))
        context = {**self.admin_site.each_context(request), "opts": self.opts, "history": told}
        return TemplateResponse(request, "admin/undo.html", context | {"title": _("Annuler un changement")})

    def _take_back(self, request: HttpRequest, events: list[Event]) -> HttpResponse:
        try:
            _tell(request, undo(events=events, by=signatory(request), door=Door.ADMIN))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))


def _tell(request: HttpRequest, undone: Undone) -> None:
    count = sum(not hasattr(row, "part_of") for row, _fields in undone.put_back)
    said = ngettext("%d fiche est de nouveau comme avant.", "%d fiches sont de nouveau comme avant.", count) % count
    messages.success(request, said)
    for row, fields in undone.left:
        names = ", ".join(capfirst(str(row._meta.get_field(name).verbose_name)) for name in fields)  # type: ignore[union-attr]
        left = _("« %(row)s » a été changé depuis, et reste ainsi : %(fields)s.")
        messages.warning(request, left % {"row": row, "fields": names or _("toute la fiche")})
