"""What django-allauth asks of the site: the code, the letter that brings it, and whose address a request comes from."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import get_random_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.accounts.attempts import origin_of

logger = logging.getLogger(__name__)
CODE_LENGTH = 6  # digits


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Ours in French and English; what it would tell besides is left out."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": gettext_lazy(
            "Ce n’est pas ce code. Le bon est dans le dernier message reçu : les précédents ne valent plus."
        ),
        "too_many_login_attempts": gettext_lazy("Trop de codes faux de suite : demandez-en un nouveau."),
    }

    def generate_login_code(self) -> str:
        """Draw a code that a telephone’s number pad can type."""
        return get_random_string(CODE_LENGTH, "0123456789")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send the code, the only letter that allauth writes here.

        A server that refuses it is told in the log, and not on the page: the page says the same of every address.
        """
        assert template_prefix == "account/email/login_code", template_prefix
        try:
            _letter(context["code"], email).send()
        except OSError:
            logger.exception("A sign-in code could not be sent.")

    def add_message(self, *_args: object, **_more: object) -> None:
        """Tell nothing: each page says itself what was done."""

    def get_login_stages(self) -> list[str]:
        """Ask for a code where one was asked for, and for nothing more: the second factor is asked for by the admin."""
        return ["allauth.account.stages.LoginByCodeStage"]

    def respond_user_inactive(self, request: HttpRequest, user: object) -> HttpResponse:
        """Begin again: an account that is closed is answered as one that is not there."""
        return redirect("account_login")

    def is_safe_url(self, url: str | None) -> bool:
        """Tell whether an address leads somewhere on this site; one that cannot be read does not."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Tell whom a request comes from, as the tallies of sign-ins do."""
        return origin_of(request).partition("/")[0]


def in_threes(code: str) -> str:
    """Write a code as one reads it aloud."""
    return f"{code[:3]} {code[3:]}"


def _letter(code: str, email: str) -> EmailMessage:
    spaced = in_threes(code)
    said = [
        _("Votre code pour vous connecter à Croisée : %(code)s") % {"code": spaced},
        _("Il sert une fois, pendant vingt minutes, dans le navigateur où vous l’avez demandé."),
        _("Vous n’avez rien demandé ? Ne faites rien, et ne donnez ce code à personne."),
    ]
    return EmailMessage(_("%(code)s : votre code Croisée") % {"code": spaced}, "\n\n".join(said) + "\n", to=[email])
