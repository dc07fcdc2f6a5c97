"""Nothing is told of what moves to a page that asks for quiet: it would change under a test, or ask beside it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

ASKED = {"X-Quiet": "1"}
MIDDLEWARE = f"{__name__}.quiet_middleware"


def quiet_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def answer(request: HttpRequest) -> HttpResponse:
        is_quiet = request.path == "/live/" and "X-Quiet" in request.headers
        return HttpResponse(status=204) if is_quiet else get_response(request)

    return answer
