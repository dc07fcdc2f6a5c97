"""A listing is corrected: what was touched is written, what a colleague wrote meanwhile stands, and both are told."""

from collections.abc import Iterator
from copy import copy
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db.models import OuterRef
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend.workspace.doors import for_its_keepers, person_of
from frontend.workspace.forms import CloseForm
from frontend.workspace.hours import ClosureForm
from frontend.workspace.listing_form import ListingForm, moved_to
from frontend.workspace.listing_form import Section as ListedSection
from frontend.workspace.others import here_in_words
from network.models import NetworkedPlace, User, Verification
from network.queues import Places, queue_of
from network.rights import Action, allowed, telling
from network.services import Finding, hold_card, is_still_hers, others_here, verify
from places.choices import Door, Section
from places.forms.disputes import disputes_of, said_meanwhile
from places.models import Place
from places.sections import COLUMNS, section_of
from places.services import Conflict, Meanwhile, edit_place, signed

# What marks the message of a form that was written: the browser then drops its draft.
_SAVED = "saved"


@require_http_methods(["GET", "HEAD", "POST"])
@for_its_keepers
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the form of a listing; write what was touched.

    Raises:
        Http404: there is no such listing, or it is not hers to correct.

    """
    place = _open(request, slug)
    if moved := moved_to(place, request.POST):
        messages.warning(request, _("Cette fiche vient d’être réunie avec une autre : relisez, puis enregistrez."))
        return _show(request, place, moved)
    form = ListingForm(request.POST or None, instance=copy(place))
    if request.method == "POST" and form.is_valid():
        try:
            written = _write(request, form)
        except (ValidationError, Conflict) as refusal:
            place = _open(request, slug)
            form = ListingForm(request.POST, instance=copy(place))
            form.refusals = {form.prefix: refusal}  # type: ignore[misc]  # of this form alone
        else:
            return _saved(request, place.pk, form, written)
    return _show(request, place, form)


def _open(request: HttpRequest, slug: str) -> Any:  # noqa: ANN401  annotated
    """Find the listing that she may correct, with all that its page says of it, in one query.

    Raises:
        Http404: there is no such listing, or it is not hers to correct.

    """
    became = ArraySubquery(Place.objects.filter(merged_into=OuterRef("pk")).values("pk"))
    rights = {f"may_{action}": telling(action, request.user) for action in (Action.MERGE, Action.CLOSE)}
    said: Any = NetworkedPlace.objects.select_related("commune").with_version().annotate(merged_keys=became, **rights)
    return hers(request, slug, among=said)


class Written(NamedTuple):
    """What others had written meanwhile, and what she said is right: None where she has not read it as it stands."""

    meanwhile: list[Meanwhile]
    found_right: Verification | None


def _write(request: HttpRequest, form: ListingForm) -> Written:
    """Write, in one change, what is not in dispute, then what she keeps as hers, and what she found right."""
    told: list[Meanwhile] = []
    person = person_of(request)
    with signed(by=person, door=Door.WORKSPACE):
        for changes, version in form.steps():
            place = NetworkedPlace.objects.get(pk=form.instance.pk)
            edited = edit_place(place=place, changes=changes, based_on=version, by=person, door=Door.WORKSPACE)
            told = [each for each in (*told, *edited.meanwhile) if each.field not in changes]
        return Written(told, _find_right(request, form.instance.pk, {each.field for each in told}))


def _find_right(request: HttpRequest, key: int, unread: set[str]) -> Verification | None:
    """Note the section that she says is right, or all of the listing, unless a colleague has just written in it."""
    section = section_of(request.POST.get("right_section"))
    of_it = set(COLUMNS[section]) if section else unread
    if not _says_right(request) or unread & of_it:
        return None
    finding = Finding(sections=[section] if section else None)
    (made,) = verify(places=[key], finding=finding, by=person_of(request), door=Door.WORKSPACE)
    return made


def _says_right(request: HttpRequest) -> bool:
    all_of_it = "right" in request.POST and queue_of(request.POST.get("file"))
    return bool(all_of_it or section_of(request.POST.get("right_section")))


def _saved(request: HttpRequest, key: int, form: ListingForm, written: Written) -> HttpResponse:
    place, section = NetworkedPlace.objects.get(pk=key), section_of(request.POST.get("right_section"))
    _tell(request, place, form, written)
    asked = queue_of(request.POST.get("file"))
    if asked and written.found_right and not section:
        return HttpResponseRedirect(f"{reverse('workspace:queue', args=[asked.slug])}?fait={written.found_right.pk}")
    way = reverse("workspace:edit", args=[place.slug], query={"file": asked.slug} if asked else None)
    return HttpResponseRedirect(f"{way}#{section}" if section else way)


def _tell(request: HttpRequest, place: NetworkedPlace, form: ListingForm, written: Written) -> None:
    """Say what was written and found right, and what a colleague wrote meanwhile."""
    messages.success(request, " ".join(_done(form, written.found_right)), extra_tags=_SAVED)
    if _says_right(request) and not written.found_right:
        messages.warning(request, _("Rien n’est noté comme vérifié : quelqu’un vient d’y écrire. Relisez d’abord."))
    for sentence in said_meanwhile(place, written.meanwhile):
        messages.info(request, sentence)


def _done(form: ListingForm, found_right: Verification | None) -> Iterator[str]:
    if form.changed_data:
        yield _("Enregistré.")
    if found_right and found_right.sections:
        yield _("« %(section)s » : vérifié aujourd’hui.") % {"section": Section(found_right.sections[0]).label}
    elif not form.changed_data:
        yield _("Rien n’a changé : la fiche disait déjà cela.")


def show_closing(request: HttpRequest, slug: str, closing: CloseForm) -> HttpResponse:
    """Show the page of a listing with what is wrong in the day of its closing.

    Raises:
        Http404: there is no such listing, or it is not hers to correct.

    """
    place = _open(request, slug)
    return _show(request, place, ListingForm(instance=copy(place)), closing)


def _show(
    request: HttpRequest,
    place: Any,  # noqa: ANN401  as `_open` found it
    form: ListingForm,
    closing: CloseForm | None = None,
) -> HttpResponse:
    person = person_of(request)
    hold_card(place=place, by=person)
    sections = list(form.sections(place))
    context = {
        "place": place,
        "merged": " ".join(map(str, place.merged_keys)),
        "form": form,
        "is_wrong": form.is_bound and bool(form.errors),
        "queue": queue_of(request.POST.get("file") or request.GET.get("file")),
        "sections": sections,
        "made_today": _made_today(person, sections),
        "disputes": disputes_of([form]) if form.is_bound else [],
        "is_saved": any(_SAVED in message.tags.split() for message in _kept(request)),
        "weekdays": WEEKDAYS.values(),
        "closure": ClosureForm(prefix="closure"),
        "today": timezone.localdate(),
        "close_form": closing or CloseForm(initial={"day": timezone.localdate()}, auto_id="closing_%s"),
        "here": here_in_words(others_here(place=place, beside=person)),
    }
    return render(request, "pages/workspace/edit.html", context)


def _made_today(person: User, sections: list[ListedSection]) -> set[Verification]:
    """Keep the verifications of one section that this person may take back from this page."""
    said = [section.dated.verification for section in sections]
    return {each for each in said if each and each.sections and is_still_hers(each, person)}


def _kept(request: HttpRequest) -> list[Message]:
    """Look at the messages that this page will show, which stay to be shown."""
    told: Any = messages.get_messages(request)
    found = list(told)
    told.used = False
    return found


def hers(
    request: HttpRequest, slug: str, action: Action = Action.EDIT, *, among: Places | None = None
) -> NetworkedPlace:
    """Find a listing that this person may do this to, under this address or one that led or leads to it.

    `among` are listings with what is to be told of them.

    Raises:
        Http404: there is no such listing, or it is not hers.

    """
    listed: Places = NetworkedPlace.objects.all() if among is None else among
    own = listed.filter(allowed(action, request.user), merged_into=None)
    found = own.at_slug(slug)
    if found is None:
        raise Http404
    return found
