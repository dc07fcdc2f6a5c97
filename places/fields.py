"""Model fields that keep the house rule: unknown is NULL, and never anything else."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import CharField, Field
from django.utils.translation import gettext_lazy as _

from places import phones, siret
from places.choices import DatePrecision
from places.hours import normalise
from places.hours.spoken import understand

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# A web address as PostgreSQL checks it: of http or https, and without a name or a password before its host.
WEB_ADDRESS = r"^https?://[^\s/?#@\\]+([/?#]\S*)?$"


class OptionalTextField(models.TextField):  # type: ignore[type-arg]
    """Text that may be unknown: NULL when blank, never an empty string."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        kwargs |= {"null": True, "blank": True}
        super().__init__(*args, **kwargs)

    def get_prep_value(self, value: Any) -> Any:  # noqa: ANN401
        """Strip, and store nothing as NULL. What was read is not read again: a text field would."""
        text = models.Field.get_prep_value(self, value)
        return (text.strip() or None) if isinstance(text, str) else text

    def formfield(self, **kwargs: Any) -> Field:  # noqa: ANN401
        """The form field that reads an empty box as None."""
        return super().formfield(**{"empty_value": None, **kwargs})  # type: ignore[return-value]


def date_precision(label: "StrOrPromise") -> "models.CharField[Any, Any]":
    """Make the column that stands beside a date and says how much of it is known."""
    return models.CharField(label, max_length=5, choices=DatePrecision, default=DatePrecision.DAY)


class SpokenHoursField(CharField):
    """Opening hours as a person types them in a form: in words, or in OpenStreetMap's syntax."""

    def to_python(self, value: Any) -> Any:  # noqa: ANN401
        """Read hours into the syntax in which they are stored.

        Raises:
            ValidationError: they are not understood, or may mean several things; the sentences say what to write.

        """
        text = super().to_python(value)
        return understand(text) if text else text


class HoursField(OptionalTextField):
    """Opening hours in OpenStreetMap's syntax, stored in the one way that `places.hours` writes them.

    Files and programs must use that syntax; a person who fills in a form may use words.
    """

    def formfield(self, **kwargs: Any) -> Field:  # noqa: ANN401
        """The form field that understands people."""
        return super().formfield(**{"form_class": SpokenHoursField, **kwargs})

    def to_python(self, value: Any) -> Any:  # noqa: ANN401
        """Read hours however they were typed.

        Raises:
            ValidationError: they cannot be read, or mean what nobody would mean; the sentence says what.

        """
        text = super().to_python(value)
        return normalise(text) if isinstance(text, str) and text.strip() else text


class NumberFormField(forms.CharField):
    """A number that has more than one spelling, shown as it is said and read as it is stored."""

    said: ClassVar[Callable[[str], str]]
    normalise: ClassVar[Callable[[str], str]]

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401  Django's own signature
        """Show it as people say it."""
        return type(self).said(value) if isinstance(value, str) else value

    def to_python(self, value: Any) -> Any:  # noqa: ANN401  Django's own signature
        """Read it as it is stored, so that another spelling is no change."""
        text = super().to_python(value)
        return type(self).normalise(text) if isinstance(text, str) and text else text


class NumberField(OptionalTextField):
    """A number that is stored in one way, however it is written."""

    form_field: type[NumberFormField]

    def to_python(self, value: Any) -> Any:  # noqa: ANN401
        """Read a number however it was written; the database refuses what is none."""
        text = super().to_python(value)
        return self.form_field.normalise(text) if isinstance(text, str) and text else text

    def formfield(self, **kwargs: Any) -> forms.Field:  # noqa: ANN401
        """The form field that reads it so too."""
        return super().formfield(**{"form_class": self.form_field, "widget": self.form_field.widget, **kwargs})


class PhoneFormField(NumberFormField):
    """A telephone."""

    widget = forms.TextInput(attrs={"type": "tel"})
    said, normalise = phones.said, phones.normalise


class PhoneField(NumberField):
    """A telephone, stored in the one way that `places.phones` writes them."""

    form_field = PhoneFormField


class SiretFormField(NumberFormField):
    """A SIRET."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    said, normalise = siret.said, siret.normalise


def check_siret(digits: str) -> None:
    """Refuse what INSEE gave to nobody.

    Raises:
        ValidationError: a digit is missing, or the key is not that of the others.

    """
    if not siret.is_siret(digits):
        raise ValidationError(_("Ce n’est pas un SIRET : quatorze chiffres, dont les derniers vérifient les autres."))


class SiretField(NumberField):
    """A SIRET, stored as its fourteen digits."""

    form_field = SiretFormField
    default_validators = [check_siret]


class TagsField(ArrayField):  # type: ignore[type-arg]
    """A set of short slugs kept in the row itself: one read, one history, one index for "any of" and "all of"."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        kwargs.setdefault("base_field", models.SlugField(max_length=60))
        super().__init__(*args, **kwargs)
