"""The forms that people sign in with."""

from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from network.accounts.attempts import Attempt, TooSoonError
from network.accounts.ways import Way, note_way
from network.models import User


class PacedSignInForm(AuthenticationForm):
    """Asks for a name and a password; too many wrong ones are asked to wait, `wait` seconds."""

    wait: int | None = None

    def clean(self) -> dict[str, Any]:
        """Try the password, unless it is too early.

        Raises:
            ValidationError: it is too early, or the password is not the account's.

        """
        if not (self.request and self.cleaned_data.get("username") and self.cleaned_data.get("password")):
            return super().clean()
        try:
            with Attempt.of(self.request, self.cleaned_data["username"]).counted():
                said = super().clean()
        except TooSoonError as error:
            self.wait = error.wait
            raise ValidationError(wait_in_words(error.wait), code="too_soon") from error
        person = self.get_user()
        assert isinstance(person, User)
        note_way(self.request, person, Way.PASSWORD)
        return said


class AdminSignInForm(PacedSignInForm, AdminAuthenticationForm):
    """Lets in those alone who may open the admin."""


def wait_in_words(wait: int) -> str:
    """Say how long to wait before the next try."""
    return ngettext(
        "Trop d’essais à la fois : réessayez dans %(wait)d seconde. Votre compte n’est pas bloqué.",
        "Trop d’essais de suite : réessayez dans %(wait)d secondes. Votre compte n’est pas bloqué.",
        wait,
    ) % {"wait": wait}
