"""What is asked of who comes in: her address, then the code that it received."""

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django import forms
from django.utils.translation import gettext_lazy as _

from network.accounts.addresses import account_at


class AddressForm(RequestLoginCodeForm):  # type: ignore[misc]  # allauth carries no types
    """An address, whether or not an account has it."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = forms.EmailField(
            label=_("Votre adresse e-mail"),
            max_length=254,
            widget=forms.EmailInput({"autocomplete": "username webauthn", "autofocus": True}),
        )

    @property
    def is_unknown(self) -> bool:
        """Tell whether no account has it."""
        return self._user is None

    def clean_email(self) -> str:
        """Find the account; one that is not there is answered as one that is."""
        email = str(self.cleaned_data["email"]).lower()
        self._user = account_at(email)
        return email


class CodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code, with spaces or without."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "class": "code"}
        self.fields["code"] = forms.CharField(
            label=_("Le code à six chiffres"), max_length=20, widget=forms.TextInput(attributes)
        )
