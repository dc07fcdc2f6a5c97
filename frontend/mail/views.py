"""What a contact of a place presses: it is right, it is gone; and what anyone presses who wants no more mails."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, SignatureExpired
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from frontend.workspace.forms import number
from network.accounts.attempts import Pace, TooSoonError, slow_down
from network.choices import Answer
from network.mail.links import Asked, who_leaves
from network.mail.reminding import facts_of, is_contact
from network.models import OptOut, Reminder
from network.models.suggestion import LONGEST_WORDS
from network.services import confirm, opt_in, opt_out, report_gone
from places.choices import Status
from places.services import version_of

# A link is pressed once or twice; what presses more is no person.
PACE = Pace(free=60, longest=60, memory=10)


class GoneForm(forms.Form):
    """What a contact may add when a place is gone."""

    words = forms.CharField(
        label=_("Depuis quand, et où aller à présent ? (si vous le savez)"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ni nom, ni numéro d’une personne."),
    )


# The link is the right to answer: there is no session that another site could use.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reminder(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a link allows, and do it when its button is pressed. Pressed twice, it is done once.

    Of a place that was merged, it is about the listing that was kept. Who is no longer its contact has no say by it.

    Raises:
        Http404: the link is not one of ours.

    """
    try:
        asked = Asked.read(token)
    except SignatureExpired:
        return render(request, "pages/mail/expired.html", status=HTTPStatus.GONE)
    except (BadSignature, ValueError, TypeError) as error:
        raise Http404 from error
    row = _asked_about(asked)
    if row is None:
        return render(request, "pages/mail/left.html", status=HTTPStatus.GONE)
    if not is_contact(row):
        return render(request, "pages/mail/former.html", {"place": row.about}, status=HTTPStatus.GONE)
    if asked.answer == Answer.CHANGED:
        return HttpResponseRedirect(_to_the_form(row, token))
    form = GoneForm(request.POST or None)
    notice = _pressed(request, asked, row, form) if request.method == "POST" and form.is_valid() else ""
    row.refresh_from_db()
    return _shown(request, asked, row, form=form, notice=notice)


# Its address is known to who got the mail alone, and the mail reader that presses it has no cookie (RFC 8058).
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Show what would no longer be written, and stop, or go on again, when a button is pressed.

    Raises:
        Http404: the link is not one of ours.

    """
    try:
        address, stream = who_leaves(token)
    except (BadSignature, ValueError, TypeError) as error:
        raise Http404 from error
    if request.method == "POST":
        (opt_in if "back" in request.POST else opt_out)(address=address, stream=stream)
    has_left = OptOut.objects.filter(address=address, stream=stream).exists()
    return render(request, "pages/mail/leave.html", {"stream": stream, "has_left": has_left})


def contact_of(request: HttpRequest, place: Any) -> Reminder | None:  # noqa: ANN401  a place, or None
    """Find the reminder whose link led to the form of this place; None for anyone else."""
    try:
        asked = Asked.read(request.POST.get("rappel") or request.GET.get("rappel", ""))
    except (BadSignature, ValueError, TypeError):
        return None
    if asked.answer != Answer.CHANGED or place is None:
        return None
    of_it = Q(place=place.pk) | Q(place__merged_into=place.pk)
    found = Reminder.objects.filter(of_it, pk=asked.reminder).select_related("place__merged_into").first()
    return found if found and is_contact(found) else None


def _asked_about(asked: Asked) -> Reminder | None:
    """Find what a link is about; None once its listing is not in the directory any more."""
    found = Reminder.objects.select_related("place__commune", "place__merged_into__commune")
    row = found.filter(pk=asked.reminder).first()
    return row if row and row.about.status == Status.PUBLISHED else None


def _to_the_form(row: Reminder, token: str) -> str:
    return f"{reverse('suggestions:report')}?{urlencode({'lieu': row.about.slug, 'rappel': token})}"


def _pressed(request: HttpRequest, asked: Asked, row: Reminder, form: GoneForm) -> str:
    """Do what the link allows; give back what stood in the way, or nothing."""
    try:
        slow_down(request, "reminder", PACE)
        if asked.answer == Answer.RIGHT:
            confirm(reminder=row, version=number(request.POST.get("version")))
        else:
            report_gone(reminder=row, words=form.cleaned_data["words"])
    except TooSoonError:
        return str(_("Beaucoup de réponses viennent de votre réseau : pressez encore une fois dans une minute."))
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


def _shown(request: HttpRequest, asked: Asked, row: Reminder, **more: Any) -> HttpResponse:  # noqa: ANN401
    context = {
        "place": row.about,
        "merged": row.place if row.about != row.place else None,
        "facts": facts_of(row.about),
        "version": version_of(row.about),
        "asks": asked.answer,
        "is_done": row.answer == asked.answer,
        "others": [(answer, Asked(row.pk, answer).token) for answer in Answer if answer != asked.answer],
        "way": Asked(row.pk, Answer.CHANGED).token,
        **more,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if more["notice"] or more["form"].errors else HTTPStatus.OK
    return render(request, "pages/mail/reminder.html", context, status=status)
