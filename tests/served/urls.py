"""The site, and what tries its server: a long answer, a long question, and what the server took for true."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from config.urls import urlpatterns as site

handler500 = "config.outage.server_error"


def long(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"x" * 8_000_000)


def sleep(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(60) /* served */")
    return HttpResponse("It slept.")


def busy(_request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.02)")
    return HttpResponse("It is done.")


def believed(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"address": request.build_absolute_uri(), "posted": request.POST.dict()})


def limits(_request: HttpRequest) -> JsonResponse:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, current_setting(name) FROM unnest(%s::text[]) AS name", [list(settings.DATABASE_LIMITS)]
        )
        return JsonResponse(dict(cursor.fetchall()))


@csrf_exempt
def answering(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("a replica" if _told("SELECT pg_is_in_recovery()") else "the primary")


def writing(_request: HttpRequest) -> HttpResponse:
    _told("SELECT pg_current_xact_id()::text::bigint")
    return answering(_request)


def _told(sql: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        ((told,),) = cursor.fetchall()
    return told


urlpatterns = [
    *(path(f"served/{view.__name__}/", view) for view in (long, sleep, busy, believed, limits, answering, writing)),
    *site,
]
