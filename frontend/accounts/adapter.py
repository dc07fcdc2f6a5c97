"""What django-allauth asks of the site: the code, the letter that brings it, and whose address a request comes from."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import get_random_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy

from frontend.accounts.letters import letter_of_a_code
from network.accounts.attempts import origin_of
from network.choices import Stream
from network.models import Mail
from network.services import queue_mail

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
        """Write the letter of the code, the only one that allauth asks for here; the worker sends it.

        No page waits for a mail server: how long one takes would tell which addresses have an account.
        """
        assert template_prefix == "account/email/login_code", template_prefix
        _write(email, context["code"])

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


def write_to_nobody(email: str) -> None:
    """Do for an address without an account what is done for one that has one: it takes as long. Nothing is left."""
    with transaction.atomic():
        mail = _write(email, AccountAdapter().generate_login_code())
        Mail.objects.filter(pk=mail.pk).delete()


def _write(email: str, code: str) -> Mail:
    mail = queue_mail(to=email, stream=Stream.ACCOUNT, letter=letter_of_a_code(in_threes(code)))
    assert mail is not None  # it has no key that another could have
    return mail
