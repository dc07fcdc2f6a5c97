"""What every write of the API does the same way: who, on which version, once.

The verbs are those of the workspace, and so are the rights. What is written, its place in the log and the receipt of an
`Idempotency-Key` are one transaction.
"""

import re
from collections.abc import Callable
from typing import Any, NoReturn

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model, Q
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework import parsers
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import NotAuthenticated, PermissionDenied, Throttled
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.viewsets import ViewSet

from api.filters import Question
from api.problems import Unconditional, pointed
from api.writing.authentication import TokenAuthentication
from api.writing.receipts import once
from network.accounts.attempts import Pace, TooSoonError, slow_down_who
from network.accounts.fresh import TO_PRESS, is_sure
from network.models import Token, User
from network.rights import Action, allowed
from places.choices import Door
from places.models import Place
from places.services import signed

READS = ("GET", "HEAD", "OPTIONS")
# A program may send a hundred at once, then one every second: a network of a thousand places in a quarter of an hour.
PACE = Pace(free=100, longest=60, memory=1)
_VERSION = re.compile(r'\s*(?:W/)?"([0-9]{1,18})(?:\.[^"]*)?"\s*')
ANY = "*"


class MergePatchParser(parsers.JSONParser):
    """A merge patch (RFC 7396): members that are there are written, null forgets."""

    media_type = "application/merge-patch+json"


class WritingMixin:
    """A resource, some of whose methods write: those ask who calls, and read JSON."""

    parser_classes: Any = [parsers.JSONParser, MergePatchParser]
    request: Any

    def get_authenticators(self) -> list[BaseAuthentication]:
        """Ask nobody who only reads what is for all."""
        return [] if self._is_open() else [TokenAuthentication(), SessionAuthentication()]

    def get_permissions(self) -> list[BasePermission]:
        """Let in who has an account; what they may do depends on the row."""
        return [] if self._is_open() else [IsAuthenticated()]

    def permission_denied(self, request: Request, message: str | None = None, code: str | None = None) -> NoReturn:
        """Ask who calls.

        Raises:
            NotAuthenticated: nobody has said.

        """
        raise NotAuthenticated(_("Montrez un jeton (Authorization: Bearer …), ou ouvrez une session."))

    def get_renderers(self) -> list[BaseRenderer]:
        """Answer what was written as JSON, whatever the resource can be read as."""
        return super().get_renderers() if self._is_open() else [JSONRenderer()]  # type: ignore[misc]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Read the body first, before it is parsed: one that is too large is refused; so is a parameter."""
        if request.method not in READS:
            self.measure(request)
            Question.asked(request, Place.objects.none())  # none: a parameter that says nothing is a mistake
        super().initial(request, *args, **kwargs)  # type: ignore[misc]

    def measure(self, request: Request) -> None:
        """Read what was sent, no more of it than is taken. Django raises for what is too large."""
        len(request._request.body)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        """Keep what was written to whoever wrote it."""
        final = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]
        if not self._is_open():
            final.headers["Cache-Control"] = "private, no-store"
            final.headers.pop("Content-Disposition", None)
        return final

    def check_throttles(self, request: Request) -> None:
        """Slow down a program that writes without a pause, in all processes.

        Raises:
            Throttled: it has to wait.

        """
        if request.method in READS:
            return
        try:
            slow_down_who("api", f"{person_of(request).pk}", PACE)
        except TooSoonError as error:
            raise Throttled(error.wait) from error

    def _is_open(self) -> bool:
        return self.request is None or self.request.method in READS


class PrivateViewSet(WritingMixin, ViewSet):
    """What only those who keep the directory see, in JSON, kept by no cache."""

    content_negotiation_class = DefaultContentNegotiation
    renderer_classes = [JSONRenderer]

    def _is_open(self) -> bool:
        return False


def person_of(request: Request) -> User:
    """Tell who writes."""
    assert isinstance(request.user, User)
    return request.user


def hers(request: Request, action: Action) -> Q:
    """Say which rows this request may do it to: what its person may, in the networks of its token."""
    token = request.auth if isinstance(request.auth, Token) else None
    return allowed(action, person_of(request), within=token.networks if token else None)


def demand(request: Request, action: Action, row: Model) -> None:
    """Go on only where this request may do it to a row that everyone sees.

    Raises:
        PermissionDenied: it may not.

    """
    if not type(row)._default_manager.filter(hers(request, action), pk=row.pk).exists():
        raise PermissionDenied(_("Ce lieu n’est dans aucun réseau que vous animez, ou l’administration seule le fait."))


def demand_proof(request: Request) -> None:
    """Go on only where a person has shown who she is of late; a token was given by one who had.

    Raises:
        PermissionDenied: her browser has been signed in for long, and anyone may sit before it.

    """
    if request.auth is None and not is_sure(request._request, TO_PRESS):
        raise PermissionDenied(_("Ceci se confirme : dites d’abord de nouveau qui vous êtes (/connexion/confirmer/)."))


def seen_version(request: Request) -> int | None:
    """Read on which version of the record a change stands (`If-Match`); None for whatever it is by now (`*`).

    Raises:
        Unconditional: it does not say, or says what is no version of ours.

    """
    said = request.headers.get("If-Match", "")
    if said.strip() == ANY:
        return None
    found = _VERSION.fullmatch(said)
    if not found:
        raise Unconditional
    return int(found[1])


def written(request: Request, write: Callable[[], HttpResponse]) -> HttpResponse:
    """Write in one transaction, signed by who asks; a request that comes again with its key is answered, not done.

    Raises:
        Refused: what was sent cannot be written; each error points at its member.

    """
    person, token = person_of(request), request.auth
    more = {"token": str(token.pk)} if isinstance(token, Token) else {}
    try:
        with signed(by=person, door=Door.API, **more):
            return once(request, person, write)
    except ValidationError as refusal:
        raise pointed(_by_member(refusal)) from refusal


def _by_member(refusal: ValidationError) -> dict[str, list[str]]:
    if not hasattr(refusal, "error_dict"):
        return {"": refusal.messages}
    return {"" if name == NON_FIELD_ERRORS else name: said for name, said in refusal.message_dict.items()}
