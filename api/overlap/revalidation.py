"""Answers that a reader already holds are not computed again."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from rest_framework.request import Request
from rest_framework.response import Response

from api.overlap.filters import CrossingQuestion, SetsQuestion
from api.tags import tag_of
from api.views import ReadViewSet

View = TypeVar("View", bound=ReadViewSet)
Asked = TypeVar("Asked", bound=CrossingQuestion | SetsQuestion)


def revalidated(
    asked: type[Asked],
) -> Callable[[Callable[[View, Request, Asked], Response]], Callable[[View, Request], HttpResponse]]:
    """Give the answer an `ETag` made of all that it depends on, and send back 304 to who holds it, at no other cost."""

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
    return tag_of(request, None if question.names_its_day else timezone.localdate())
