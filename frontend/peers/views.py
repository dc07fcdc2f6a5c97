"""Other directories: which are compared, what differs with one of them, and what goes back to it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontend.importing.views import received
from frontend.peers.doors import findings_of, peer_of, peers_of, run_by
from frontend.peers.forms import PeerForm
from frontend.workspace.doors import for_keepers, person_of
from network.models import Import, ImportSource
from network.models.imports import Stage
from network.models.peers import Found, Verdict
from network.peers.counting import counted, waiting_of
from network.rights import is_administrator
from network.services.imports import keep_address, read_again

_PAGE = 30


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def peers(request: HttpRequest) -> HttpResponse:
    """List the directories that are compared with ours, and take the file of one."""
    form = PeerForm(
        run_by(request),
        is_whole=is_administrator(request.user),
        data=request.POST or None,
        files=request.FILES or None,
    )
    if request.method == "POST" and form.is_valid():
        batch = received(request, form.cleaned_data["network"], form, is_peer=True)
        if batch:
            return _to_import(batch)
    found, waiting = peers_of(request), waiting_of(findings_of(request))
    listed = [(peer, waiting.get(peer.pk, 0)) for peer in found]
    return render(request, "pages/peers/peers.html", {"form": form, "peers": listed, "sources": found})


@require_safe
@for_keepers
def peer(request: HttpRequest, key: int) -> HttpResponse:
    """Show what differs with a directory, counted; what was decided; and the files that go back to it.

    Raises:
        Http404: there is no such peer, or it is not hers.

    """
    source = peer_of(request, key)
    findings = findings_of(request, source)
    told = counted(findings)
    decided = findings.exclude(decided_at=None).filter(is_open=False).select_related("place", "decided_by")
    last = source.imports.order_by("-pk").first()
    context: dict[str, Any] = {
        "peer": source,
        "tallies": told,
        "waiting": sum(each.waiting for each in told),
        "last": last,
        "compared": source.imports.filter(stage=Stage.COMPARED).first(),
        "decided": Paginator(decided.order_by("-decided_at", "pk"), _PAGE).get_page(request.GET.get("page")),
        "corrections": sum(1 for each in decided if _is_for_them(each)),
        "blanks": any(each.sort == Found.DIFFERENT and each.waiting for each in told),
        "ours": next((each.waiting for each in told if each.sort == Found.OURS), 0),
    }
    return render(request, "pages/peers/peer.html", context)


def _is_for_them(finding: Any) -> bool:  # noqa: ANN401  a finding, annotated
    said = {each["verdict"] for each in finding.differences.values()} | {finding.verdict}
    return bool(said & {Verdict.OURS, Verdict.BOTH})


@require_POST
@for_keepers
def read_peer_again(request: HttpRequest, key: int) -> HttpResponse:
    """Read the file of a peer again at its address, or no more.

    Raises:
        Http404: there is no such peer, or it is not hers.

    """
    source = peer_of(request, key)
    if "forget" in request.POST:
        keep_address(source=source, url="", is_nightly=False)
        messages.success(request, _("Ce fichier n’est plus relu à son adresse."))
        return _to_peer(source)
    try:
        batch = read_again(source=source, by=person_of(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return _to_peer(source)
    return _to_import(batch) if batch else _to_peer(source)


def _to_peer(source: ImportSource) -> HttpResponse:
    return HttpResponseRedirect(reverse("workspace:peer", args=[source.pk]))


def _to_import(batch: Import) -> HttpResponse:
    return HttpResponseRedirect(reverse("workspace:import", args=[batch.pk]))
