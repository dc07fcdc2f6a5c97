"""A photo beside what one says: a file, or what the browser made of it before it is sent."""

from base64 import urlsafe_b64decode
from binascii import Error as NotBase64
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.services import SentPhoto
from places.models.photo import LONGEST_ALT
from places.pictures import read_picture

# What a browser makes of a photo: some 300 kB, of which a form that waits for the network can hold several.
_LONGEST = 1_400_000  # characters


class WithPhoto(forms.Form):
    """Asks for a photo, what it shows, and how to sign it. None is needed."""

    photo = forms.FileField(
        label=gettext_lazy("Une photo, si vous en avez une"),
        required=False,
        help_text=gettext_lazy("De la façade, de la salle, des horaires sur la porte. Sans visages, s’il vous plaît."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    shrunk = forms.CharField(required=False, max_length=_LONGEST, widget=forms.HiddenInput)
    photo_alt = forms.CharField(label=gettext_lazy("Ce que l’on y voit"), required=False, max_length=LONGEST_ALT)
    photo_credit = forms.CharField(
        label=gettext_lazy("Comment la signer"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Un nom, ou rien : elle est alors « d’un visiteur »."),
    )

    @property
    def has_photo(self) -> bool:
        """Tell whether one was sent."""
        return bool(self.files.get("photo") or self.data.get("shrunk"))

    def sent_photo(self) -> SentPhoto | None:
        """Make what is held of the photo that was sent: a costly thing, once all the rest is right.

        Raises:
            ValidationError: it cannot be read.

        """
        if not self.has_photo:
            return None
        said = self.cleaned_data
        return SentPhoto(read_picture(self._bytes(said)), said["photo_alt"], said["photo_credit"])

    def _bytes(self, said: dict[str, Any]) -> bytes:
        if said["photo"]:
            return bytes(said["photo"].read())
        try:
            return urlsafe_b64decode(said["shrunk"])
        except (NotBase64, ValueError):
            raise ValidationError(_("La photo n’est pas arrivée entière : choisissez-la de nouveau.")) from None
