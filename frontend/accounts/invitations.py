"""Inviting, and accepting: what someone gives, by which letter, and the button that takes it."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from frontend.accounts.letters import (
    gift_in_words,
    giver_in_words,
    last_day_in_words,
    send_invitation,
    state_in_words,
)
from frontend.site.days import WholeDayField
from frontend.workspace.doors import for_keepers, once_shown, owes_proof, person_of
from network.accounts.addresses import account_at
from network.accounts.attempts import Pace, TooSoonError, slow_down
from network.accounts.forms import wait_in_words
from network.accounts.ways import Way, note_way
from network.models import Invitation, NetworkedPlace, Organisation, User
from network.rights import Action, allowed
from network.services import Newcomer, Offer, accept_invitation, invitation_of, invite, renew, withdraw

if TYPE_CHECKING:
    from network.models.invitation import InvitationQuerySet

_SHOWN = 100
_THE_SITE = "site"
# Letters to people who did not ask for them: thirty at once, then one every two minutes.
_LETTERS = Pace(free=30, longest=600, memory=120)


class InviteForm(forms.Form):
    """Whom, to what, until when. What may be given is what this person may give: nothing else can be chosen."""

    email = forms.EmailField(label=gettext_lazy("Son adresse e-mail"), max_length=254)
    gift = forms.ChoiceField(label=gettext_lazy("Ce que donne l’invitation"))
    until = WholeDayField(label=gettext_lazy("Jusqu’au (facultatif)"), required=False)

    def __init__(self, person: User, place: NetworkedPlace | None, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.place = place
        self.organisations = {
            str(organisation.pk): organisation
            for organisation in Organisation.objects.filter(allowed(Action.INVITE, person))
        }
        field: Any = self.fields["gift"]
        field.choices = list(self._choices(person))

    def _choices(self, person: User) -> Any:  # noqa: ANN401  pairs
        if self.place:
            yield f"place-{self.place.pk}", _("La fiche « %(place)s »") % {"place": self.place}
            return
        for key, organisation in self.organisations.items():
            yield key, _("Un poste à « %(organisation)s »") % {"organisation": organisation}
        if person.is_superuser:
            yield _THE_SITE, _("L’administration du site")

    def offers(self, gift: str | None) -> bool:
        """Tell whether this may be chosen; of nothing chosen, whether anything may."""
        field: Any = self.fields["gift"]
        return field.valid_value(gift) if gift else bool(field.choices)

    def offer(self) -> Offer:
        """What the verb is told."""
        said = self.cleaned_data
        organisation = self.organisations.get(said["gift"])
        return Offer(said["email"], organisation, self.place, said["until"])


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
@once_shown
def invitations(request: HttpRequest) -> HttpResponse:
    """List the invitations that this person made; make one.

    Raises:
        Http404: she has nothing to give, or names what is not hers to give.

    """
    form = InviteForm(person_of(request), _place(request), request.POST or None)
    if not form.offers(request.POST.get("gift")):
        raise Http404
    if request.method == "POST" and form.is_valid() and _sent(request, form):
        return redirect("workspace:invitations")
    listed = [(each, gift_in_words(each), state_in_words(each)) for each in _hers(request)[:_SHOWN]]
    context = {"form": form, "place": form.place, "listed": listed, "owes_proof": owes_proof(request)}
    return render(request, "pages/accounts/invitations.html", context)


@require_POST
@for_keepers
def withdrawn(request: HttpRequest, key: int) -> HttpResponse:
    """Take an invitation back.

    Raises:
        Http404: there is none of hers.

    """
    if withdraw(get_object_or_404(_hers(request), pk=key)):
        messages.success(request, _("Invitation retirée : son lien ne mène plus à rien."))
    else:
        messages.warning(request, _("Trop tard : elle est déjà acceptée, ou retirée."))
    return redirect("workspace:invitations")


@require_POST
@for_keepers
@once_shown
def sent_again(request: HttpRequest, key: int) -> HttpResponse:
    """Send the letter once more, with another link and fourteen days more.

    Raises:
        Http404: there is none of hers that waits.

    """
    invitation = get_object_or_404(_hers(request).waiting(), pk=key)
    try:
        slow_down(request, "invitation", _LETTERS)
    except TooSoonError as error:
        messages.warning(request, wait_in_words(error.wait))
        return redirect("workspace:invitations")
    token = renew(invitation)
    invitation.refresh_from_db()
    _tell(request, is_sent=send_invitation(request, invitation, token), email=invitation.email)
    return redirect("workspace:invitations")


class NameForm(forms.Form):
    """How someone new is called."""

    first_name = forms.CharField(
        label=gettext_lazy("Votre prénom"), max_length=150, widget=forms.TextInput({"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=gettext_lazy("Votre nom"), max_length=150, widget=forms.TextInput({"autocomplete": "family-name"})
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def accepting(request: HttpRequest, token: str) -> HttpResponse:
    """Show what an invitation gives. Only a button pressed accepts it: readers of mail follow links by themselves.

    Raises:
        Http404: there is no such invitation.

    """
    invitation = invitation_of(token)
    if invitation is None:
        raise Http404
    is_known = account_at(invitation.email) is not None
    form = None if is_known else NameForm(request.POST or None)
    refusal = None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            return _welcome(request, token, form)
        except ValidationError as error:
            refusal = " ".join(error.messages)
    return _show(request, invitation, form, refusal)


def _welcome(request: HttpRequest, token: str, form: NameForm | None) -> HttpResponse:
    person = accept_invitation(token=token, newcomer=Newcomer(**form.cleaned_data) if form else None)
    messages.success(request, _("Bienvenue ! L’invitation est acceptée."))
    # A link is good for days, and a code for minutes: an account that was there already is signed in to by a code.
    if form and not request.user.is_authenticated:
        login(request, person, backend="django.contrib.auth.backends.ModelBackend")
        note_way(request, person, Way.MAIL)
    return redirect("workspace:home")


def _show(request: HttpRequest, invitation: Invitation, form: NameForm | None, refusal: str | None) -> HttpResponse:
    user = request.user
    context = {
        "invitation": invitation,
        "form": form,
        "refusal": refusal,
        "gift": gift_in_words(invitation),
        "giver": giver_in_words(invitation),
        "last_day": last_day_in_words(invitation),
        "is_someone_else": isinstance(user, User) and user.email.lower() != invitation.email,
    }
    status = HTTPStatus.OK if invitation.is_open and not refusal else HTTPStatus.GONE
    return render(request, "pages/accounts/invitation.html", context, status=status)


def _hers(request: HttpRequest) -> "InvitationQuerySet":
    """The invitations that this person made; all of them for an administrator."""
    person = person_of(request)
    named = Invitation.objects.select_related("place__commune", "place__merged_into__commune", "by")
    found: InvitationQuerySet = named.prefetch_related("organisation__networks")
    return found if person.is_superuser else found.filter(by=person)


def _place(request: HttpRequest) -> NetworkedPlace | None:
    """The place that is asked for, which is hers to entrust."""
    slug = request.POST.get("lieu") or request.GET.get("lieu")
    if not slug:
        return None
    return get_object_or_404(NetworkedPlace.objects.filter(allowed(Action.ENTRUST, request.user)), slug=slug)


def _sent(request: HttpRequest, form: InviteForm) -> bool:
    try:
        slow_down(request, "invitation", _LETTERS)
        invitation, token = invite(offer=form.offer(), by=person_of(request))
    except TooSoonError as error:
        form.add_error(None, wait_in_words(error.wait))
    except ValidationError as refusal:
        form.add_error(None, refusal)
    else:
        _tell(request, is_sent=send_invitation(request, invitation, token), email=invitation.email)
        return True
    return False


def _tell(request: HttpRequest, *, is_sent: bool, email: str) -> None:
    if is_sent:
        messages.success(request, _("Invitation envoyée à %(email)s.") % {"email": email})
    else:
        messages.warning(
            request, _("L’invitation est notée, mais le message n’est pas parti : renvoyez-le tout à l’heure.")
        )
