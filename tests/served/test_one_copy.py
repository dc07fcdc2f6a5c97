"""What browsers keep is one copy for all processes of the site, and none is given once the log has moved."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from time import monotonic, sleep

import pytest
from django.core.cache import cache

from frontend.offline import keeping
from places.models import Place
from tests.factories import make_place
from tests.served.conftest import PATIENCE, TRYING, Site, served, url_of_tests

pytestmark = [pytest.mark.walk, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sites(transactional_db: None) -> Iterator[list[Site]]:
    """Two processes that know nothing of each other but the database."""
    cache.clear()
    make_place("La Pompe")
    with ExitStack() as running:
        yield [running.enter_context(served(url_of_tests(), **TRYING, WEB_CONCURRENCY="1")) for _process in range(2)]
    cache.clear()


def copy_of(site: Site) -> tuple[str, set[str]] | None:
    """Ask once: the version that is given, with the pages that it holds."""
    status, told, body = site.get("/hors-ligne.json")
    headers = {name.lower(): value for name, value in told.items()}
    assert status == 200 or (status, headers["retry-after"]) == (204, "10")
    return (headers["etag"], set(json.loads(body)["pages"])) if status == 200 else None


def copies_of(sites: list[Site], *, without: str) -> list[tuple[str, set[str]]]:
    """Ask both in turn until both give a copy, and look at whatever is given on the way."""
    end = monotonic() + 2 * PATIENCE
    while monotonic() < end:
        copies = [copy for site in sites if (copy := copy_of(site))]
        assert not [pages for _version, pages in copies if without in pages]
        if len(copies) == len(sites):
            return copies
        sleep(0.2)
    raise AssertionError("Never written.")


def age_by_a_quiet_spell() -> None:
    """Make the copy as old as one that nobody asked for in a while."""
    key = f"{keeping._key(keeping.Copy('fr'))}:stamp"
    stamp: keeping.Stamp = cache.get(key)
    cache.set(key, replace(stamp, written_at=0.0), None)


def test_a_place_that_was_deleted_is_in_no_copy_of_any_process(sites: list[Site]) -> None:
    first, second = copies_of(sites, without="/lieux/nulle-part/")
    assert first == second
    assert "/lieux/la-pompe/" in first[1]
    age_by_a_quiet_spell()
    Place.objects.filter(slug="la-pompe").delete()
    anew, also = copies_of(sites, without="/lieux/la-pompe/")
    assert anew == also
    assert anew[0] != first[0]
