"""The language of an answer: of a page its address says it, of the API whoever asks."""

from contextlib import suppress
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

# Whoever asks there is a program, mostly; `/ogc` itself is one of these addresses.
API = ("/api/", "/ogc")


class LanguageMiddleware(LocaleMiddleware):
    """Lets a program choose by `Accept-Language`, where pages have an address for each language.

    Django takes an address without a language for French, and would still say that it varies with what the browser
    prefers: a proxy would then keep each page once for every list of languages that browsers send.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Speak the language of the request from here on."""
        request.LANGUAGE_CODE = language_of(request)
        translation.activate(request.LANGUAGE_CODE)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> Any:  # noqa: ANN401  as Django's
        """Say what language the answer is in, and on what that depends."""
        if request.path_info.startswith(API):
            return super().process_response(request, response)
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


def language_of(request: HttpRequest) -> str:
    """Tell the language in which a request is answered."""
    if request.path_info.startswith(API):
        return preferred(request.headers.get("Accept-Language", ""))
    return translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE


def preferred(accepted: str) -> str:
    """Tell the first of the languages accepted that the site speaks; French when there is none."""
    for language, weight in parse_accept_lang_header(accepted):
        with suppress(LookupError):
            if weight > 0:
                return get_supported_language_variant(language)
    return settings.LANGUAGE_CODE
