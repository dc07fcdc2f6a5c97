"""The language in which the API speaks of itself."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header


class LanguageMiddleware(MiddlewareMixin):
    """Lets a program choose by `Accept-Language`, where pages have an address for each language.

    It stands below Django's own, which takes an address without a language for French, and which says in the answer
    what language it is in and on what that depends.
    """

    def process_view(self, request: HttpRequest, _view: Callable[..., Any], _args: object, _kwargs: object) -> None:
        """Take the language of the request, when the address is the API's."""
        if request.resolver_match and {"api", "ogc"} & {*request.resolver_match.app_names}:
            request.LANGUAGE_CODE = preferred(request.headers.get("Accept-Language", ""))
            translation.activate(request.LANGUAGE_CODE)


def preferred(accepted: str) -> str:
    """The first of the languages accepted that the site speaks; French when there is none."""
    for language, weight in parse_accept_lang_header(accepted):
        with suppress(LookupError):
            if weight > 0:
                return get_supported_language_variant(language)
    return settings.LANGUAGE_CODE
