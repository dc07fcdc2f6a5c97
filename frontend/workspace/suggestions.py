"""Suggestions are read as a difference, and decided: all of it, some fields, edited first, or refused with a reason."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from frontend.workspace.doors import for_keepers, person_of
from frontend.workspace.duplicates import looking_like
from frontend.workspace.forms import CloseForm
from frontend.workspace.photos import SaidForm
from frontend.workspace.suggestion_forms import Changes, NewListingForm, ReasonForm
from network.choices import Reported, Review
from network.models import NetworkedPlace, Suggestion
from network.rights import Action, allowed, may
from network.services import Verdict, accept, accept_closing, accept_new, held_photo_of, opened, refuse, sort_out
from places.choices import Door, PhotoLicence
from places.duplicates import Typed
from places.forms.disputes import disputes_of
from places.models import Commune
from places.services import Conflict

_SHOWN = 100  # of a list; those behind come up as these are decided
_LISTED = {"": Review.WAITING, "a-part": Review.APART, "indesirables": Review.SPAM}
_SORTED = {"spam": Review.SPAM, "back": Review.WAITING}
_MISSING = gettext_lazy("Cochez ce que vous acceptez, ou refusez avec une raison.")


@require_safe
@for_keepers
def suggestions(request: HttpRequest) -> HttpResponse:
    """List what waits for her, the oldest first; apart, what a guard or someone took for spam.

    Raises:
        Http404: there is no such list.

    """
    state = _LISTED.get(request.GET.get("etat", ""))
    if state is None:
        raise Http404
    own = hers(request)
    context = {
        "state": state,
        "listed": own.filter(state=state)[:_SHOWN],
        "lists": [(slug, each, own.filter(state=each).count()) for slug, each in _LISTED.items()],
    }
    return render(request, "pages/workspace/suggestions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def suggestion(request: HttpRequest, key: int) -> HttpResponse:
    """Show a suggestion beside what the listing says; write what is decided of it, and go on to the next.

    Raises:
        Http404: there is no such suggestion for her.

    """
    asked = get_object_or_404(hers(request), pk=key)
    if request.method != "POST":
        return _show(request, asked)
    page = _Page(request, asked)
    try:
        is_done = page.decide()
    except ValidationError as refusal:
        if getattr(refusal, "code", None) == "settled":
            messages.warning(request, " ".join(refusal.messages))
            return HttpResponseRedirect(reverse("workspace:suggestions"))
        page.errors.extend(refusal.messages)
        is_done = False
    return _go_on(request) if is_done else _show(request, asked, page)


@require_safe
@for_keepers
def photo(request: HttpRequest, key: int) -> FileResponse:
    """Send the photo that came with a suggestion, to who may decide of it and to nobody else.

    Raises:
        Http404: there is none for her.

    """
    held = held_photo_of(get_object_or_404(hers(request), pk=key))
    file = opened(held) if held else None
    if file is None:
        raise Http404
    return FileResponse(file, content_type="image/webp")


def hers(request: HttpRequest) -> QuerySet[Suggestion]:
    """The suggestions that this person may decide of."""
    found = Suggestion.objects.filter(allowed(Action.REVIEW, request.user))
    return found.select_related("place__commune", "decided_by")


def waiting_for(request: HttpRequest) -> QuerySet[Suggestion]:
    """Those of them that wait to be read, the oldest first."""
    return hers(request).filter(state=Review.WAITING)


class _Page:
    """What she sent of a suggestion, and what is wrong with it."""

    def __init__(self, request: HttpRequest, suggestion: Suggestion) -> None:
        self.request, self.suggestion = request, suggestion
        sent = request.POST if request.method == "POST" else None
        self.errors: list[str] = []
        self.reason = ReasonForm(sent if sent is not None and "refuse" in sent else None)
        self.changes = self.listing = self.closing = None
        self.held = held_photo_of(suggestion)
        self.shot = self._shot(_accepting(sent)) if self.held and suggestion.kind != Reported.CLOSED else None
        if suggestion.kind == Reported.NEW:
            self.listing = NewListingForm(_accepting(sent), initial=suggestion.patch)
        elif suggestion.kind == Reported.CLOSED:
            day = timezone.localdate(suggestion.made_at)
            self.closing = CloseForm(_accepting(sent), initial={"day": suggestion.patch.get("closed_on") or day})
        else:
            self.changes = Changes(suggestion, _accepting(sent))

    def _shot(self, sent: Any) -> SaidForm:  # noqa: ANN401  what a browser sent, or None
        """Ask what the photo shows: its author may have said so already."""
        assert self.held is not None
        said = {"alt": self.held.alt, "credit": self.held.credit or _("Un visiteur")}
        return SaidForm(sent if self.takes_photo else None, initial=said, prefix="photo")

    @property
    def takes_photo(self) -> bool:
        """Tell whether she ticked the photo, as it is at first."""
        sent = _accepting(self.request.POST)
        return bool(self.held) and (sent is None or "photo" in sent.getlist("take"))

    def _photo(self) -> dict[str, Any] | None:
        """What the verb is told of the photo, if she keeps it."""
        if not (self.shot and self.takes_photo):
            return None
        return self.shot.cleaned_data | {"licence": PhotoLicence.OPEN}

    def _is_said(self) -> bool:
        return not self.shot or not self.takes_photo or self.shot.is_valid()

    def decide(self) -> bool:
        """Do what the button says, and tell whether it is done.

        Raises:
            ValidationError: a value cannot be, or someone else has just decided.

        """
        signature: Any = {"suggestion": self.suggestion, "by": person_of(self.request), "door": Door.WORKSPACE}
        sent = self.request.POST
        if "refuse" in sent:
            if self.reason.is_valid():
                refuse(reason=self.reason.cleaned_data["reason"], **signature)
            return self.reason.is_valid()
        for button, state in _SORTED.items():
            if button in sent:
                sort_out(state=state, **signature)
                return True
        return self._accept(signature)

    def _accept(self, signature: Any) -> bool:  # noqa: ANN401  who, by which door, and what
        if self.listing:
            is_right = self.listing.is_valid() and self._is_said()
            if is_right:
                accept_new(values=self.listing.values(), verdict=Verdict(photo=self._photo()), **signature)
            return is_right
        if self.closing:
            if self.closing.is_valid():
                accept_closing(**self.closing.closing, **signature)
            return self.closing.is_valid()
        return self._take(signature)

    def _take(self, signature: Any) -> bool:  # noqa: ANN401
        assert self.changes is not None
        if (self.changes.names or self.shot) and not (self.changes.taken or self.takes_photo):
            self.errors.append(str(_MISSING))
            return False
        form = self.changes.bound()
        if not (form.is_valid() and self._is_said()):
            return False
        try:
            verdict = Verdict(self.changes.decisions(), photo=self._photo())
            accept(steps=form.steps(), verdict=verdict, **signature)
        except (ValidationError, Conflict) as refusal:
            if getattr(refusal, "code", None) == "settled":
                raise
            form = self.changes.bound()
            form.refusals = {form.prefix: refusal}  # type: ignore[misc]  # of this form alone
            form.is_valid()
            return False
        return True


def _accepting(sent: Any) -> Any:  # noqa: ANN401  what a browser sent, or None
    return sent if sent is not None and "accept" in sent else None


def _show(request: HttpRequest, asked: Suggestion, page: _Page | None = None) -> HttpResponse:
    page = page or _Page(request, asked)
    form = page.changes.form if page.changes else None
    context = {
        "suggestion": asked,
        "page": page,
        "rows": list(page.changes.rows()) if page.changes else [],
        "has_map": bool(page.listing) or "point" in asked.patch,
        "form_errors": form.non_field_errors() if form else [],
        "disputes": disputes_of([form]) if form else [],
        "alike": _alike(asked),
        "may_correct": bool(asked.place and may(Action.EDIT, request.user, asked.place)),
        "left": waiting_for(request).count(),
    }
    return render(request, "pages/workspace/suggestion.html", context)


def _alike(asked: Suggestion) -> list[NetworkedPlace]:
    """Find the listings that a new place may be one of."""
    if asked.kind != Reported.NEW or not asked.is_open:
        return []
    patch = asked.patch
    commune = Commune.objects.filter(pk=patch.get("commune")).first()
    said = {name: patch.get(name) for name in ("address", "phone")}
    return looking_like(Typed.of(str(patch.get("name", "")), patch.get("kinds") or [], commune, **said))


def _go_on(request: HttpRequest) -> HttpResponse:
    """Say that it is done, and open the next."""
    waiting = waiting_for(request).first()
    messages.success(
        request, _("C’est fait. Voici la suivante.") if waiting else _("C’est fait. Rien d’autre n’attend.")
    )
    way = reverse("workspace:suggestion", args=[waiting.pk]) if waiting else reverse("workspace:suggestions")
    return HttpResponseRedirect(way)
