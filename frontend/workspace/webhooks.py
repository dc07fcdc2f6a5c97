"""Addresses that are called when a network changes: made here, their secret shown once; what each was told."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from frontend.workspace.doors import for_keepers, once_shown, owes_proof, person_of
from network.models import Delivery, Network, User, Webhook
from network.models.webhook import LONGEST_URL
from network.rights import Action, allowed, is_administrator
from network.services.webhooks import (
    delete_webhook,
    deliver_again,
    make_webhook,
    ping,
    rotate,
    turn_off,
    turn_on,
)

# Of what it was told, as many as one reads; the others are kept too.
MOST_SHOWN = 50


class WebhookForm(forms.Form):
    """What it is called, which network it is about, and where it is."""

    name = forms.CharField(
        label=gettext_lazy("À quoi il sert"),
        max_length=100,
        help_text=gettext_lazy("Par exemple : le site du réseau."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    url = forms.URLField(
        label=gettext_lazy("L’adresse à appeler"),
        max_length=LONGEST_URL,
        assume_scheme="https",
        help_text=gettext_lazy("Elle commence par https://, et se joint depuis n’importe où."),
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )
    network = forms.ModelChoiceField(
        label=gettext_lazy("Ce qui y est dit"),
        queryset=Network.objects.none(),
        empty_label=None,
        error_messages={"required": gettext_lazy("Choisissez un réseau.")},
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **kwargs)
        network: Any = self.fields["network"]
        network.queryset = Network.objects.filter(allowed(Action.RUN, person)).order_by("name")
        if is_administrator(person):
            network.required, network.empty_label = False, _("Tout l’annuaire")


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
@once_shown
def webhooks(request: HttpRequest) -> HttpResponse:
    """List the addresses of her networks, and make one: its secret is in this answer, and nowhere else.

    Raises:
        Http404: it would be of a network that is not hers.

    """
    person, made, secret = person_of(request), None, None
    form = WebhookForm(request.POST or None, person=person)
    if request.POST.get("network") and "network" in form.errors:
        raise Http404
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = make_webhook(**form.cleaned_data, by=person)
            form = WebhookForm(person=person)
        except ValidationError as refusal:
            form.add_error("url" if hasattr(refusal, "error_dict") else None, refusal.messages)
    context = {
        "form": form,
        "webhooks": _hers(person).select_related("network"),
        "made": made,
        "secret": secret,
        "owes_proof": owes_proof(request),
        "may": form.fields["network"].queryset.exists() or is_administrator(person),  # type: ignore[attr-defined]
    }
    return render(request, "pages/workspace/webhooks.html", context)


@for_keepers
def webhook(request: HttpRequest, key: int) -> HttpResponse:
    """Show what an address was told, and what it answered.

    Raises:
        Http404: it is of no network of hers.

    """
    return _show(request, _found(request, key))


@require_POST
@for_keepers
@once_shown
def rotated(request: HttpRequest, key: int) -> HttpResponse:
    """Give it another secret, which this answer alone shows.

    Raises:
        Http404: it is of no network of hers.

    """
    row = _found(request, key)
    return _show(request, row, secret=rotate(webhook=row))


@require_POST
@for_keepers
def told(request: HttpRequest, key: int) -> HttpResponse:
    """Try it, stop it, go on with it, or delete it: as the button says.

    Raises:
        Http404: it is of no network of hers, or the button is none of ours.

    """
    row, do = _found(request, key), request.POST.get("do")
    if do == "delete":
        delete_webhook(webhook=row)
        messages.success(request, _("« %(name)s » est supprimé, avec ce qui lui a été dit.") % {"name": row})
        return HttpResponseRedirect(reverse("workspace:webhooks"))
    _acted(request, row, do)
    return HttpResponseRedirect(reverse("workspace:webhook", args=[key]))


@require_POST
@for_keepers
def sent_again(request: HttpRequest, key: int, number: int) -> HttpResponse:
    """Send it a message once more.

    Raises:
        Http404: it is of no network of hers, or it never had this message.

    """
    delivery = get_object_or_404(Delivery, webhook=_found(request, key), pk=number)
    if deliver_again(delivery=delivery):
        messages.success(request, _("Ce message repart dans un instant."))
    else:
        messages.warning(request, _("Un autre message attend encore : il part d’abord."))
    return HttpResponseRedirect(reverse("workspace:webhook", args=[key]))


def _acted(request: HttpRequest, row: Webhook, do: str | None) -> None:
    if do == "ping":
        is_sent = ping(webhook=row)
        messages.success(request, _("Un essai part dans un instant.") if is_sent else _("Trois essais attendent déjà."))
    elif do == "stop":
        turn_off(webhook=row, why=_("Vous l’avez arrêté."), by=person_of(request))
    elif do == "go":
        turn_on(webhook=row)
        messages.success(request, _("Il est appelé de nouveau : ce qu’il a manqué lui est dit."))
    else:
        raise Http404


def _show(request: HttpRequest, row: Webhook, *, secret: str | None = None) -> HttpResponse:
    context = {
        "webhook": row,
        "deliveries": row.deliveries.order_by("-pk")[:MOST_SHOWN],
        "secret": secret,
        "owes_proof": owes_proof(request),
    }
    return render(request, "pages/workspace/webhook.html", context)


def _hers(person: User) -> Any:  # noqa: ANN401  a queryset
    return Webhook.objects.filter(allowed(Action.CALL, person))


def _found(request: HttpRequest, key: int) -> Webhook:
    row: Webhook = get_object_or_404(_hers(person_of(request)).select_related("network", "person"), pk=key)
    return row
