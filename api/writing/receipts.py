"""A request that may be sent twice is done once (`Idempotency-Key`): a phone in a valley, a proxy that tries again."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.problems import AlreadyUsed, bad_parameter
from network.models import Receipt, User
from network.services import keep_answer, receipt_for

_LONGEST = 200
_HEADERS = ("ETag", "Location")


def once(request: Request, person: User, write: Callable[[], HttpResponse]) -> HttpResponse:
    """Write, unless a request with this key was answered already; then give that answer again.

    Two that come together wait for each other: the second finds the receipt of the first, or none if it failed.

    Raises:
        AlreadyUsed: the key was that of another request.

    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return write()
    receipt, is_new = _receipt(person, _checked(key), _asked(request))
    if not is_new:
        return _again(receipt)
    answer = write()
    _keep(receipt, answer)
    return answer


def _checked(key: str) -> str:
    if not key.strip() or len(key) > _LONGEST or not key.isprintable():
        raise bad_parameter("Idempotency-Key", _("Cette clé ne convient pas."), _("de 1 à 200 caractères visibles"))
    return key


def _asked(request: Request) -> str:
    told = [str(request.method), request.get_full_path(), request.headers.get("If-Match", "")]
    return sha256("\n".join(told).encode() + _said(request)).hexdigest()


def _said(request: Request) -> bytes:
    """What was sent, or, of a form, its members and the print of each file: its text is at no other place twice."""
    if not request.content_type.startswith("multipart/"):
        return request._request.body
    sent: Any = request.data
    members = [(name, value) for name, value in sent.items() if name not in request.FILES]
    for name, file in request.FILES.items():
        file.seek(0)
        members.append((name, sha256(file.read()).hexdigest()))
    return repr(sorted(members)).encode()


def _receipt(person: User, key: str, asked: str) -> tuple[Receipt, bool]:
    receipt, is_new = receipt_for(person=person, key=key, asked=asked)
    if receipt.asked != asked:
        raise AlreadyUsed
    return receipt, is_new


def _keep(receipt: Receipt, answer: HttpResponse) -> None:
    assert isinstance(answer, Response), "a write that failed has raised"
    headers = {name: answer.headers[name] for name in _HEADERS if name in answer.headers}
    keep_answer(receipt, status=answer.status_code, headers=headers, body=answer.data)


def _again(receipt: Receipt) -> Response:
    body = json.loads(receipt.body)
    return Response(body, status=receipt.status, headers={**receipt.headers, "Idempotency-Replayed": "true"})
