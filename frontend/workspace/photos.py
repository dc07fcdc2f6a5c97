"""The photos of a listing: added one at a time, put in order, said in words, taken off; the history gives them back."""

from copy import copy
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
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
from places.expressions import last_version
from places.forms.disputes import disputes_of
from places.forms.records import RecordForm
from places.models import Photo
from places.models.photo import LONGEST_ALT
from places.services import Conflict, add_photo, move_photo, put_first, remove_photo, say_of_photo, signed

# By which a telephone offers its camera and its photos, and sends JPEG rather than what it keeps for itself.
_ACCEPTED = {"accept": "image/jpeg,image/png,image/webp"}


def _words() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Ce que l’on y voit"),
        max_length=LONGEST_ALT,
        required=False,
        empty_value=None,
        help_text=gettext_lazy("Pour qui ne la voit pas : « La salle de travail, huit bureaux près des fenêtres »."),
    )


def _decorative() -> forms.BooleanField:
    return forms.BooleanField(
        label=gettext_lazy("Décorative : elle ne montre rien que la fiche ne dise"), required=False
    )


def _clean(form: forms.BaseForm, cleaned: dict[str, Any]) -> dict[str, Any]:
    if cleaned.get("is_decorative"):
        form.changed_data.append("alt")  # by this form, if not by the person
        return cleaned | {"alt": None}
    if not cleaned.get("alt"):
        form.add_error("alt", _("Dites ce que l’on y voit, ou qu’elle est décorative."))
    return cleaned


class SaidForm(forms.Form):
    """What is said of a photo, and whose it is."""

    alt = _words()
    is_decorative = _decorative()
    credit = forms.CharField(label=gettext_lazy("De qui"), max_length=200)

    def clean(self) -> dict[str, Any]:
        """Ask for words, unless it is decorative: then it has none."""
        return _clean(self, super().clean() or self.cleaned_data)


class PhotoForm(SaidForm):
    """A photo, and what is said of it."""

    photo = forms.FileField(
        label=gettext_lazy("La photo"),
        widget=forms.FileInput(attrs=_ACCEPTED),
        help_text=gettext_lazy("JPEG, PNG ou WebP, 20 Mo au plus. Le lieu de la prise de vue n’est pas gardé."),
    )
    licence = forms.ChoiceField(label=gettext_lazy("Licence"), choices=PhotoLicence.choices)
    field_order = ("photo",)

    @property
    def said(self) -> dict[str, Any]:
        """What the verb is told beside the photo."""
        return {name: value for name, value in self.cleaned_data.items() if name != "photo"}


class WordsForm(RecordForm):
    """What is said of a photo that is there."""

    alt = _words()
    is_decorative = _decorative()

    class Meta:
        model = Photo
        fields = ["alt", "is_decorative", "credit", "licence"]

    def clean(self) -> dict[str, Any]:
        """Ask for words, unless it is decorative: then it has none."""
        return _clean(self, super().clean() or self.cleaned_data)


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
    return _show(request, place, form)


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


@require_POST
@for_keepers
def moved(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Show a photo one place earlier, or later.

    Raises:
        Http404: there is no such photo, or the listing is not hers to correct.

    """
    place = hers(request, slug)
    places = 1 if "later" in request.POST else -1
    move_photo(photo=_of(place, key), places=places, by=person_of(request), door=Door.WORKSPACE)
    return _back(place)


@require_POST
@for_keepers
def said(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Say otherwise what a photo shows, or of whom it is.

    Raises:
        Http404: there is no such photo, or the listing is not hers to correct.

    """
    place = hers(request, slug)
    photo = get_object_or_404(_photos_of(place), pk=key)
    form = WordsForm(request.POST, instance=copy(photo), prefix=f"photo-{key}")
    if form.is_valid():
        try:
            _say(request, photo, form)
        except (ValidationError, Conflict) as refusal:
            form = WordsForm(request.POST, instance=_photos_of(place).get(pk=key), prefix=form.prefix)
            form.refusals = {form.prefix: refusal}  # type: ignore[misc]  # of this form alone
        else:
            messages.success(request, _("C’est noté."))
            return _back(place)
    return _show(request, place, PhotoForm(), form)


def _say(request: HttpRequest, photo: Photo, form: WordsForm) -> None:
    with signed(by=person_of(request), door=Door.WORKSPACE):
        for changes, version in form.steps():
            signature: Any = {"by": person_of(request), "door": Door.WORKSPACE}
            say_of_photo(photo=photo, changes=changes, based_on=version, **signature)


def _show(request: HttpRequest, place: NetworkedPlace, form: PhotoForm, wrong: WordsForm | None = None) -> HttpResponse:
    photos = list(_photos_of(place))
    forms = [
        wrong if wrong and wrong.instance.pk == photo.pk else WordsForm(instance=photo, prefix=f"photo-{photo.pk}")
        for photo in photos
    ]
    context = {"place": place, "photos": list(zip(photos, forms, strict=True)), "form": form, "sizes": "12rem"}
    context["disputes"] = disputes_of([wrong]) if wrong else []
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "pages/workspace/photos.html", context, status=status)


def _photos_of(place: NetworkedPlace) -> QuerySet[Photo]:
    """The photos of a listing, each with its version."""
    return Photo.objects.filter(place=place.pk).annotate(last_version=last_version(Photo))


def _of(place: NetworkedPlace, key: int) -> Photo:
    return get_object_or_404(Photo, pk=key, place=place.pk)


def _back(place: NetworkedPlace) -> HttpResponse:
    return HttpResponseRedirect(reverse("workspace:photos", args=[place.slug]))
