"""Those who prepare a workshop make it, gather its scenes and put them in order."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontend.workshop.addresses import address_of, beginning_on
from frontend.workshop.forms import CopyForm, FileForm, SceneForm, WorkshopForm, sources_for
from frontend.workspace.doors import for_keepers, person_of
from frontend.workspace.forms import number
from frontend.workspace.network import hers
from network.choices import Phase
from network.models import Network, Scene, Workshop
from network.rights import Action, allowed
from network.workshops import files, making
from network.workshops.territories import territories_of


@require_safe
@for_keepers
def workshops(request: HttpRequest) -> HttpResponse:
    """List the workshops that she prepares or moderates, and the networks that she may make one for."""
    person = person_of(request)
    every = Workshop.objects.filter(is_story=False).select_related("network")
    own = every.filter(allowed(Action.PREPARE, person))
    asked = every.filter(allowed(Action.MODERATE, person)).exclude(pk__in=own.values("pk"))
    context = {
        "workshops": own,
        "moderated": asked,
        "networks": Network.objects.filter(allowed(Action.RUN, person)).order_by("name"),
    }
    return render(request, "pages/workshop/workshops.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def new_workshop(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask what a workshop is about, and make it.

    Raises:
        Http404: there is no such network, or it is not hers.

    """
    run, form = hers(request, slug), WorkshopForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = making.make_workshop(network=run, values=form.changes)
        return HttpResponseRedirect(reverse("workspace:workshop", args=[made.pk]))
    return render(request, "pages/workshop/new.html", {"network": run, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def workshop(request: HttpRequest, key: int) -> HttpResponse:
    """Show a workshop as it is prepared; take what is changed of its words.

    Raises:
        Http404: there is no such workshop, or it is not hers.

    """
    own = prepared(request, key)
    form = WorkshopForm(request.POST or None, instance=own)
    if request.method == "POST" and form.is_valid():
        making.edit_workshop(own, changes=form.changes)
        messages.success(request, _("C’est enregistré."))
        return _back(own)
    return _show(request, prepared(request, key), form=form)


@require_POST
@for_keepers
def moved(request: HttpRequest, key: int) -> HttpResponse:
    """Open it, end it, or prepare it again.

    Raises:
        Http404: there is no such workshop, or it is not hers, or nothing moves it so.

    """
    own, phase = prepared(request, key), request.POST.get("phase", "")
    if phase not in Phase.values:
        raise Http404
    making.move_to(own, phase=Phase(phase))
    messages.success(request, _said_of(Phase(phase)))
    return _back(own)


@require_POST
@for_keepers
def deleted(request: HttpRequest, key: int) -> HttpResponse:
    """Delete it, if its title was ticked.

    Raises:
        Http404: there is no such workshop, or it is not hers.

    """
    own = prepared(request, key)
    if "sure" not in request.POST:
        messages.warning(request, _("Cochez d’abord la case : un atelier supprimé ne revient pas."))
        return _back(own)
    making.delete_workshop(own)
    messages.success(request, _("« %(workshop)s » est supprimé.") % {"workshop": own})
    return HttpResponseRedirect(reverse("workspace:workshops"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def new_scene(request: HttpRequest, key: int) -> HttpResponse:
    """Ask for a scene, or take the one that was captured from the page that she looked at.

    Raises:
        Http404: there is no such workshop, or it is not hers.

    """
    own = prepared(request, key)
    form = SceneForm(request.POST or None, initial={"address": request.GET.get("adresse", "")[:2000]})
    if request.method == "POST" and form.is_valid():
        try:
            (made,) = making.add_scenes(own, scenes=[form.changes])
            return _back(own, made)
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
    return render(request, "pages/workshop/scene.html", {"workshop": own, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def scene(request: HttpRequest, key: int, number: int) -> HttpResponse:
    """Show a scene to be changed, and change it.

    Raises:
        Http404: there is no such scene in a workshop of hers.

    """
    own = _scene(request, key, number)
    form = SceneForm(request.POST or None, instance=own)
    if request.method == "POST" and form.is_valid():
        making.edit_scene(own, changes=form.changes)
        return _back(own.workshop, own)
    return render(request, "pages/workshop/scene.html", {"workshop": own.workshop, "scene": own, "form": form})


@require_POST
@for_keepers
def scene_deleted(request: HttpRequest, key: int, number: int) -> HttpResponse:
    """Take a scene out.

    Raises:
        Http404: there is no such scene in a workshop of hers.

    """
    own = _scene(request, key, number)
    making.delete_scene(own)
    messages.success(request, _("La scène « %(scene)s » est retirée.") % {"scene": own})
    return _back(own.workshop)


@require_POST
@for_keepers
def arranged(request: HttpRequest, key: int) -> HttpResponse:
    """Put scenes in order: all of them (`order`), or one a place `up` or `down`.

    Raises:
        Http404: there is no such workshop, or it is not hers, or no such scene in it.

    """
    own = prepared(request, key)
    for way, by in (("up", -1), ("down", 1)):
        if way in request.POST:
            moving = get_object_or_404(own.scenes, pk=number(request.POST.get(way)))
            making.shift(moving, by=by)
            return _back(own, moving)
    making.arrange(own, order=[number(each) for each in request.POST.getlist("order")[: making.MOST_SCENES]])
    return _back(own)


@require_POST
@for_keepers
def copied(request: HttpRequest, key: int) -> HttpResponse:
    """Copy the scenes of another workshop, or of a story, behind its own.

    Raises:
        Http404: there is no such workshop, or it is not hers.

    """
    own = prepared(request, key)
    form = CopyForm(request.POST, sources=sources_for(person_of(request), own))
    if form.is_valid():
        try:
            return _added(request, own, making.copy_scenes(own, source=form.cleaned_data["source"]))
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
    return _show(request, own, copy_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def as_file(request: HttpRequest, key: int) -> HttpResponse:
    """Write it to a file, or put the scenes of a file behind its own.

    Raises:
        Http404: there is no such workshop, or it is not hers.

    """
    own = prepared(request, key)
    if request.method != "POST":
        told = HttpResponse(files.write_file(own), content_type="application/json; charset=utf-8")
        told["Content-Disposition"] = f'attachment; filename="croisee-{own.code.lower()}.json"'
        return told
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            return _added(request, own, making.add_scenes(own, scenes=form.cleaned_data["file"].scenes))
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
    return _show(request, own, file_form=form)


def prepared(request: HttpRequest, key: int) -> Workshop:
    """Find a workshop that she prepares.

    Raises:
        Http404: there is no such workshop, or it is not hers.

    """
    own = Workshop.objects.filter(allowed(Action.PREPARE, request.user), is_story=False)
    return get_object_or_404(own.select_related("network"), pk=key)


def _scene(request: HttpRequest, key: int, number: int) -> Scene:
    own = prepared(request, key)
    return get_object_or_404(own.scenes.select_related("workshop"), pk=number)


def _show(request: HttpRequest, own: Workshop, **forms: Any) -> HttpResponse:  # noqa: ANN401  forms, by name
    """Show it as it is prepared, with the form that was refused."""
    sources, codes = sources_for(person_of(request), own), territories_of(own)
    context = {
        "workshop": own,
        "scenes": [(scene, address_of(scene, codes)) for scene in own.scenes.all()],
        "begins": beginning_on("", codes),
        "form": WorkshopForm(instance=own),
        "copy_form": CopyForm(sources=sources) if sources.exists() else None,
        "file_form": FileForm(),
        "phases": Phase,
    }
    return render(request, "pages/workshop/making.html", context | forms)


def _added(request: HttpRequest, own: Workshop, made: list[Scene]) -> HttpResponse:
    said = ngettext("%(count)d scène ajoutée.", "%(count)d scènes ajoutées.", len(made)) % {"count": len(made)}
    messages.success(request, said)
    return _back(own, made[0] if made else None)


def _back(own: Workshop, scene: Scene | None = None) -> HttpResponse:
    place = f"#scene-{scene.pk}" if scene else ""
    return HttpResponseRedirect(reverse("workspace:workshop", args=[own.pk]) + place)


def _said_of(phase: Phase) -> str:
    return {
        Phase.PREPARED: _("L’atelier est de nouveau en préparation : il ne se voit plus que dans cet espace."),
        Phase.OPEN: _("L’atelier est ouvert : sa page est publique."),
        Phase.CLOSED: _("L’atelier est terminé. Sa page reste."),
    }[phase]
