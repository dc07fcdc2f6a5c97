"""Answers that a reader already holds are not computed again."""

from collections.abc import Callable
from functools import cache, wraps
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from django.http import HttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from rest_framework.request import Request
from rest_framework.response import Response

from api.overlap.filters import CrossingQuestion, SetsQuestion
from api.views import ReadViewSet
from places.log.version import version

_ROOMS = ("places", "network", "api")
_HOUSE = Path(__file__).parents[2]

View = TypeVar("View", bound=ReadViewSet)
Asked = TypeVar("Asked", bound=CrossingQuestion | SetsQuestion)


def revalidated(
    asked: type[Asked],
) -> Callable[[Callable[[View, Request, Asked], Response]], Callable[[View, Request], HttpResponse]]:
    """Give the answer an `ETag` made of all that it depends on, and send back 304 to who holds it, at no other cost.

    The version is read before the data: an answer written meanwhile is taken for older than it is, never for newer.
    """

    def decorate(answer: Callable[[View, Request, Asked], Response]) -> Callable[[View, Request], HttpResponse]:
        @wraps(answer)
        def revalidate(view: View, request: Request) -> HttpResponse:
            question = asked.asked(request, view.queryset)
            tag = _tag(request, question)
            response = get_conditional_response(request, etag=tag) or answer(view, request, question)
            response.headers["ETag"] = tag
            return response

        return revalidate

    return decorate


def _tag(request: Request, question: CrossingQuestion | SetsQuestion) -> str:
    """Sum up the data, the question, its format and language, the day if it is not named, and our own words."""
    day = None if question.names_its_day else timezone.localdate()
    asked = (request.get_full_path(), request.accepted_media_type, translation.get_language())
    parts = repr((version(), asked, day, release()))
    return f'"{sha256(parts.encode()).hexdigest()[:32]}"'


@cache
def release() -> str:
    """Tell the version of what writes the answers, code and catalogues; it lasts as long as the process."""
    sources = (path for room in _ROOMS for path in sorted((_HOUSE / room).rglob("*")) if path.suffix in {".py", ".mo"})
    return sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
