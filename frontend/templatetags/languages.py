"""The addresses of a page in every language."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils import translation

register = template.Library()


@dataclass(frozen=True, slots=True)
class Version:
    """A page in a language: its code and name, and its address, from the root and in full; none has a query."""

    code: str
    name: str
    path: str
    url: str
    is_shown: bool


@register.simple_tag(takes_context=True)
def versions(context: Context) -> list[Version]:
    """The page being shown in every language, French first; the home page where there is no page."""
    request: HttpRequest = context["request"]
    return [_version(request, code, name) for code, name in settings.LANGUAGES]


def _version(request: HttpRequest, code: str, name: str) -> Version:
    match = request.resolver_match
    is_page = match is not None and match.namespace == "frontend"
    with translation.override(code):
        path = reverse(match.view_name, kwargs=match.kwargs) if match and is_page else reverse("frontend:home")
    return Version(code, name, path, request.build_absolute_uri(path), is_shown=code == translation.get_language())
