"""Keys of devices (passkeys): made by their owner, and enough to sign in, for a device asks who holds it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, LoginWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.accounts.sealing import seal, unseal
from network.accounts.second_factor import note_shown
from network.models import User

MOST = 10  # keys of one account


class KeyAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth carries no types
    """How a device names the site and its owner."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("Cette clé, ou ce code, ne convient pas. Réessayez."),
    }

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name the site as people do."""
        return dict(super().get_public_key_credential_rp_entity(), name="Croisée")

    def encrypt(self, text: str) -> str:
        """Keep the secret of an application sealed."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Read the secret of an application.

        Raises:
            BrokenSealError: the site lost the key under which it was sealed.

        """
        return unseal(encrypted_text)

    def get_totp_issuer(self) -> str:
        """Name the site in the application that makes codes."""
        return "Croisée"

    def generate_authenticator_name(self, user: object, type: object) -> str:  # noqa: A002  as allauth's
        """Name a key that its owner left without a name."""
        return _("Clé de cet appareil")


@contextmanager
def readable() -> Iterator[None]:
    """Refuse what no device sent: allauth and fido2 take its shape for granted.

    Raises:
        ValidationError: it could not be read.

    """
    try:
        yield
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise ValidationError(KeyAdapter.error_messages["incorrect_code"]) from error


class KeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A key that a device has just made, which is good for signing in: it asked who holds it."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(label=gettext_lazy("Nom de cet appareil"), max_length=60, required=False)

    def clean(self) -> dict[str, Any]:
        """Take a key that is bound to its holder alone."""
        self.cleaned_data["passwordless"] = True
        with readable():
            return dict(super().clean())

    def keep(self) -> None:
        """Keep the key."""
        auth.WebAuthn.add(self.user, self.cleaned_data["name"], self.cleaned_data["credential"])


class SignedForm(AuthenticateWebAuthnForm):  # type: ignore[misc]
    """What a device of someone signed."""

    def clean_credential(self) -> Authenticator:
        """Find the key that signed it."""
        with readable():
            return super().clean_credential()


class SignInForm(LoginWebAuthnForm):  # type: ignore[misc]
    """What a device signed, and whose it is."""

    def clean_credential(self) -> Authenticator:
        """Find the key that signed it."""
        with readable():
            return super().clean_credential()


class SignInWithKey(LoginWebAuthnView):  # type: ignore[misc]
    """Gives a device something to sign; lets in whose key signed it: the device and its holder are two factors."""

    form_class = SignInForm

    def get(self, request: HttpRequest, *_args: object, **_more: object) -> HttpResponseBase:
        """Give the device what it needs; anyone who came by hand goes to the page that asks."""
        if request.headers.get("Accept") != "application/json":
            return redirect("account_login")
        return JsonResponse(to_sign(None))

    def form_valid(self, form: Any) -> HttpResponse:  # noqa: ANN401  allauth's
        """Sign her in."""
        response: HttpResponse = super().form_valid(form)
        if isinstance(self.request.user, User):
            note_shown(self.request, self.request.user)
        return response

    def form_invalid(self, form: Any) -> HttpResponseBase:  # noqa: ANN401
        """Say so on the page that she came from."""
        messages.warning(self.request, _("Cette clé n’est pas connue ici. Demandez un code, puis ajoutez-la."))
        return redirect("account_login")


def keys_of(person: User) -> QuerySet[Any]:
    """The keys of someone, the oldest first."""
    found: QuerySet[Any] = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN)
    return found.order_by("created_at", "pk")


def is_last_factor(key: Any) -> bool:  # noqa: ANN401  allauth carries no types
    """Tell whether its owner has no other key, and no application."""
    return not Authenticator.objects.filter(user=key.user_id).exclude(pk=key.pk).exists()


def to_make(person: User) -> dict[str, Any]:
    """What a device needs in order to make a key."""
    return auth.begin_registration(person, True)  # type: ignore[no-any-return]  # noqa: FBT003  allauth's own


def to_sign(person: User | None) -> dict[str, Any]:
    """What a device needs in order to sign with a key of someone; of whomever it knows, when nobody is named."""
    return auth.begin_authentication(person)  # type: ignore[no-any-return]
