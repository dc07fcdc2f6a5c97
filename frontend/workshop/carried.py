"""A room without internet: where its telephones come in, and how what it sent is brought home."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from frontend.workshop.moderation import moderated
from frontend.workspace.doors import for_keepers, person_of
from network.workshops import carrying


class RoomFileForm(forms.Form):
    """What a room sent, as another machine wrote it."""

    file = forms.FileField(
        label=gettext_lazy("Fichier de la salle"), widget=forms.FileInput(attrs={"accept": ".json,application/json"})
    )


def joining(request: HttpRequest) -> dict[str, Any]:
    """Where telephones come in: on the network of the room, where it has no internet, or where this page is."""
    origin = settings.ROOM_URL or f"{request.scheme}://{request.get_host()}"
    return {"join_origin": origin, "join_host": urlsplit(origin).netloc, "is_room": bool(settings.ROOM_URL)}


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def carried(request: HttpRequest, key: int) -> HttpResponse:
    """Write all that the room sent to a file; or take in the file of the same workshop on another machine, once.

    Raises:
        Http404: there is no such workshop, or it is not hers to moderate.

    """
    own = moderated(request, key)
    if request.method != "POST":
        told = HttpResponse(carrying.write_room(own), content_type="application/json; charset=utf-8")
        told["Content-Disposition"] = f'attachment; filename="croisee-salle-{own.code.lower()}.json"'
        return told
    form = RoomFileForm(request.POST, request.FILES)
    try:
        if not form.is_valid() or form.cleaned_data["file"].size > carrying.LARGEST:
            raise ValidationError(_("Choisissez le fichier que l’ordinateur de la salle a écrit."))
        brought = carrying.bring_home(own, form.cleaned_data["file"].read(), by=person_of(request))
        messages.success(request, _in_words(brought))
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    return HttpResponseRedirect(reverse("workspace:moderation", args=[own.pk]))


def _in_words(brought: carrying.Brought) -> str:
    if not any(brought):
        return _("Tout ce que dit ce fichier était déjà là.")
    said = ngettext("%(count)d contribution rapportée", "%(count)d contributions rapportées", brought.said)
    more = ngettext("%(count)d mise à jour", "%(count)d mises à jour", brought.changed)
    votes = ngettext("%(count)d voix", "%(count)d voix", brought.votes)
    parts = ((said, brought.said), (more, brought.changed), (votes, brought.votes))
    return ", ".join(words % {"count": count} for words, count in parts if count) + "."
