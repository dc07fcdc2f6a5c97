"""Keys that a person gives to her programs: made here, shown once, taken back here."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from frontend.workspace.doors import for_keepers, once_shown, owes_proof, person_of
from network.models import Network, Token, User
from network.rights import Action, allowed
from network.services import issue, revoke

_MONTH, _QUARTER, _YEAR = "30", "90", "365"
# A person who needs more has forgotten the others.
MOST = 20


class TokenForm(forms.Form):
    """What a token is called, which networks it opens, and for how long."""

    name = forms.CharField(
        label=gettext_lazy("À quoi il sert"),
        max_length=100,
        help_text=gettext_lazy("Par exemple : le tableur des membres."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    networks = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Ce qu’il ouvre"),
        queryset=Network.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Cochez au moins un réseau.")},
    )
    lasts = forms.TypedChoiceField(
        label=gettext_lazy("Combien de temps"),
        choices=[
            (_MONTH, gettext_lazy("un mois")),
            (_QUARTER, gettext_lazy("trois mois")),
            (_YEAR, gettext_lazy("un an")),
        ],
        initial=_QUARTER,
        coerce=lambda days: timedelta(days=int(days)),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **kwargs)
        networks: Any = self.fields["networks"]
        networks.queryset = Network.objects.filter(allowed(Action.RUN, person)).order_by("name")
        if not networks.queryset.exists():
            del self.fields["networks"]  # a steward's token opens her places


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
@once_shown
def tokens(request: HttpRequest) -> HttpResponse:
    """List her tokens, and make one: its secret is in this answer, and nowhere else."""
    person = person_of(request)
    form = TokenForm(request.POST or None, person=person)
    secret = None
    if request.method == "POST" and form.is_valid():
        if _good(person).count() < MOST:
            said = form.cleaned_data
            _token, secret = issue(person=person, name=said["name"], networks=said.get("networks"), lasts=said["lasts"])
            form = TokenForm(person=person)
        else:
            form.add_error(None, _("Vous avez déjà beaucoup de jetons : révoquez ceux qui ne servent plus."))
    context = {"form": form, "secret": secret, "tokens": list(_listed(person)), "owes_proof": owes_proof(request)}
    return render(request, "pages/workspace/tokens.html", context)


@require_POST
@for_keepers
def revoked(request: HttpRequest, key: int) -> HttpResponse:
    """Take back a token of hers.

    Raises:
        Http404: she has no such token.

    """
    token = get_object_or_404(Token, person=person_of(request), pk=key)
    revoke(token)
    messages.success(request, _("« %(token)s » n’ouvre plus rien.") % {"token": token})
    return HttpResponseRedirect(reverse("workspace:tokens"))


def _good(person: User) -> Any:  # noqa: ANN401  a queryset
    return Token.objects.filter(person=person, revoked_at=None, expires_on__gt=timezone.localdate())


def _listed(person: User) -> Any:  # noqa: ANN401
    """Each good token, with the names of its networks that are still there."""
    names = dict(Network.objects.values_list("pk", "name"))
    for token in _good(person):
        yield token, None if token.networks is None else sorted(names[key] for key in token.networks if key in names)
