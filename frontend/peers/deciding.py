"""What differs with another directory, a card at a time: one decides, and the next one comes."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from frontend.peers.cards import card_of
from frontend.peers.doors import findings_of, peer_of
from frontend.workspace.doors import for_keepers, person_of
from frontend.workspace.forms import number
from network.models import Finding, ImportSource
from network.models.peers import Found, Verdict
from network.services.imports.peers import decide_alike, judge, judge_fields, reopen


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def finding(request: HttpRequest, key: int) -> HttpResponse:
    """Show the difference that is next, or the one that is asked for; take what is decided of it.

    Raises:
        Http404: there is no such peer, or no such difference with it, or they are not hers.

    """
    source = peer_of(request, key)
    return _decide(request, source) if request.method == "POST" else _show(request, source)


def _open(request: HttpRequest, source: ImportSource) -> QuerySet[Finding]:
    found = findings_of(request, source).filter(is_open=True)
    sort = request.GET.get("sorte", "")
    return found.filter(sort=sort) if sort in Found.values else found


def _show(request: HttpRequest, source: ImportSource) -> HttpResponse:
    keys = list(_open(request, source).values_list("pk", flat=True))
    asked, rank = number(request.GET.get("ecart")), number(request.GET.get("rang"))
    at = keys.index(asked) if asked in keys else rank
    context = {"peer": source, "left": len(keys), "at": at, "next": at + 1, "sort": request.GET.get("sorte", "")}
    if at < len(keys):
        listed = findings_of(request, source).select_related("place__commune", "batch", "source")
        context |= card_of(listed.get(pk=keys[at]))
    return render(request, "pages/peers/finding.html", context)


def _decide(request: HttpRequest, source: ImportSource) -> HttpResponse:
    asked = findings_of(request, source).filter(pk=number(request.POST.get("finding"))).first()
    at, follows = number(request.GET.get("rang")), None
    if asked is None:
        messages.error(request, _("Quelqu’un en a déjà décidé, ou leur fichier ne le dit plus."))
        return _to(source, request, at)
    try:
        follows = _said(request, asked)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return _to(source, request, at, asked)
    if "verdict" not in request.POST and follows:
        at, follows = at + 1, None  # what nothing was said of waits, and she goes on
    return _to(source, request, at, follows)


def _said(request: HttpRequest, asked: Finding) -> Finding | None:
    """Take what is decided; tell what is to be looked at next of the same row.

    Raises:
        ValidationError: it cannot be decided or written; said in words.

    """
    by = person_of(request)
    if "verdict" in request.POST:
        kinds = [kind for kind in request.POST.getlist("kinds") if kind]
        return judge(finding=asked, verdict=_verdict(request.POST["verdict"]), kinds=kinds, by=by)
    said = {name: request.POST.get(f"field-{name}", "") for name in asked.differences}
    verdicts = {name: _verdict(text) for name, text in said.items() if text}
    return judge_fields(finding=asked, verdicts=verdicts, based_on=number(request.POST.get("version")) or None, by=by)


def _verdict(text: str) -> Verdict:
    """Read a verdict.

    Raises:
        ValidationError: it is none.

    """
    if text not in Verdict.values:
        raise ValidationError(_("Cela ne se décide pas de cet écart."))
    return Verdict(text)


def _to(source: ImportSource, request: HttpRequest, at: int, follows: Finding | None = None) -> HttpResponse:
    shown = {"sorte": request.GET.get("sorte", "") if follows is None else "", "rang": at or ""}
    shown |= {"ecart": follows.pk} if follows else {}
    query = urlencode({name: value for name, value in shown.items() if value})
    return HttpResponseRedirect(f"{reverse('workspace:finding', args=[source.pk])}?{query}")


@require_POST
@for_keepers
def asked_again(request: HttpRequest, key: int) -> HttpResponse:
    """Have a difference asked again.

    Raises:
        Http404: there is no such peer, or no such difference with it, or they are not hers.

    """
    source = peer_of(request, key)
    held = get_object_or_404(findings_of(request, source), pk=number(request.POST.get("finding")))
    reopen(finding=held, by=person_of(request))
    return _to(source, request, 0, held)


@require_POST
@for_keepers
def decided_together(request: HttpRequest, key: int) -> HttpResponse:
    """Decide of all that wait of a sort, where nothing is written here.

    Raises:
        Http404: there is no such peer, or it is not hers; or no such sort.

    """
    source, sort = peer_of(request, key), request.POST.get("sort", "")
    if sort not in Found.values:
        raise Http404
    try:
        verdict = _verdict(request.POST.get("verdict", ""))
        count = decide_alike(
            findings=findings_of(request, source), sort=Found(sort), verdict=verdict, by=person_of(request)
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        said = ngettext("%(count)d écart décidé.", "%(count)d écarts décidés.", count)
        messages.success(request, said % {"count": count})
    return HttpResponseRedirect(reverse("workspace:peer", args=[source.pk]))
