"""Pages neither skip nor repeat what stays, while the directory changes under the reader."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.utils.text import slugify
from hypothesis import given
from hypothesis import strategies as st

from network.models import NetworkedPlace
from tests.api.support import Api, JSONObject
from tests.factories import make_place, point_in
from tests.randomly import drawn

ORDERINGS = ["created_at", "-created_at", "name", "-name", "updated_at", "-updated_at"]
NEAR = {"near": "3.4961,44.5202"}
ASKED: list[dict[str, Any]] = [*({"ordering": ordering} for ordering in ORDERINGS), NEAR, {"overlap": "both"}]
NAMES = [
    "Étable",
    "etable",
    "ÉTABLE",
    "Zinc",
    "zinc",
    "Ça",
    "a",
    "Ô" * 200,
    "'",
    "🦄" * 200,
    "ا" * 200,
    '"\\',
    "a",
    "a",
]


@pytest.mark.parametrize("asked", ASKED, ids=str)
@pytest.mark.parametrize("limit", [10, 47])
def test_pages_put_end_to_end_are_the_whole_list(api: Api, asked: dict[str, Any], limit: int) -> None:
    whole = api.slugs(**asked)
    paged = [row["slug"] for page in api.pages("places", asked | {"limit": limit}) for row in page]
    assert paged == whole


def test_pages_may_hold_a_single_row(api: Api) -> None:
    for asked in ({"ordering": "name"}, NEAR):
        whole = api.slugs(commune="48061", **asked)
        assert len(whole) > 3
        pages = api.pages("places", asked | {"limit": 1, "commune": "48061"})
        assert [row["slug"] for page in pages for row in page] == whole


@pytest.mark.parametrize("asked", [{"ordering": ordering} for ordering in ORDERINGS], ids=str)
def test_pages_read_backward_are_the_same_pages(api: Api, asked: dict[str, Any]) -> None:
    forward = []
    page = api.json("places", asked | {"limit": 17})
    while True:
        forward.append(page["results"])
        if not page["next"]:
            break
        page = api.json(page["next"])
    backward = [page["results"]]
    while page["previous"]:
        page = api.json(page["previous"])
        backward.append(page["results"])
    assert [row["slug"] for rows in backward[::-1] for row in rows] == [row["slug"] for rows in forward for row in rows]
    assert page["previous"] is None


def test_communes_are_paged_too(api: Api) -> None:
    codes = [row["code"] for page in api.pages("communes", {"limit": 20}) for row in page]
    assert codes == [row["code"] for row in api.results("communes")]
    assert len(codes) == 152


def test_names_of_every_script_and_length_can_be_paged(api: Api) -> None:
    for number, name in enumerate(NAMES):
        make_place(name, town="Chanac", slug=f"nom-{number}")
    for ordering in ("name", "-name"):
        asked = {"ordering": ordering, "commune": "48039"}
        paged = [row["slug"] for page in api.pages("places", asked | {"limit": 1}) for row in page]
        assert len(paged) >= len(NAMES)
        assert paged == api.slugs(**asked)


def test_places_at_the_same_distance_are_all_there(api: Api) -> None:
    for number in range(12):
        make_place(f"Même salle {number}", point=point_in("Mende"))
    asked = {"near": "3.4983,44.5180"}
    paged = [row["slug"] for page in api.pages("places", asked | {"limit": 5}) for row in page]
    assert len(paged) == len(set(paged))
    assert paged == api.slugs(**asked)


def test_a_cursor_keeps_the_question(api: Api) -> None:
    page = api.json("places", {"limit": 1, "kind": ["library", "coworking"], "on": "2019-07-01", "q": "médiathèque"})
    for part in ("kind=library", "kind=coworking", "on=2019-07-01", "q=m%C3%A9diath%C3%A8que", "limit=1"):
        assert part in page["next"]


def test_a_cursor_of_another_ordering_is_refused(api: Api) -> None:
    cursor = api.json("places", {"limit": 1, "ordering": "name"})["next"].partition("cursor=")[2].partition("&")[0]
    for ordering in ("created_at", "-name", "updated_at"):
        assert api.problem("places", {"ordering": ordering, "cursor": cursor})["errors"][0]["parameter"] == "cursor"


def test_an_empty_page_after_the_last_row_leads_back_to_those_that_are_left(api: Api) -> None:
    last = api.slugs(ordering="name")[-3:]
    page = api.json("places", {"ordering": "-name", "limit": 3})
    back = api.json(page["next"])["previous"]
    NetworkedPlace.objects.filter(slug__in=last).delete()
    empty = api.json(back)
    assert empty["results"] == []
    assert api.json(empty["next"])["results"][0]["slug"] == api.slugs(ordering="-name")[0]


# While rows change ----------------------------------------------------------------------------------

moves = st.lists(
    st.sampled_from(["next", "next", "next", "previous", "insert", "delete", "rename", "rename"]),
    min_size=3,
    max_size=14,
)
names = st.sampled_from([name[:190] for name in NAMES])


@contextmanager
def undone() -> Iterator[None]:
    """Undo what an example did, before the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Reader:
    """Someone who pages to and fro while others insert, delete and rename, and who notes what must not happen."""

    def __init__(self, api: Api, ordering: str, limit: int) -> None:
        self.api, self.ordering = api, ordering
        self.born = 0
        self.touched: set[str] = set()
        self.page: JSONObject = api.json("places", {"ordering": ordering, "limit": limit})

    @property
    def slugs(self) -> list[str]:
        """What the page shows."""
        return [row["slug"] for row in self.page["results"]]

    def turn(self, way: str) -> None:
        """Turn the page, and check that what stays joins on without a gap or an overlap."""
        if not self.page[way]:
            return
        before = self.steady(self.slugs)
        self.page = self.api.json(self.page[way])
        after = self.steady(self.slugs)
        first, then = (before, after) if way == "next" else (after, before)
        joined = first + then
        assert len(joined) == len(set(joined))
        if before and after:
            whole = self.steady(self.api.slugs(ordering=self.ordering))
            start = whole.index(joined[0])
            assert whole[start : start + len(joined)] == joined

    def steady(self, slugs: list[str]) -> list[str]:
        """Keep the places that nobody has touched."""
        return [slug for slug in slugs if slug not in self.touched]

    def change(self, how: str, name: str, pick: int) -> None:
        """Insert a place, or delete or rename one of the page."""
        if how == "insert":
            self.born += 1
            slug = slugify(f"ne-{self.born}")
            make_place(name, slug=slug)
            self.touched.add(slug)
        elif self.slugs:
            slug = self.slugs[pick % len(self.slugs)]
            self.touched.add(slug)
            place = NetworkedPlace.objects.filter(slug=slug).first()
            if place is not None and how == "delete":
                place.delete()
            elif place is not None:
                place.name = name
                place.save()


@pytest.mark.fuzz
@pytest.mark.parametrize("ordering", ORDERINGS)
@drawn(4)
@given(data=st.data(), limit=st.integers(1, 12), moves=moves)
def test_nothing_that_stays_is_skipped_or_repeated(
    api: Api, ordering: str, data: st.DataObject, limit: int, moves: list[str]
) -> None:
    with undone():
        reader = Reader(api, ordering, limit)
        for move in moves:
            if move in {"next", "previous"}:
                reader.turn(move)
            else:
                reader.change(move, data.draw(names), data.draw(st.integers(0, 11)))


@drawn(4)
@given(data=st.data(), limit=st.integers(10, 40))
def test_a_whole_reading_meets_everything_that_stays_once(api: Api, data: st.DataObject, limit: int) -> None:
    with undone():
        before = api.slugs(ordering="name")
        reader = Reader(api, "name", limit)
        met = list(reader.slugs)
        while reader.page["next"]:
            reader.change(data.draw(st.sampled_from(["insert", "delete", "rename"])), data.draw(names), 3)
            reader.turn("next")
            met += reader.slugs
        assert reader.steady(met) == reader.steady(before)
