"""The photos of a listing: added one at a time, put first, taken off; the history gives back what was taken off."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from frontend.workspace.doors import for_keepers, person_of
from frontend.workspace.edit import hers
from network.models import NetworkedPlace
from places.choices import Door, PhotoLicence
from places.models import Photo
from places.models.photo import LONGEST_ALT
from places.services import add_photo, put_first, remove_photo

# By which a telephone offers its camera and its photos, and sends JPEG rather than what it keeps for itself.
_ACCEPTED = {"accept": "image/jpeg,image/png,image/webp"}


class PhotoForm(forms.Form):
    """A photo, and what is said of it."""

    photo = forms.FileField(
        label=gettext_lazy("La photo"),
        widget=forms.FileInput(attrs=_ACCEPTED),
        help_text=gettext_lazy("JPEG, PNG ou WebP, 20 Mo au plus. Le lieu de la prise de vue n’est pas gardé."),
    )
    alt = forms.CharField(
        label=gettext_lazy("Ce que l’on y voit"),
        max_length=LONGEST_ALT,
        required=False,
        empty_value=None,
        help_text=gettext_lazy("Pour qui ne la voit pas : « La salle de travail, huit bureaux près des fenêtres »."),
    )
    is_decorative = forms.BooleanField(
        label=gettext_lazy("Décorative : elle ne montre rien que la fiche ne dise"), required=False
    )
    credit = forms.CharField(label=gettext_lazy("De qui"), max_length=200)
    licence = forms.ChoiceField(label=gettext_lazy("Licence"), choices=PhotoLicence.choices)

    def clean(self) -> dict[str, Any]:
        """Ask for words, unless it is decorative.

        Raises:
            ValidationError: there are none; it stands beside them.

        """
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("alt") and not cleaned.get("is_decorative"):
            self.add_error("alt", _("Dites ce que l’on y voit, ou qu’elle est décorative."))
        return cleaned

    @property
    def said(self) -> dict[str, Any]:
        """What the verb is told beside the photo."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "photo"}
        return said | ({"alt": None} if said["is_decorative"] else {})


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def photos(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the photos of a listing; add one.

    Raises:
        Http404: there is no such listing, or it is not hers to correct.

    """
    place, form = hers(request, slug), PhotoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            sent = form.cleaned_data["photo"].read()
            add_photo(place=place, sent=sent, said=form.said, by=person_of(request), door=Door.WORKSPACE)
        except ValidationError as refusal:
            form.add_error("photo", ValidationError(refusal.messages))
        else:
            messages.success(request, _("La photo est sur la fiche."))
            return _back(place)
    context = {"place": place, "photos": place.photos.all(), "form": form, "sizes": "12rem"}
    return render(request, "pages/workspace/photos.html", context)


@require_POST
@for_keepers
def removed(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Take a photo off a listing.

    Raises:
        Http404: there is no such photo, or the listing is not hers to correct.

    """
    place = hers(request, slug)
    remove_photo(photo=_of(place, key), by=person_of(request), door=Door.WORKSPACE)
    messages.success(request, _("La photo n’est plus sur la fiche. L’historique la rend."))
    return _back(place)


@require_POST
@for_keepers
def first(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Show a photo before the others.

    Raises:
        Http404: there is no such photo, or the listing is not hers to correct.

    """
    place = hers(request, slug)
    put_first(photo=_of(place, key), by=person_of(request), door=Door.WORKSPACE)
    return _back(place)


def _of(place: NetworkedPlace, key: int) -> Photo:
    return get_object_or_404(Photo, pk=key, place=place.pk)


def _back(place: NetworkedPlace) -> HttpResponse:
    return HttpResponseRedirect(reverse("workspace:photos", args=[place.slug]))
