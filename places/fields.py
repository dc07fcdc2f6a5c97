"""Model fields that keep the house rule: unknown is NULL, and never anything else."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.forms import CharField, Field

from places import phones
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


class PhoneFormField(forms.CharField):
    """A telephone, shown as it is said and read as it is written."""

    widget = forms.TextInput(attrs={"type": "tel"})

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401  Django's own signature
        """Show it as people say it."""
        return phones.said(value) if isinstance(value, str) else value

    def to_python(self, value: Any) -> Any:  # noqa: ANN401  Django's own signature
        """Read it as it is stored, so that another spelling is no change."""
        text = super().to_python(value)
        return phones.normalise(text) if isinstance(text, str) and text else text


class PhoneField(OptionalTextField):
    """A telephone, stored in the one way that `places.phones` writes them."""

    def to_python(self, value: Any) -> Any:  # noqa: ANN401
        """Read a telephone however it was written; the database refuses what is none."""
        text = super().to_python(value)
        return phones.normalise(text) if isinstance(text, str) and text else text

    def formfield(self, **kwargs: Any) -> forms.Field:  # noqa: ANN401
        """The form field that reads it so too."""
        return super().formfield(**{"form_class": PhoneFormField, "widget": PhoneFormField.widget, **kwargs})


class TagsField(ArrayField):  # type: ignore[type-arg]
    """A set of short slugs kept in the row itself: one read, one history, one index for "any of" and "all of"."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        kwargs.setdefault("base_field", models.SlugField(max_length=60))
        super().__init__(*args, **kwargs)
