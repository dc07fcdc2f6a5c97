"""Everyone reads; what only reads takes no write. See `test_writing` for what is written."""

import json
from http import HTTPStatus

import pytest
from django.test import Client

from network.models import Membership, Network, NetworkedPlace, User
from tests.api.support import ANSWERS, ITEMS, LISTS, V1, problem_of

EVERYTHING = [f"{V1}/{address}/" for address in [*LISTS, *ITEMS, *ANSWERS]]
WRITES = ["post", "put", "patch", "delete"]
# What addresses of places take besides: those who may not are told so, and the rest is in `test_writing`.
TAKEN = {f"{V1}/places/": ["POST"], f"{V1}/places/france-services-florac/": ["DELETE", "PATCH"]}


def test_everyone_reads_the_same_everywhere(anyone: Client) -> None:
    for address in EVERYTHING:
        response = anyone.get(address)
        assert response.status_code == HTTPStatus.OK
        assert json.loads(response.content)
        assert response.content == Client().get(address).content


@pytest.mark.parametrize("method", WRITES)
def test_nobody_writes_by_chance(anyone: Client, method: str) -> None:
    before = _content()
    for address in EVERYTHING:
        response = getattr(anyone, method)(address, data="{}", content_type="application/json")
        if method.upper() in TAKEN.get(address, []):
            assert response.status_code in {401, 403, 422, 428}
        else:
            problem_of(response, 405)
            assert set(response.headers["Allow"].split(", ")) == allowed_at(address)
    assert _content() == before


@pytest.mark.parametrize("method", WRITES)
def test_a_write_without_csrf_token_is_told_that_the_method_is_wrong(administrator: User, method: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(administrator)
    for address in [*EVERYTHING, f"{V1}/schema/", "/api/docs/"]:
        problem_of(getattr(client, method)(address), 403 if method.upper() in TAKEN.get(address, []) else 405)


def test_methods_that_do_not_exist_are_refused(anyone: Client) -> None:
    for address in EVERYTHING:
        problem_of(anyone.generic("TRACE", address), 405)
        problem_of(anyone.generic("PROPFIND", address), 405)


@pytest.mark.parametrize("accepted", ["application/json", "text/csv", "application/geo+json", "*/*"])
def test_options_tells_what_may_be_done(anyone: Client, accepted: str) -> None:
    for address in EVERYTHING:
        response = anyone.options(address, headers={"Accept": accepted})
        if response.status_code != HTTPStatus.NOT_ACCEPTABLE:
            assert response.status_code == HTTPStatus.NO_CONTENT
            assert set(response.headers["Allow"].split(", ")) == allowed_at(address)


def allowed_at(address: str) -> set[str]:
    return {"GET", "HEAD", "OPTIONS", *TAKEN.get(address, [])}


def _content() -> list[object]:
    return [list(model.objects.order_by("pk").values()) for model in (NetworkedPlace, Network, Membership)]
