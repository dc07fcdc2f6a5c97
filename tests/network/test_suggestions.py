"""A suggestion is received, and becomes a change that a facilitator signs, or nothing: by the moves of one table."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from network.choices import Reported, Review
from network.models import NetworkedPlace, Suggestion, User
from network.models.suggestion import MOVES
from network.rights import Action, allowed, may
from network.services import Said, Verdict, accept, accept_closing, accept_new, refuse, sort_out, suggest
from places.choices import Door
from places.models import Place
from places.services import Conflict, edit, version_of
from tests.factories import make_commune, make_membership, make_network, make_place, make_post, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def claire() -> User:
    user = make_user("claire-m", first_name="Claire")
    make_post(user, make_network("France services", "mediation"))
    return user


@pytest.fixture
def pump() -> NetworkedPlace:
    place = make_place("La Pompe", phone="+33466000000")
    make_membership(place, make_network("France services", "mediation"), "2020-01-01")
    return place


def report(
    place: Place | None, words: str | None = None, *, doubts: list[str] | None = None, **patch: Any
) -> Suggestion:
    version = version_of(place) if place else 0
    return suggest(
        kind=Reported.ERROR if place else Reported.NEW,
        place=place,
        said=Said(patch, words, version),
        doubts=doubts or [],
        door=Door.PUBLIC,
    )


def keep(suggestion: Suggestion, by: User, **decisions: str) -> Suggestion:
    """Accept what is proposed of each field, unless it is decided otherwise."""
    said = dict.fromkeys(suggestion.patch, "accepted") | decisions
    changes = {name: value for name, value in suggestion.patch.items() if said[name] == "accepted"}
    return accept(
        suggestion=suggestion, steps=[(changes, suggestion.version)], verdict=Verdict(said), by=by, door=Door.WORKSPACE
    )


def event_of(place: Place) -> Any:
    log: Any = Place
    return log.pgh_event_model.objects.filter(pgh_obj=place.pk).latest("pgh_id")


# The table of moves -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("was", "then"), list(product(Review, Review)))
def test_a_suggestion_moves_as_the_table_says_and_the_database_lets_nothing_else_happen(
    pump: NetworkedPlace, was: Review, then: Review
) -> None:
    made = report(pump, email="a@example.org")
    Suggestion.objects.filter(pk=made.pk).delete()
    made.pk, made.state, made.reason, made.decided_at = None, was, "…", timezone.now()
    made.save(force_insert=True)
    assert made.may_become(then) is (then in MOVES[was])
    stored = Suggestion.objects.filter(pk=made.pk)
    if then in MOVES[was] or then == was:
        assert stored.update(state=then) == 1
    else:
        with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
            stored.update(state=then)


def test_what_is_decided_is_decided_once(pump: NetworkedPlace, claire: User) -> None:
    made = report(pump, email="a@example.org")
    refuse(suggestion=made, reason="Ce courriel n’existe pas.", by=claire, door=Door.WORKSPACE)
    with pytest.raises(ValidationError, match="Quelqu’un vient de décider"):
        keep(made, claire)
    pump.refresh_from_db()
    assert pump.email is None


def test_a_refusal_has_a_reason(pump: NetworkedPlace) -> None:
    made = report(pump, email="a@example.org")
    refused = {"state": Review.REFUSED, "decided_at": timezone.now()}
    with pytest.raises(IntegrityError, match="suggestion_refused_has_a_reason"), transaction.atomic():
        Suggestion.objects.filter(pk=made.pk).update(**refused)


# Accepting --------------------------------------------------------------------------------------------


def test_accepting_is_one_change_signed_by_who_accepts_that_names_the_suggestion(
    pump: NetworkedPlace, claire: User
) -> None:
    made = keep(report(pump, phone="+33466111111", email="a@example.org"), claire)
    event = event_of(pump)
    assert (event.phone, event.email) == ("+33466111111", "a@example.org")
    assert event.pgh_context.metadata == {"user": claire.pk, "door": "workspace", "suggestion": str(made.uuid)}
    assert (made.state, made.change, made.decided_by) == (Review.ACCEPTED, event.pgh_change_id, claire)


def test_a_part_may_be_accepted(pump: NetworkedPlace, claire: User) -> None:
    made = keep(report(pump, phone="+33466111111", email="a@example.org"), claire, phone="refused")
    pump.refresh_from_db()
    assert (pump.phone, pump.email) == ("+33466000000", "a@example.org")
    assert (made.state, made.decisions) == (Review.PARTLY, {"phone": "refused", "email": "accepted"})


def test_several_at_once_do_not_disturb_each_other(pump: NetworkedPlace, claire: User) -> None:
    """Both were made on the same version: the second is merged into what the first one left."""
    first, second = report(pump, email="a@example.org"), report(pump, website="https://example.org")
    keep(second, claire)
    keep(first, claire)
    pump.refresh_from_db()
    assert (pump.email, pump.website) == ("a@example.org", "https://example.org")


def test_what_was_changed_otherwise_since_is_a_conflict_and_nothing_is_decided(
    pump: NetworkedPlace, claire: User
) -> None:
    made = report(pump, phone="+33466111111", email="a@example.org")
    edit(pump, changes={"phone": "+33466222222"}, by=claire, door=Door.WORKSPACE)
    with pytest.raises(Conflict) as raised:
        keep(made, claire)
    assert list(raised.value.wanted) == ["phone"]
    made.refresh_from_db()
    pump.refresh_from_db()
    assert (made.state, pump.email) == (Review.WAITING, None)


def test_what_the_listing_says_already_is_accepted_without_a_change(pump: NetworkedPlace, claire: User) -> None:
    before = version_of(pump)
    made = keep(report(pump, phone="+33466000000"), claire)
    assert (made.state, made.change, version_of(pump)) == (Review.ACCEPTED, None, before)


def test_a_value_that_cannot_be_decides_nothing(pump: NetworkedPlace, claire: User) -> None:
    made = report(pump, opening_hours="quand on y est")
    with pytest.raises(ValidationError):
        keep(made, claire)
    made.refresh_from_db()
    assert made.state == Review.WAITING


def test_a_place_that_was_missing_is_published(claire: User) -> None:
    make_place("La Pompe")
    values = {"name": "La Pompe", "kinds": ["coworking"], "commune": make_commune("Florac Trois Rivières")}
    made = accept_new(suggestion=report(None, name="La Pompe"), values=values, by=claire, door=Door.WORKSPACE)
    assert made.place
    created = Place.objects.published().get(slug="la-pompe-2")
    assert (made.place.pk, made.change) == (created.pk, event_of(created).pgh_change_id)


def test_a_place_that_closed_is_closed_on_the_day_that_was_found(pump: NetworkedPlace, claire: User) -> None:
    made = suggest(kind=Reported.CLOSED, place=pump, said=Said({"closed_on": "2026-10-01"}), door=Door.PUBLIC)
    accept_closing(suggestion=made, on=date(2026, 9, 1), by=claire, door=Door.WORKSPACE)
    pump.refresh_from_db()
    assert pump.closed_on == date(2026, 9, 1)
    assert pump.memberships.get().period.upper == date(2026, 9, 1)


# Receiving --------------------------------------------------------------------------------------------


def test_the_same_thing_said_twice_waits_once(pump: NetworkedPlace, claire: User) -> None:
    once, twice = report(pump, "Le numéro a changé"), report(pump, "Le numéro a changé")
    assert once.pk == twice.pk
    assert report(pump, "Le numéro a encore changé").pk != once.pk
    refuse(suggestion=once, reason="Il répond.", by=claire, door=Door.WORKSPACE)
    assert report(pump, "Le numéro a changé").pk != once.pk


@pytest.mark.parametrize("version", [0, 1, -1, 2**62])
def test_a_version_that_the_log_does_not_know_is_that_of_today(pump: NetworkedPlace, version: int) -> None:
    made = suggest(kind=Reported.ERROR, place=pump, said=Said({"email": "a@b.fr"}, version=version), door=Door.PUBLIC)
    assert made.version == version_of(pump)


def test_what_makes_a_guard_wonder_is_put_apart_and_a_person_gives_it_back(pump: NetworkedPlace, claire: User) -> None:
    made = report(pump, "Gagnez de l’argent", doubts=["links"])
    assert made.state == Review.APART
    with pytest.raises(ValidationError):
        keep(made, claire)
    sort_out(suggestion=made, state=Review.WAITING, by=claire, door=Door.WORKSPACE)
    assert keep(made, claire).state == Review.ACCEPTED


def test_spam_is_kept_for_a_month_then_forgotten(pump: NetworkedPlace, claire: User) -> None:
    made = report(pump, "Gagnez de l’argent")
    sort_out(suggestion=made, state=Review.SPAM, by=claire, door=Door.WORKSPACE)
    report(pump, "Autre chose")
    assert Suggestion.objects.filter(pk=made.pk).exists()
    Suggestion.objects.filter(pk=made.pk).update(decided_at=timezone.now() - timedelta(days=31))
    report(pump, "Encore autre chose")
    assert not Suggestion.objects.filter(pk=made.pk).exists()


# Who reviews ------------------------------------------------------------------------------------------


def test_who_answers_for_the_place_reviews_it(pump: NetworkedPlace, claire: User) -> None:
    other, stranger = make_user("marc"), make_user("personne")
    make_post(other, make_network("SoLozère"))
    made = report(pump, "Faux")
    assert [may(Action.REVIEW, user, made) for user in (claire, other, stranger)] == [True, False, False]
    assert not Suggestion.objects.filter(allowed(Action.REVIEW, stranger)).exists()


def test_what_nobody_answers_for_is_reviewed_by_whoever_runs_a_network(claire: User) -> None:
    stranger = make_user("personne")
    for made in (report(make_place("Perdu"), "Faux"), report(None, name="Nouveau")):
        assert [may(Action.REVIEW, user, made) for user in (claire, stranger)] == [True, False]
