"""What she decides of the lines of a file: of one, of all that are alike, of the words that it uses."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from frontend.importing.doors import import_of, line_of
from frontend.workspace.doors import for_keepers
from frontend.workspace.forms import number
from network.models import Import
from network.models.imports import Decision, Outcome
from network.services.imports import decide, decide_all, decide_field, teach, work_on

_MOST_WORDS = 200


@require_POST
@for_keepers
def decided(request: HttpRequest, key: int) -> HttpResponse:
    """Decide of one line, or of all that would do the same.

    Raises:
        Http404: there is no such import, or no such line in it, or it is not hers.

    """
    batch = import_of(request, key)
    try:
        if "all" in request.POST:
            _of_all(request, batch)
        else:
            _of_line(request, batch)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return _back(request, batch)


def _of_all(request: HttpRequest, batch: Import) -> None:
    """Decide of all the lines that would do the same. See `decide_all` for what is raised.

    Raises:
        ValidationError: there are no lines of this sort.

    """
    outcome, decision = request.POST.get("voir", ""), _decision(request.POST["all"])
    if outcome not in Outcome.values:
        raise ValidationError(_("Cela ne se décide pas de ces lignes."))
    count = decide_all(batch=batch, outcome=Outcome(outcome), decision=decision)
    said = ngettext("%(count)d ligne décidée.", "%(count)d lignes décidées.", count)
    messages.success(request, said % {"count": count})


def _of_line(request: HttpRequest, batch: Import) -> None:
    line = line_of(batch, request.POST.get("line"))
    if "same" in request.POST:
        line = decide(line=line, decision=Decision.TAKE, same_as=number(request.POST["same"]))
        if line.outcome == Outcome.SAME:
            messages.success(request, _("C’est ce lieu ; le fichier n’en dit rien de neuf."))
        else:
            messages.success(request, _("C’est ce lieu : ce qui change est avec les modifiés."))
    elif "fields" in request.POST:
        decide_field(line=line, taken=request.POST.getlist("take"))
    else:
        decide(line=line, decision=_decision(request.POST.get("decision", "")))


def _decision(text: str) -> Decision:
    """Read a decision.

    Raises:
        ValidationError: it is none.

    """
    if text not in Decision.values:
        raise ValidationError(_("Cela ne se décide pas de cette ligne."))
    return Decision(text)


@require_POST
@for_keepers
def taught(request: HttpRequest, key: int) -> HttpResponse:
    """Say what words of the file mean here, and have it read again.

    Raises:
        Http404: there is no such import, or it is not hers.

    """
    batch = import_of(request, key)
    words = {}
    for at in range(_MOST_WORDS):
        column, word, slug = (request.POST.get(f"{name}-{at}", "") for name in ("column", "word", "means"))
        if column and word and slug:
            words[column, word] = [] if slug == "-" else [slug]
    try:
        teach(batch=batch, words=words)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        work_on(batch)
    return _back(request, batch)


def _back(request: HttpRequest, batch: Import) -> HttpResponse:
    """Lead back to the part of the page that she was on."""
    shown = {name: request.POST[name] for name in ("voir", "apres") if request.POST.get(name)}
    where = f"#{request.POST['at']}" if request.POST.get("at") else ""
    address = reverse("workspace:import", args=[batch.pk])
    return HttpResponseRedirect(f"{address}?{urlencode(shown)}{where}" if shown else f"{address}{where}")
