"""A program that writes, as the tests of writing play it."""

import json
from datetime import timedelta
from typing import Any

from django.test import Client

from network.models import Network, User
from network.services import issue
from places.models import Place
from tests.api.support import V1, JSONObject, problem_of

PATCH = "application/merge-patch+json"
YEAR = timedelta(days=365)


class Program:
    """A program that writes with a token."""

    def __init__(self, secret: str | None) -> None:
        self.client = Client(headers={"Authorization": f"Bearer {secret}"} if secret else {})

    def get(self, address: str, **headers: str) -> Any:
        return self.client.get(f"{V1}/{address}", headers=headers)

    def post(self, address: str, body: object = None, **headers: str) -> Any:
        return self._send("post", address, body, headers)

    def patch(self, address: str, body: object, match: str | None = "*", **headers: str) -> Any:
        more = {"If-Match": match} if match else {}
        return self._send("patch", address, body, {**more, **headers}, kind=PATCH)

    def delete(self, address: str, match: str | None = "*") -> Any:
        return self._send("delete", address, None, {"If-Match": match} if match else {})

    def _send(self, method: str, address: str, body: object, headers: dict[str, str], kind: str = "") -> Any:
        sent = {} if body is None else {"data": body if isinstance(body, str) else json.dumps(body)}
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        send: Any = getattr(self.client, method)
        return send(f"{V1}/{address}", content_type=kind or "application/json", headers=given, **sent)


def secret_of(person: User, *networks: Network) -> str:
    return issue(person=person, name="Tableur", networks=networks or None, lasts=YEAR)[1]


def stay(network: Network | str, **given: Any) -> JSONObject:
    slug = network if isinstance(network, str) else network.slug
    return {"network": slug, "start": "2026-01-01", "evidence": "Liste des membres", "source": "RhinOcc"} | given


def pointers(answer: Any, status: int = 422) -> list[str]:
    return [error["pointer"] for error in problem_of(answer, status)["errors"]]


def sent(place: Place) -> Place:
    return Place.objects.get(pk=place.pk)


def pointer(*names: str) -> str:
    """Point at a member of a body (RFC 6901)."""
    return "/".join(["#", *names])
