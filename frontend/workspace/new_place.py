"""A place that the directory has not: it is created and put in a network of hers, in one change."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from frontend.workspace.doors import for_keepers, person_of
from frontend.workspace.duplicates import looking_like
from frontend.workspace.membership_forms import JoinForm
from frontend.workspace.network import hers
from network.models import Network, NetworkedPlace
from network.services import join
from places.choices import Door, Precision, Status
from places.duplicates import Typed
from places.forms.commune import CommuneField
from places.forms.coordinates import CoordinatesField
from places.forms.place import TagsChoice
from places.models import Kind, Place
from places.models.vocabulary import choices_of
from places.services import create_place, free_slug, signed


class NewPlaceForm(forms.Form):
    """What is needed for a listing to be found: what it is called, what it is, where. The rest is corrected after."""

    name = forms.CharField(label=gettext_lazy("Nom"), max_length=200)
    kinds = TagsChoice(
        label=gettext_lazy("Typologies"),
        choices=lambda: choices_of(Kind),
        help_text=gettext_lazy("Toutes celles qui conviennent : un lieu hybride en a plusieurs."),
    )
    address = forms.CharField(
        label=gettext_lazy("Adresse"),
        max_length=300,
        required=False,
        empty_value=None,
        help_text=gettext_lazy("Numéro et rue, sans le code postal ni la commune."),
    )
    commune = CommuneField(
        label=gettext_lazy("Commune"), required=False, help_text=gettext_lazy("Son nom, ou son code INSEE.")
    )
    point = CoordinatesField(
        label=gettext_lazy("Coordonnées"),
        required=False,
        help_text=gettext_lazy("Si vous les avez : collez-les d’une carte, ou placez le point sur celle-ci."),
    )
    # Of the address that was chosen, until the point is moved.
    precision = forms.ChoiceField(choices=Precision.choices, required=False, widget=forms.HiddenInput)
    is_new = forms.BooleanField(label=gettext_lazy("Ce n’est aucun de ceux-là"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two: a commune, or a point, which tells it.

        Raises:
            ValidationError: neither is given; it stands beside the commune.

        """
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("commune") and not cleaned.get("point"):
            self.add_error("commune", _("Indiquez la commune, ou placez le point."))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """The columns of the listing; a point is said to be exact where an address goes with it."""
        said = {name: self.cleaned_data[name] for name in ("name", "kinds", "address", "commune", "point")}
        precise = Precision.EXACT if said["address"] else Precision.STREET
        precision = (self.cleaned_data["precision"] or precise) if said["point"] else Precision.UNKNOWN
        known = {name: value for name, value in said.items() if value is not None}
        return known | {"precision": precision, "status": Status.PUBLISHED, "slug": free_slug(said["name"])}


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def new_place(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a place and for what shows that it is in the network; create it unless one like it is there.

    Raises:
        Http404: there is no such network, or it is not hers.

    """
    run = hers(request, slug)
    form = NewPlaceForm(request.POST or None)
    stay = JoinForm(request.POST or None, initial={"day": timezone.localdate()})
    alike: list[NetworkedPlace] = []
    if request.method == "POST" and form.is_valid() & stay.is_valid():
        alike = [] if form.cleaned_data["is_new"] else _alike(form.cleaned_data)
        if not alike and (made := _made(request, run, form, stay)):
            messages.success(request, _("« %(place)s » est dans l’annuaire et dans le réseau.") % {"place": made})
            return HttpResponseRedirect(reverse("workspace:edit", args=[made.slug]))
    context = {"network": run, "form": form, "stay": stay, "alike": alike}
    return render(request, "pages/workspace/new_place.html", context)


def _made(request: HttpRequest, run: Network, form: NewPlaceForm, stay: JoinForm) -> Place | None:
    """Create and join, in one change; None when it was refused, which the forms then say."""
    person = person_of(request)
    try:
        with signed(by=person, door=Door.WORKSPACE):
            place = create_place(values=form.values, by=person, door=Door.WORKSPACE)
            join(values=stay.membership(place, run), by=person, door=Door.WORKSPACE)
    except ValidationError as refusal:
        form.add_error(None, ValidationError(refusal.messages))
        return None
    return place


def _alike(said: dict[str, Any]) -> list[NetworkedPlace]:
    """List the places that this one may be, the likeliest first."""
    return looking_like(Typed.of(**{name: said[name] for name in ("name", "kinds", "commune", "address", "point")}))
