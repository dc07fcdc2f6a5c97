"""What was done to a listing, by whom and by which door; taking back what can be, and closing it for good."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from frontend.site.words import closing_in_words
from frontend.workspace.doors import for_keepers, person_of
from frontend.workspace.edit import hers, show_closing
from frontend.workspace.forms import CloseForm, number
from network.models import Membership, Network
from network.rights import Action, allowed
from network.services import close, logs_of, undo_in
from places.choices import Door
from places.log.history import history_of
from places.models import Place
from places.services.undo import Undone


@require_safe
@for_keepers
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell what was done to a listing, a page at a time.

    Raises:
        Http404: there is no such listing, or it is not hers to correct.

    """
    place = hers(request, slug)
    told = history_of(*logs_of(place), before=number(request.GET.get("avant")) or None)
    return render(request, "pages/workspace/history.html", {"place": place, "history": told})


@require_POST
@for_keepers
def undone(request: HttpRequest, slug: str, change: int) -> HttpResponse:
    """Take back what a change did to this listing, and nothing of what it did elsewhere.

    Of memberships, those of her networks alone: the others are for who runs them.

    Raises:
        Http404: there is no such listing of hers, or the change did nothing to it that she may take back.

    """
    place = hers(request, slug)
    networks = Network.objects.filter(allowed(Action.RUN, request.user))
    try:
        taken_back = undo_in(place=place, change=change, networks=networks, by=person_of(request), door=Door.WORKSPACE)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        if taken_back is None:
            raise Http404
        _tell(request, taken_back)
    current = Place.objects.get(pk=place.pk)
    return HttpResponseRedirect(reverse("workspace:history", args=[current.slug]))


@require_POST
@for_keepers
def closed(request: HttpRequest, slug: str) -> HttpResponse:
    """Close a place for good: its memberships end that day, and every date before stays as it was.

    Raises:
        Http404: there is no such listing, or it is not hers to close.

    """
    place, form = hers(request, slug, Action.CLOSE), CloseForm(request.POST, auto_id="closing_%s")
    if not form.is_valid():
        return show_closing(request, place.slug, form)
    try:
        shut, ended = close(place=place, **form.closing, by=person_of(request), door=Door.WORKSPACE)
    except ValidationError as refusal:
        form.add_error("day", ValidationError(refusal.messages))
        return show_closing(request, place.slug, form)
    _tell_closed(request, shut, ended)
    return HttpResponseRedirect(reverse("workspace:edit", args=[place.slug]))


def _tell_closed(request: HttpRequest, place: Place, ended: list[Membership]) -> None:
    said = ngettext(
        "%(closed)s ; %(count)d adhésion se termine avec lui.",
        "%(closed)s ; %(count)d adhésions se terminent avec lui.",
        len(ended),
    )
    messages.success(request, said % {"closed": closing_in_words(place, localdate()), "count": len(ended)})


def _tell(request: HttpRequest, undone: Undone) -> None:
    if undone.put_back:
        messages.success(request, _("C’est de nouveau comme avant ce changement."))
    for row, fields in undone.left:
        names = ", ".join(capfirst(str(row._meta.get_field(name).verbose_name)) for name in fields)  # type: ignore[union-attr]
        said = _("Changé depuis par quelqu’un, et laissé ainsi : %(fields)s.")
        messages.warning(request, said % {"fields": names or str(row)})
