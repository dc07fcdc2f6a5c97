"""A file is dropped, its columns are agreed upon, it is read over a page at a time, applied and taken back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from frontend.importing.doors import import_of, imports_of
from frontend.importing.forms import FileForm, PlanForm, sources_of
from frontend.importing.preview import preview, telling
from frontend.workspace.doors import for_keepers, person_of
from frontend.workspace.forms import number
from frontend.workspace.network import hers
from network.models import Import, Network
from network.models.imports import Stage
from network.services.imports import (
    NewFile,
    ask_for,
    ask_to_apply,
    choose_sheet,
    drop_import,
    keep_address,
    read_again,
    receive,
    source_for,
    take_back_import,
    work_if_short,
)

_MOST_LISTED = 50
_PAGES = {
    Stage.MAPPING: "pages/importing/columns.html",
    Stage.READING: "pages/importing/working.html",
    Stage.PREVIEW: "pages/importing/preview.html",
    Stage.APPLYING: "pages/importing/working.html",
    Stage.APPLIED: "pages/importing/settled.html",
    Stage.UNDONE: "pages/importing/settled.html",
    Stage.FAILED: "pages/importing/failed.html",
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def imports(request: HttpRequest, slug: str) -> HttpResponse:
    """List the files that came for a network, and take one.

    Raises:
        Http404: there is no such network, or it is not hers.

    """
    network = hers(request, slug)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (batch := received(request, network, form)):
        return _to(batch)
    context = {
        "network": network,
        "form": form,
        "sources": (sources := sources_of(network)),
        "addresses": [source for source in sources if source.url],
        "imports": imports_of(request).filter(source__network=network, source__is_peer=False)[:_MOST_LISTED],
    }
    return render(request, "pages/importing/imports.html", context)


def received(request: HttpRequest, network: Network | None, form: FileForm, *, is_peer: bool = False) -> Import | None:
    """Keep a file, or that at an address; None when it was refused, which the form then says."""
    said = form.cleaned_data
    source, by = source_for(name=said["source"], network=network, is_peer=is_peer), person_of(request)
    try:
        if said["file"]:
            file = NewFile(said["file"].name or "", said["file"].read(), said["day"])
            return receive(source=source, file=file, by=by)
        keep_address(source=source, url=said["url"], is_nightly=said["is_nightly"])
        batch = read_again(source=source, by=by)
    except ValidationError as refusal:
        form.add_error("file" if said["file"] else "url", ValidationError(refusal.messages))
        return None
    if batch is None:
        form.add_error("url", _("C’est le même fichier que la dernière fois."))
    return batch


@require_POST
@for_keepers
def read_once_more(request: HttpRequest, slug: str) -> HttpResponse:
    """Read the file of a source again at its address.

    Raises:
        Http404: there is no such network of hers, or no such source with an address.

    """
    network = hers(request, slug)
    known = sources_of(network).exclude(url=None)
    source = get_object_or_404(known, pk=number(request.POST.get("source")))
    if "forget" in request.POST:
        keep_address(source=source, url="", is_nightly=False)
        messages.success(request, _("Ce fichier n’est plus relu à son adresse."))
        return HttpResponseRedirect(reverse("workspace:imports", args=[network.slug]))
    try:
        batch = read_again(source=source, by=person_of(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        batch = None
    else:
        if batch is None:
            messages.success(request, _("C’est le même fichier que la dernière fois."))
    return _to(batch) if batch else HttpResponseRedirect(reverse("workspace:imports", args=[network.slug]))


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def one_import(request: HttpRequest, key: int) -> HttpResponse:
    """Show an import as far as it has come; take what its columns are.

    Raises:
        Http404: there is no such import, or it is not hers.

    """
    batch = import_of(request, key)
    if batch.stage == Stage.COMPARED:
        return HttpResponseRedirect(reverse("workspace:peer", args=[batch.source_id]))
    is_mapping = batch.stage == Stage.MAPPING or (batch.stage in (Stage.PREVIEW, Stage.FAILED) and _is_asked(request))
    if is_mapping:
        return _columns(request, batch)
    context: dict[str, Any] = {"batch": batch, "network": batch.source.network, "told": telling(batch)}
    if batch.stage == Stage.PREVIEW:
        context |= preview(request, batch)
    return render(request, _PAGES[Stage(batch.stage)], context)


def _is_asked(request: HttpRequest) -> bool:
    """Tell whether the columns are asked for again."""
    return "colonnes" in request.GET or request.method == "POST"


def _columns(request: HttpRequest, batch: Import) -> HttpResponse:
    form = PlanForm(batch, request.POST or None)
    if request.method == "POST" and (sheet := request.POST.get("sheet")) and sheet != batch.sheet:
        try:
            choose_sheet(batch=batch, sheet=sheet)
            return _to(batch)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
    elif request.method == "POST" and form.is_valid():
        ask_for(batch=batch, plan=form.plan, joins=form.cleaned_data["joins"])
        work_if_short(batch)
        return _to(batch)
    context = {"batch": batch, "network": batch.source.network, "form": form, "told": telling(batch)}
    return render(request, _PAGES[Stage.MAPPING], context)


@require_POST
@for_keepers
def applied(request: HttpRequest, key: int) -> HttpResponse:
    """Apply what was decided of an import.

    Raises:
        Http404: there is no such import, or it is not hers.

    """
    batch = import_of(request, key)
    try:
        ask_to_apply(batch=batch, by=person_of(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        work_if_short(batch)
    return _to(batch)


@require_POST
@for_keepers
def taken_back(request: HttpRequest, key: int) -> HttpResponse:
    """Take back all that an import wrote; what someone wrote since stays.

    Raises:
        Http404: there is no such import, or it is not hers.

    """
    batch = import_of(request, key)
    try:
        undone = take_back_import(batch=batch, by=person_of(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return _to(batch)
    messages.success(request, _("L’import est annulé : tout est comme avant lui."))
    if undone.left:
        named = ", ".join(str(row) for row, _fields in undone.left)
        messages.warning(request, _("Changé depuis par quelqu’un, et laissé ainsi : %(places)s.") % {"places": named})
    return _to(batch)


@require_POST
@for_keepers
def dropped(request: HttpRequest, key: int) -> HttpResponse:
    """Forget an import of which nothing was applied.

    Raises:
        Http404: there is no such import, or it is not hers.

    """
    batch = import_of(request, key)
    network = batch.source.network
    drop_import(batch=batch)
    messages.success(request, _("Le fichier est oublié ; rien n’a été écrit."))
    home = reverse("workspace:home")
    return HttpResponseRedirect(reverse("workspace:imports", args=[network.slug]) if network else home)


def _to(batch: Import) -> HttpResponse:
    return HttpResponseRedirect(reverse("workspace:import", args=[batch.pk]))
