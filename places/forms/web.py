"""An address on the web, as people type it."""

from typing import Any

from django import forms


class WebField(forms.CharField):
    """An address on the web, as people say it: "www.example.org"."""

    def to_python(self, value: Any) -> Any:  # noqa: ANN401  Django's own signature
        """Add what browsers add."""
        text = super().to_python(value)
        return f"https://{text}" if text and "://" not in text and ":" not in text.partition("/")[0] else text
