"""The one ordered log: one change a commit, in the order in which commits can be seen, and no way round it."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.contrib.gis.geos import Point
from django.db import DatabaseError, connection, transaction
from django.db.models import Max
from psycopg.conninfo import make_conninfo

from places.choices import Door
from places.log.change import logs
from places.log.triggers import CHANNEL
from places.log.version import version, version_of_land
from places.models import Change, Commune, Kind, Place, Territory
from places.services import signed, version_of
from tests.factories import make_commune, make_kind, make_place, make_river, make_user

Session = psycopg.Connection[Any]

committing = pytest.mark.django_db(transaction=True)
pytestmark = pytest.mark.django_db


@pytest.fixture
def sessions(transactional_db: None) -> Iterator[tuple[Session, Session]]:
    """Open two more connections to the database of the tests, each in a transaction of its own."""
    wanted = connection.get_connection_params()
    address = make_conninfo(**{name: wanted[name] for name in ("dbname", "user", "host", "port") if wanted.get(name)})
    with psycopg.connect(address) as slow, psycopg.connect(address) as quick:
        yield slow, quick


def rename(session: Session, place: Place, name: str) -> None:
    session.execute("UPDATE places_place SET name = %s WHERE id = %s", [name, place.pk])


def last_position() -> int:
    return Change.objects.aggregate(last=Max("position"))["last"] or 0


@committing
def test_whatever_a_transaction_writes_is_one_change() -> None:
    claire, place = make_user(), make_place()
    with signed(by=claire, door=Door.ADMIN):
        make_kind("fablab", "Fablab")
        Place.objects.filter(pk=place.pk).update(kinds=["fablab"])
        place.delete()
    change = Change.objects.newest_first()[0]
    assert [type(event).__name__ for event in change.events()] == ["KindEvent", "PlaceEvent", "PlaceEvent"]
    assert (change.user_id, change.door, change.touches_land) == (claire.pk, "admin", False)


def test_events_of_all_models_are_numbered_together() -> None:
    place, kind = make_place(), Kind.objects.get()
    Place.objects.update(name="Un")
    Kind.objects.update(label="Deux")
    assert 0 < version_of(place) < version_of(kind)
    numbers = [event.pgh_id for log in logs() for event in log.objects.all()]
    assert len(numbers) == len(set(numbers)) >= 4


def test_an_event_knows_the_one_before_of_the_same_object() -> None:
    place, other = make_place(), make_place("La Pompe")
    Place.objects.filter(pk=other.pk).update(name="Autre")
    Place.objects.filter(pk=place.pk).update(name="Un")
    change = Change.objects.get(position=None)
    events = [event for event in change.events() if event.pgh_obj_id == place.pk]
    assert [event.before_id for event in events] == [None, events[0].pgh_id]


def test_the_version_of_a_record_outlives_it() -> None:
    place = make_place()
    held, key = version_of(place), place.pk
    place.delete()
    place.pk = key
    assert version_of(place) > held


def test_what_a_savepoint_takes_back_is_not_in_the_log() -> None:
    with transaction.atomic():
        make_kind()
        transaction.set_rollback(True)
    assert not Change.objects.filter(position=None).exists()
    make_kind()
    change = Change.objects.get(position=None)
    assert len(change.events()) == 1


def test_a_change_is_made_where_constraints_are_checked_at_once() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        make_kind()
        count = Change.objects.committed().count()
        make_place(kinds=["coworking"])
        assert Change.objects.count() == count
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@committing
def test_nothing_can_rewrite_a_change() -> None:
    make_kind()
    for rewriting in ("UPDATE places_change SET at = now()", "DELETE FROM places_change"):
        with pytest.raises(DatabaseError, match="only grows"), connection.cursor() as cursor:
            cursor.execute(rewriting)


@committing
def test_a_slow_transaction_is_never_missed_by_who_follows(sessions: tuple[Session, Session]) -> None:
    one, other = make_place(), make_place("La Pompe")
    slow, quick = sessions
    seen = last_position()
    rename(slow, one, "Lent")
    rename(quick, other, "Vif")
    quick.commit()
    (told,) = Change.objects.after(seen)
    assert [event.name for event in told.events()] == ["Vif"]
    assert told.position
    slow.commit()
    (late,) = Change.objects.after(told.position)
    assert [event.name for event in late.events()] == ["Lent"]
    assert late.events()[0].pgh_id < told.events()[0].pgh_id, "it was written first"


@committing
def test_who_commits_meanwhile_waits_for_who_has_a_position_already(sessions: tuple[Session, Session]) -> None:
    one, other = make_place(), make_place("La Pompe")
    first, second = sessions
    seen = last_position()
    rename(first, one, "Premier")
    first.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as its commit does, a moment before it can be seen
    rename(second, other, "Second")
    second.execute("SET LOCAL lock_timeout = '50ms'")
    with pytest.raises(psycopg.errors.LockNotAvailable):
        second.commit()
    first.commit()
    rename(second, other, "Second")
    second.commit()
    names = [event.name for change in Change.objects.after(seen) for event in change.events()]
    assert names == ["Premier", "Second"]


@committing
def test_foreign_keys_are_checked_before_others_are_made_to_wait(sessions: tuple[Session, Session]) -> None:
    """The other way round, two who commit at once could wait for each other for ever."""
    place, commune = make_place(), make_commune("Langogne")
    keeper, mover = sessions
    seen = last_position()
    keeper.execute("SELECT FROM places_commune WHERE code = %s FOR UPDATE", [commune.pk])
    mover.execute("UPDATE places_place SET point = NULL, precision = 'unknown', commune_id = %s", [commune.pk])
    mover.execute("SET LOCAL lock_timeout = '50ms'")
    with pytest.raises(psycopg.errors.LockNotAvailable):
        mover.commit()
    keeper.rollback()
    rename(mover, place, "Autre")
    mover.commit()
    held = Change.objects.get(position__gt=seen).position
    assert held == seen + 1, "the one that waited for a key had not drawn a position"


@committing
def test_each_commit_notifies_once(sessions: tuple[Session, Session]) -> None:
    listener, writer = sessions
    listener.autocommit = True
    listener.execute(f"LISTEN {CHANNEL}")
    seen, place = last_position(), make_place()
    rename(writer, place, "Un")
    rename(writer, place, "Deux")
    writer.commit()
    told = [str(change.position) for change in Change.objects.after(seen)]
    heard = [notice.payload for notice in listener.notifies(timeout=60, stop_after=len(told))]
    assert heard == told


def test_the_version_moves_with_what_one_writes_and_with_nothing_else() -> None:
    told = [version()]
    place = make_place()
    told.append(version())
    for name in ("Un", "Deux"):
        Place.objects.update(name=name)
        told.append(version())
    list(Place.objects.all())
    Place.objects.update(name="Deux")
    assert version() == told[-1]
    place.delete()
    assert len({*told, version()}) == 5


@committing
def test_the_version_moves_with_each_commit() -> None:
    told = [version()]
    for label in ("Un", "Deux"):
        make_kind(label, label)
        told.append(version())
    assert version() == told[-1]
    assert len(set(told)) == 3


def test_the_land_has_a_version_of_its_own_for_who_writes_it_too() -> None:
    make_commune()
    held, whole = version_of_land(), version()
    make_kind()
    assert version() != whole
    assert version_of_land() == held
    told = [held]
    for river in ("Lot", "Tarn"):
        make_river(river)
        told.append(version_of_land())
    assert len(set(told)) == 3


@committing
@pytest.mark.parametrize(
    "write",
    [
        lambda: Territory.objects.update(name="Gévaudan"),
        lambda: make_commune("Langogne"),
        lambda: make_river("Tarn"),
        lambda: Commune.objects.update(population=1),
        lambda: Commune.objects.all().delete(),
    ],
    ids=["renamed", "commune", "river", "population", "removed"],
)
def test_whatever_is_written_of_the_land_moves_both(write: Any) -> None:
    make_commune()
    held = version(), version_of_land()
    write()
    assert version() != held[0]
    assert version_of_land() != held[1]
    make_kind()
    land = version_of_land()
    Place.objects.update(point=Point(3.5, 44.5))
    assert version_of_land() == land
