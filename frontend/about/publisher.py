"""Who answers for the site, as its settings say; what they leave out is told as such, on pages and at the start."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register  # noqa: A004  Django's own name


class Publisher(NamedTuple):
    """The publisher, the director of the publication, the host, and where one writes; "" where nobody said."""

    name: str
    address: str
    director: str
    host: str
    email: str


def publisher() -> Publisher:
    """Read who answers for the site."""
    return Publisher(
        settings.PUBLISHER,
        settings.PUBLISHER_ADDRESS,
        settings.PUBLISHING_DIRECTOR,
        settings.HOSTED_BY,
        settings.CONTACT_EMAIL,
    )


@register()
def publisher_is_named(app_configs: Sequence[Any] | None, **_options: Any) -> list[CheckMessage]:  # noqa: ANN401
    """Warn whoever serves the site to the public that its legal notice has holes."""
    names = ("PUBLISHER", "PUBLISHER_ADDRESS", "PUBLISHING_DIRECTOR", "HOSTED_BY", "CONTACT_EMAIL")
    missing = [name for name in names if not getattr(settings, name)]
    if not missing or not settings.IS_PUBLIC:
        return []
    return [
        Warning(
            f"The legal notice of the site is not complete: {', '.join(missing)}.",
            hint="docs/settings.md says what each of them is.",
            id="croisee.W001",
        )
    ]
