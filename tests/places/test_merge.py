"""Two people wrote on one record: what can stand together does, and only a true dispute is one."""

from typing import Any

import pytest

from places.services.merge import Merge, merge

SEEN = {"name": "POLeN", "phone": "+33466000001", "kinds": ["coworking"], "website": None}


def merged(wanted: dict[str, Any], **standing: Any) -> Merge:
    return merge(seen=SEEN, standing=SEEN | standing, wanted=wanted)


def test_what_one_side_alone_changed_stands() -> None:
    assert merged({"name": "La Pompe"}, phone="+33466000002") == Merge(
        to_write={"name": "La Pompe"}, disputed={}, meanwhile={"phone": "+33466000002"}
    )


def test_a_field_said_again_as_it_was_seen_does_not_undo_what_another_wrote() -> None:
    assert merged(dict(SEEN), phone="+33466000002") == Merge({}, {}, {"phone": "+33466000002"})


def test_the_same_field_changed_to_two_values_is_in_dispute_and_the_rest_is_not() -> None:
    found = merged({"phone": "+33466000003", "name": "La Pompe"}, phone="+33466000002")
    assert found == Merge({"name": "La Pompe"}, {"phone": "+33466000003"}, {})


def test_the_same_change_made_twice_is_no_dispute_and_is_not_written_again() -> None:
    assert merged({"phone": "+33466000002"}, phone="+33466000002") == Merge({}, {}, {"phone": "+33466000002"})


@pytest.mark.parametrize(("mine", "theirs"), [(None, "+33466000002"), ("+33466000002", None)])
def test_to_erase_and_to_correct_are_two_different_changes(mine: str | None, theirs: str | None) -> None:
    assert merged({"phone": mine}, phone=theirs).disputed == {"phone": mine}


def test_unknown_that_became_known_is_a_change_like_any_other() -> None:
    assert merged({"website": "https://a.example"}, website="https://b.example").disputed
    assert merged({"website": "https://a.example"}).to_write == {"website": "https://a.example"}


def test_the_order_of_words_is_a_value() -> None:
    found = merged({"kinds": ["coworking", "library"]}, kinds=["library", "coworking"])
    assert found.disputed == {"kinds": ["coworking", "library"]}


def test_a_column_that_the_writer_could_not_see_is_nobodys_change() -> None:
    assert merge(seen={"name": "POLeN"}, standing={"name": "POLeN", "desks": 4}, wanted={}) == Merge({}, {}, {})
