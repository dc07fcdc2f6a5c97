"""Twenty people correct the same listings at once, two processes die on the way: nothing acknowledged is lost."""

import json
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.client import HTTPConnection, HTTPException, HTTPMessage
from pathlib import Path
from random import Random
from time import sleep
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from django.db.models import QuerySet

from network.models import Membership, Network, User
from network.services import issue
from places.models import Place
from tests.factories import make_commune, make_kind, make_network, make_post, make_user, period, point_in
from tests.randomly import is_long
from tests.served.conftest import PATIENCE, Site, served, url_of_tests

pytestmark = [pytest.mark.walk, pytest.mark.django_db(transaction=True)]

# The fewer listings, the more often two hands meet on one. A long run has more of all.
PEOPLE, LISTINGS, EDITS = (20, 1000, 25) if is_long() else (20, 150, 9)
# A request whose server died is sent again, as a program in a valley does.
_MOST_TRIES = 20


class Acknowledged(NamedTuple):
    """What the server said that it wrote."""

    slug: str
    version: int
    said: str
    person: int


class Hand:
    """Someone's program: it reads a listing, changes two members of it to one text, and insists until it is told."""

    def __init__(self, site: Site, person: User) -> None:
        self.site, self.person = site, person.pk
        _token, secret = issue(person=person, name="Essai", networks=None, lasts=timedelta(days=300))
        self.headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/merge-patch+json"}
        self.chance = Random(person.pk)

    def work(self) -> list[Acknowledged]:
        return [self.edit(f"lieu-{self.chance.randrange(LISTINGS)}") for _time in range(EDITS)]

    def edit(self, slug: str) -> Acknowledged:
        said, key = f"{self.person}-{uuid4().hex}", uuid4().hex
        body = json.dumps({"description": said, "work": {"access_note": said}})
        told = self._read(slug)
        for _try in range(_MOST_TRIES):
            sent = self.headers | {"If-Match": told["ETag"], "Idempotency-Key": key}
            status, told, _body = self._ask("PATCH", slug, sent, body)
            if status == 200:
                return Acknowledged(slug, int(told["ETag"].strip('W/"').partition(".")[0]), said, self.person)
            assert status in {412, 503}, status
            told, key = told if status == 412 else self._read(slug), uuid4().hex
        raise AssertionError("Never written.")

    def _read(self, slug: str) -> HTTPMessage:
        status, told, body = self._ask("GET", slug, {})
        assert status == 200, body
        return told

    def _ask(
        self, method: str, slug: str, headers: dict[str, str], body: str | None = None
    ) -> tuple[int, HTTPMessage, bytes]:
        for _try in range(_MOST_TRIES):
            wire = HTTPConnection("127.0.0.1", self.site.port, timeout=PATIENCE)
            try:
                wire.request(method, f"/api/v1/places/{slug}/", body, headers)
                answer = wire.getresponse()
                return answer.status, answer.headers, answer.read()
            except (OSError, HTTPException):
                continue
            finally:
                wire.close()
        raise AssertionError("Nobody answers.")


@pytest.fixture
def networks(transactional_db: None) -> list[Network]:
    make_kind()
    networks = [make_network("France services", "mediation"), make_network("SoLozère")]
    commune, point = make_commune(), point_in("Mende")
    listings = [
        Place(slug=f"lieu-{n}", name=f"Lieu {n}", kinds=["coworking"], status="published", commune=commune, point=point)
        for n in range(LISTINGS)
    ]
    Place.objects.bulk_create(listings)
    given: dict[str, Any] = {"period": period("2020-01-01"), "evidence": "Liste", "source": "Essai"}
    stays = [Membership(place=place, network=networks[n % 2], **given) for n, place in enumerate(listings)]
    Membership.objects.bulk_create(stays)
    return networks


@pytest.fixture
def hands(networks: list[Network]) -> Iterator[tuple[Site, list[Hand]]]:
    people = [make_user(f"personne-{n}") for n in range(PEOPLE)]
    for person in people:
        for network in networks:
            make_post(person, network)
    with served(url_of_tests()) as site:
        yield site, [Hand(site, person) for person in people]


def processes_of(site: Site) -> list[int]:
    """The processes that answer: children of the one that keeps them."""
    told = {
        int(path.parent.name): _read(path).rpartition(b")")[2].split() for path in Path("/proc").glob("[0-9]*/stat")
    }
    return [pid for pid, words in told.items() if words[1:2] == [str(site.keeper).encode()]]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def test_nothing_acknowledged_is_lost_half_done_or_anothers(hands: tuple[Site, list[Hand]]) -> None:
    site, people = hands
    with ThreadPoolExecutor(PEOPLE) as pool:
        working = [pool.submit(hand.work) for hand in people]
        for _one in range(2):
            before = _log().count()
            while _log().count() < before + PEOPLE * 3:
                sleep(0.05)
            assert not any(work.done() for work in working)
            os.kill(processes_of(site)[0], signal.SIGKILL)
        acknowledged = [each for work in working for each in work.result()]
    assert len(acknowledged) == PEOPLE * EDITS
    written = {event.pgh_id: event for event in _log()}
    for each in acknowledged:
        event = written[each.version]
        assert (event.slug, event.description, event.access_note) == (each.slug, each.said, each.said)
        assert event.pgh_context.metadata["user"] == each.person
    # What nobody was told of was not written either, and what stands is what was written last.
    assert set(written) == {each.version for each in acknowledged}
    last = {each.slug: each.said for each in sorted(acknowledged, key=lambda each: each.version)}
    assert dict(Place.objects.filter(slug__in=last).values_list("slug", "description")) == last


def _log() -> QuerySet[Any]:
    model: Any = Place
    log: QuerySet[Any] = model.pgh_event_model.objects.filter(pgh_label="update")
    return log.select_related("pgh_context")
