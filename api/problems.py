"""Errors as problem documents (RFC 9457): what was wrong, where, and what is allowed."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.encoding import force_str
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import set_rollback

PROBLEM_JSON = "application/problem+json"


class BadParameter(exceptions.APIException):
    """One or several query parameters were refused. Each error names its parameter and says what is allowed.

    A parameter may have several faults: the sentence names it once.
    """

    status_code = HTTPStatus.BAD_REQUEST

    def __init__(self, errors: Sequence[dict[str, Any]]) -> None:
        self.errors = list(errors)
        names = ", ".join(dict.fromkeys(error["parameter"] for error in self.errors))
        super().__init__(_("Paramètre refusé : %(names)s.") % {"names": names})


class Refused(exceptions.APIException):
    """A body that cannot be written. Each error points at what is wrong in it (RFC 9457, RFC 6901)."""

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, errors: Sequence[dict[str, Any]], detail: str | None = None) -> None:
        self.errors = list(errors)
        super().__init__(detail or " ".join(dict.fromkeys(str(error["detail"]) for error in self.errors)))


class TooLarge(exceptions.APIException):
    """More than is taken at once."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class Overtaken(exceptions.APIException):
    """The record is no longer the one that was seen: the answer brings it as it stands, under its own `ETag`."""

    status_code = HTTPStatus.PRECONDITION_FAILED

    def __init__(self, current: object, etag: str) -> None:
        self.current, self.headers = current, {"ETag": etag}
        super().__init__(_("Cette fiche a changé depuis que vous l’avez lue : relisez-la, puis recommencez."))


class Unconditional(exceptions.APIException):
    """A change that does not say on which version it stands (RFC 6585)."""

    status_code = HTTPStatus.PRECONDITION_REQUIRED
    default_detail = gettext_lazy("Dites sur quelle version vous écrivez : If-Match, avec l’ETag que vous avez lu.")


class AlreadyUsed(exceptions.APIException):
    """A key that stands for another request already."""

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    default_detail = gettext_lazy("Cette clé (Idempotency-Key) a déjà servi à une autre demande.")


def pointed(errors: Mapping[str, Sequence[str]]) -> Refused:
    """Refuse a body, by the name of each member ("" for the whole)."""
    return Refused(
        [
            {"pointer": f"#/{name.replace('.', '/')}" if name else "#", "detail": " ".join(map(str, details))}
            for name, details in errors.items()
        ]
    )


def bad_parameter(name: str, detail: str, allowed: object) -> BadParameter:
    """Refuse one parameter."""
    return BadParameter([{"parameter": name, "detail": detail, "allowed": allowed}])


class ProblemRenderer(JSONRenderer):
    """Writes a problem document, whatever format the answer would have had."""

    media_type = PROBLEM_JSON
    format = "problem"


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn what a view raised into a problem document; leave what we did not foresee to Django's 500."""
    error = _as_api_exception(error)
    if not isinstance(error, exceptions.APIException):
        return None
    set_rollback()
    request: Request = context["request"]
    request.accepted_renderer = ProblemRenderer()
    request.accepted_media_type = PROBLEM_JSON
    return Response(_document(error, request), status=error.status_code, headers=_headers(error))


def _as_api_exception(error: Exception) -> Exception:
    if isinstance(error, Http404):
        return exceptions.NotFound(_("Rien à cette adresse."))
    if isinstance(error, SuspiciousOperation):
        return exceptions.ParseError(_("Cette demande est trop longue ou mal formée."))
    return exceptions.PermissionDenied(_("Ce n’est pas permis ici.")) if isinstance(error, PermissionDenied) else error


def _document(error: exceptions.APIException, request: Request) -> dict[str, Any]:
    document = {
        "type": "about:blank",
        "title": HTTPStatus(error.status_code).phrase,
        "status": int(error.status_code),
        "detail": force_str(error.detail),
        "instance": request.get_full_path(),
    }
    told = {name: getattr(error, name) for name in ("errors", "current") if hasattr(error, name)}
    return document | told


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers: dict[str, str] = dict(getattr(error, "headers", {}))
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    return headers


def bad_request(request: HttpRequest) -> JsonResponse:
    """Refuse a request that Django itself could not read: no view has seen it."""
    return _problem(request, HTTPStatus.BAD_REQUEST, _("Cette demande est trop longue ou mal formée."))


def forbidden(request: HttpRequest) -> JsonResponse:
    """Refuse who may not do this."""
    return _problem(request, HTTPStatus.FORBIDDEN, _("Ce n’est pas permis ici."))


@csrf_exempt
def not_found(request: HttpRequest, address: str = "") -> JsonResponse:
    """Answer an address of the API that does not exist, in the API's own manner."""
    return _problem(request, HTTPStatus.NOT_FOUND, _("Rien à cette adresse."))


def breakdown(request: HttpRequest) -> JsonResponse:
    """Answer for an error that nobody foresaw; what it was is in the log, and not here."""
    detail = _("Le problème vient de chez nous. Réessayez dans une minute.")
    return _problem(request, HTTPStatus.INTERNAL_SERVER_ERROR, detail)


def unavailable(request: HttpRequest, reason: str) -> JsonResponse:
    """Answer while the database does not, because it is "away", "busy" with another's change, or too "slow"."""
    details = {
        "away": _("La base de données ne répond pas. Réessayez dans quelques secondes."),
        "busy": _("Une autre modification est en cours au même endroit. Réessayez dans quelques secondes."),
        "slow": _(
            "Cette question demande trop de temps. Posez-en une plus précise : une emprise, une commune, moins de mots."
        ),
    }
    return _problem(request, HTTPStatus.SERVICE_UNAVAILABLE, details[reason])


def _problem(request: HttpRequest, status: HTTPStatus, detail: str) -> JsonResponse:
    document = {
        "type": "about:blank",
        "title": status.phrase,
        "status": int(status),
        "detail": detail,
        "instance": request.get_full_path(),
    }
    return JsonResponse(document, status=status, content_type=PROBLEM_JSON)
