"""What search engines read of a page: schema.org's words, in JSON-LD. What is unknown is left out, never guessed.

Vocabulary: https://schema.org/version/latest. A page that is about something of its own says it
in its own folder.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

CONTEXT = "https://schema.org"
Facts = dict[str, Any]


def facts_of_site(request: HttpRequest, description: str) -> Facts:
    """Tell the site, and how it is searched."""
    home = request.build_absolute_uri(reverse("frontend:home"))
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "@id": home,
        "name": "Croisée",
        "url": home,
        "inLanguage": get_language(),
        "description": description,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{home}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def facts_of_data(
    request: HttpRequest, files: Iterable[tuple[str, str]], *, name: str, description: str, words: Mapping[str, str]
) -> Facts:
    """Tell the open data: `files` are (media type, address), `words` say the territory and whom to credit."""
    page = request.build_absolute_uri(request.path)
    return known(
        {
            "@context": CONTEXT,
            "@type": "Dataset",
            "@id": page,
            "name": name,
            "description": description,
            "url": page,
            "isAccessibleForFree": True,
            "creditText": words["credit"],
            "spatialCoverage": words["territory_name"],
            "distribution": [
                {"@type": "DataDownload", "encodingFormat": form, "contentUrl": request.build_absolute_uri(address)}
                for form, address in files
            ],
        }
    )


def known(facts: Mapping[str, Any]) -> Facts:
    """Leave out what is unknown or empty."""
    return {name: value for name, value in facts.items() if value not in (None, "", [])}
