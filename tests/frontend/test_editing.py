"""A listing is corrected in the workspace: only what was touched is written, and nothing typed or written is lost."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.test import Client

from network.models import Membership, NetworkedPlace, User, Verification
from network.overlap.question import Known
from places.choices import Door
from places.forms.coordinates import CoordinatesField, read_point
from places.models import Place
from places.sections import COLUMNS
from places.services import edit, edit_place, version_of
from tests.budget import statements
from tests.factories import make_membership, make_network, make_place, make_post, make_user

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
PAGE = "/espace/lieux/la-pompe/"


@pytest.fixture
def claire() -> User:
    user = make_user("claire-m", first_name="Claire")
    make_post(user, make_network("France services", "mediation"))
    return user


@pytest.fixture
def pump() -> NetworkedPlace:
    given: dict[str, Any] = {
        "phone": "+33466000000",
        "services": ["printing"],
        "opening_hours": "Mo-Fr 09:00-12:00",
        "desks": 4,
    }
    place = make_place("La Pompe", **given)
    make_membership(place, make_network("France services", "mediation"), "2020-01-01")
    return place


def filled(page: Any) -> dict[str, Any]:
    """What a browser would send of the page as it is, nothing touched."""
    form = page.context["form"]
    sent = {name: form[name].value() for name in form.fields}
    shown = {name: form.fields[name].prepare_value(value) for name, value in sent.items() if value is not None}
    return {name: value for name, value in shown.items() if value != ""}


def send(client: Client, **changes: Any) -> Any:
    """Open the page, change some fields, save, and read the page that follows."""
    return client.post(PAGE, filled(client.get(PAGE)) | changes, follow=True)


def words(answer: Any) -> str:
    text: str = answer.content.decode().replace("\u00a0", " ")
    return text


def test_only_what_was_touched_is_written(client_of: ClientOf, claire: User, pump: NetworkedPlace) -> None:
    answer = send(client_of(claire), phone="+33466111111")
    assert "Enregistré." in words(answer)
    log: Any = Place
    event = log.pgh_event_model.objects.filter(pgh_obj=pump.pk).latest("pgh_id")
    assert event.pgh_context.metadata == {"door": "workspace", "user": claire.pk}
    assert (event.phone, event.opening_hours, event.desks) == ("+33466111111", "Mo-Fr 09:00-12:00", 4)


def test_a_page_sent_back_as_it_was_writes_nothing(client_of: ClientOf, claire: User, pump: NetworkedPlace) -> None:
    before = version_of(pump)
    assert "Rien n’a changé" in words(send(client_of(claire)))
    assert version_of(pump) == before


def test_every_field_says_again_what_it_was_shown(client_of: ClientOf, claire: User) -> None:
    """A field that reads its own value as another one would write what nobody typed."""
    given: dict[str, Any] = {
        "description": "Un lieu.\nDeux lignes.",
        "address": "1 rue Haute",
        "postcode": "48000",
        "is_itinerant": False,
        "email": "a@example.org",
        "website": "https://example.org/",
        "publics": ["young"],
        "fees": ["free"],
        "wheelchair": "limited",
        "download_mbps": "12.50",
        "speed_measured_on": date(2024, 2, 29),
        "day_price": "7.5",
        "has_wifi": True,
        "has_sockets": False,
        "meeting_rooms": 0,
        "opened_on": date(2020, 1, 1),
    }
    place = make_place("La Pompe", **given)
    make_membership(place, make_network("France services", "mediation"))
    assert "Rien n’a changé" in words(send(client_of(claire)))


def test_every_column_that_may_be_corrected_is_in_a_section_once() -> None:
    named = [name for names in COLUMNS.values() for name in names]
    assert len(named) == len(set(named))
    elsewhere = {"status", "commune", "served_communes", "verified_on", "merged_into", "uuid", "id"}
    elsewhere |= {"closed_on", "closed_precision", "source_date_precision"}
    source = {
        "source",
        "source_id",
        "source_date",
        "licence",
        "created_at",
        "updated_at",
        "search",
        "feature",
        "flat_feature",
    }
    assert {column.name for column in Place._meta.concrete_fields} == set(named) | elsewhere | source


@pytest.mark.parametrize(
    ("sent", "known"),
    [
        ("2018", (date(2018, 1, 1), "year", "ouvert depuis 2018")),
        ("depuis mars 2018", (date(2018, 3, 1), "month", "ouvert depuis mars 2018")),
        ("6 juin 2018", (date(2018, 6, 6), "day", "ouvert depuis le 6 juin 2018")),
        ("", (None, "day", "non renseigné")),
    ],
)
def test_when_it_opened_is_written_and_said_as_far_as_it_is_known(
    client_of: ClientOf, claire: User, pump: NetworkedPlace, sent: str, known: tuple[Any, ...]
) -> None:
    page = words(send(client_of(claire), opened_on=sent))
    pump.refresh_from_db()
    assert (pump.opened_on, pump.opened_precision) == known[:2]
    assert known[2] in page


def test_a_date_that_is_not_touched_is_as_well_known_as_before(
    client_of: ClientOf, claire: User, pump: NetworkedPlace
) -> None:
    Place.objects.update(opened_on=date(2018, 1, 1), opened_precision="year")
    assert 'value="2018"' in words(send(client_of(claire), opened_on="2018", phone="04 66 00 00 09"))
    pump.refresh_from_db()
    assert (pump.opened_on, pump.opened_precision, pump.phone) == (date(2018, 1, 1), "year", "+33466000009")
    assert "Rien n’a changé" in words(send(client_of(claire), opened_on="2018"))
    send(client_of(claire), opened_on="3/5/2019")
    pump.refresh_from_db()
    assert (pump.opened_on, pump.opened_precision) == (date(2019, 5, 3), "day")


def test_a_date_that_is_not_read_says_what_was_understood(
    client_of: ClientOf, claire: User, pump: NetworkedPlace
) -> None:
    text = words(send(client_of(claire), opened_on="printemps 2018"))
    assert "De « printemps 2018 », seule l’année se lit" in text
    assert 'value="printemps 2018"' in text
    pump.refresh_from_db()
    assert pump.opened_on is None


def test_one_date_of_two_hands_is_one_choice(client_of: ClientOf, claire: User, pump: NetworkedPlace) -> None:
    client = client_of(claire)
    seen = version_of(pump)
    edit_place(
        place=pump, changes={"opened_on": date(2017, 1, 1), "opened_precision": "year"}, by=None, door=Door.CONSOLE
    )
    text = words(send(client, version=seen, opened_on="mars 2018"))
    assert 'name="keep-opened_on"' in text
    assert 'name="keep-opened_precision"' not in text
    assert "2017" in text
    pump.refresh_from_db()
    send(client, version=seen, seen=version_of(pump), opened_on="mars 2018", **{"keep-opened_on": "mine"})
    pump.refresh_from_db()
    assert (pump.opened_on, pump.opened_precision) == (date(2018, 3, 1), "month")


def test_a_place_closes_in_a_year(client_of: ClientOf, claire: User, pump: NetworkedPlace) -> None:
    answer = client_of(claire).post(f"{PAGE}fermer/", {"day": "2026"}, follow=True)
    pump.refresh_from_db()
    assert (pump.closed_on, pump.closed_precision) == (date(2026, 1, 1), "year"), words(answer)
    assert "Fermeture définitive en 2026" in words(answer)


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    client_of: ClientOf, claire: User, pump: NetworkedPlace
) -> None:
    answer = send(client_of(claire), opening_hours="n’importe quand", name="La Pompe de Chirac")
    text = words(answer)
    assert "Rien n’est encore enregistré" in text
    assert 'value="La Pompe de Chirac"' in text
    assert "n’importe quand</textarea>" in text
    assert re.search(r'id="when"\s+open>', text)
    assert not re.search(r'id="reach"\s+open>', text)
    pump.refresh_from_db()
    assert pump.name == "La Pompe"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("kinds", []),
        ("phone", "téléphone"),
        ("email", "personne"),
        ("website", "javascript:alert(1)"),
        ("postcode", "abc"),
        ("point", "ailleurs"),
        ("point", "48.85, 2.35"),  # Paris: out of the commune
        ("desks", "-1"),
        ("desks", "beaucoup"),
        ("wheelchair", "peut-être"),
        ("opened_on", "2026-13-01"),
        ("opened_on", "0024-01-01"),
        ("name", "a\x00b"),
        ("services", ["sorcellerie"]),
        ("slug", "à é"),
    ],
)
def test_nothing_impossible_is_written(
    client_of: ClientOf, claire: User, pump: NetworkedPlace, field: str, value: object
) -> None:
    before = version_of(pump)
    answer = send(client_of(claire), **{field: value})
    assert answer.status_code == 200
    assert "Rien n’est encore enregistré" in words(answer)
    assert 'role="alert"' in answer.content.decode()
    assert version_of(pump) == before


def test_what_a_colleague_wrote_meanwhile_stands_and_she_is_told(
    client_of: ClientOf, claire: User, pump: NetworkedPlace
) -> None:
    marc = make_user("marc", first_name="Marc")
    client = client_of(claire)
    sent = filled(client.get(PAGE))
    edit(pump, changes={"phone": "+33466222222"}, by=marc, door=Door.WORKSPACE)
    text = words(client.post(PAGE, sent | {"desks": "6"}, follow=True))
    assert "Marc a changé « La Pompe » : Téléphone (04 66 22 22 22)" in text
    pump.refresh_from_db()
    assert (pump.phone, pump.desks) == ("+33466222222", 6)


@pytest.mark.parametrize(("kept", "phone"), [("mine", "+33466333333"), ("theirs", "+33466222222")])
def test_a_true_disagreement_is_asked_side_by_side(
    client_of: ClientOf, claire: User, pump: NetworkedPlace, kept: str, phone: str
) -> None:
    client = client_of(claire)
    sent = filled(client.get(PAGE)) | {"phone": "+33466333333", "desks": "6"}
    edit(pump, changes={"phone": "+33466222222"}, by=make_user("marc", first_name="Marc"), door=Door.WORKSPACE)
    answer = client.post(PAGE, sent)
    text = words(answer)
    assert "À vous de choisir" in text
    assert "04 66 22 22 22" in text
    assert "04 66 33 33 33" in text
    (dispute,) = answer.context["disputes"]
    pump.refresh_from_db()
    assert pump.desks == 4, "nothing of the page is written before she chose"
    client.post(PAGE, sent | {dispute.fields[0].choice: kept, dispute.seen_name: dispute.seen})
    pump.refresh_from_db()
    assert (pump.phone, pump.desks) == (phone, 6)


def test_who_has_the_card_in_hand_is_told_to_the_other(client_of: ClientOf, claire: User, pump: NetworkedPlace) -> None:
    marc = make_user("marc", first_name="Marc", last_name="Roux")
    make_post(marc, make_network("France services", "mediation"))
    client_of(marc).get(PAGE)
    said = "En ce moment, Marc Roux (Qui anime France services) a aussi cette fiche ouverte."
    assert said in words(client_of(claire).get(PAGE))
    assert "a aussi cette fiche" not in words(client_of(marc).get(PAGE))


def test_a_rename_leads_on_from_the_old_address(client_of: ClientOf, claire: User, pump: NetworkedPlace) -> None:
    client = client_of(claire)
    answer = send(client, name="La Pompe neuve", slug="la-pompe-neuve")
    assert answer.redirect_chain[0][0] == "/espace/lieux/la-pompe-neuve/"
    assert client.get(PAGE).status_code == 200
    assert client.get("/lieux/la-pompe/").status_code == 301


def test_from_a_queue_one_saves_verifies_and_goes_on(client_of: ClientOf, claire: User, pump: NetworkedPlace) -> None:
    client = client_of(claire)
    page = client.get(f"{PAGE}?file=jamais-verifiees")
    assert "Enregistrer : tout est juste" in words(page)
    sent = filled(page) | {"phone": "+33466111111", "file": "jamais-verifiees", "right": ""}
    answer = client.post(PAGE, sent, follow=True)
    assert answer.redirect_chain[0][0].startswith("/espace/jamais-verifiees/?fait=")
    assert "« La Pompe » est vérifiée aujourd’hui." in words(answer)
    made = Verification.objects.get()
    pump.refresh_from_db()
    assert (pump.phone, made.person) == ("+33466111111", claire)


def test_a_visitor_s_page_has_no_way_to_correct_and_hers_has(
    client_of: ClientOf, claire: User, stranger: User, pump: NetworkedPlace
) -> None:
    way = 'href="/espace/lieux/la-pompe/"'
    assert way in client_of(claire).get("/lieux/la-pompe/").content.decode()
    assert way not in client_of(stranger).get("/lieux/la-pompe/").content.decode()
    with statements() as asked:
        assert way not in Client().get("/lieux/la-pompe/").content.decode()
    assert not [sql for sql in asked if "django_session" in sql or "network_post" in sql]


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("website", ("www.example.org", "https://www.example.org")),
        ("booking_url", ("example.org/réserver", "https://example.org/réserver")),
        ("website", ("http://example.org/", "http://example.org/")),
        ("phone", ("04 66 11 11 11", "+33466111111")),
        ("opening_hours", ("mardi et jeudi 9h-12h", "Tu,Th 09:00-12:00")),
        ("day_price", ("12,50", Decimal("12.50"))),
    ],
)
def test_what_is_typed_as_people_type_it_is_stored_in_one_way(
    client_of: ClientOf, claire: User, pump: NetworkedPlace, field: str, said: tuple[str, object]
) -> None:
    send(client_of(claire), **{field: said[0]})
    pump.refresh_from_db()
    assert getattr(pump, field) == said[1]


# Closing, history -------------------------------------------------------------------------------------


def test_closing_ends_the_memberships_and_keeps_the_past(
    client_of: ClientOf, claire: User, pump: NetworkedPlace
) -> None:
    make_membership(pump, make_network("SoLozère"), "2021-01-01")
    client = client_of(claire)
    answer = client.post(f"{PAGE}fermer/", {"day": "2026-11-30"}, follow=True)
    assert "Ferme définitivement le 30 novembre 2026 ; 2 adhésions se terminent avec lui." in words(answer)
    assert {membership.period.upper for membership in Membership.objects.all()} == {date(2026, 11, 30)}
    assert list(NetworkedPlace.objects.overlapping(["both"], on=date(2025, 1, 1))) == [pump]
    assert Known.read_families()


@pytest.mark.parametrize("day", ["", "un jour", "0024-01-01", "2019-01-01", "2300-01-01"])
def test_a_day_that_cannot_be_closes_nothing(client_of: ClientOf, claire: User, pump: NetworkedPlace, day: str) -> None:
    answer = client_of(claire).post(f"{PAGE}fermer/", {"day": day}, follow=True)
    assert re.search(r'class="part ending"\s+open', words(answer))
    assert re.search(r'id="closing_day_error"\s+role="alert"', words(answer))
    pump.refresh_from_db()
    assert pump.closed_on is None


@pytest.mark.django_db(transaction=True)
def test_history_tells_who_and_what_and_a_change_is_undone_for_this_listing_alone(
    client_of: ClientOf, claire: User, pump: NetworkedPlace
) -> None:
    client = client_of(claire)
    send(client, phone="+33466111111", desks="9")
    page = client.get(f"{PAGE}historique/")
    text = words(page)
    assert "Claire · espace des réseaux" in text
    assert "<del>04 66 00 00 00</del> → <ins>04 66 11 11 11</ins>" in text
    number = page.context["history"].entries[0].number
    text = words(client.post(f"{PAGE}historique/{number}/annuler/", follow=True))
    assert "C’est de nouveau comme avant ce changement." in text
    pump.refresh_from_db()
    assert (pump.phone, pump.desks) == ("+33466000000", 4)


@pytest.mark.django_db(transaction=True)
def test_an_undo_leaves_what_was_written_since(client_of: ClientOf, claire: User, pump: NetworkedPlace) -> None:
    client = client_of(claire)
    send(client, phone="+33466111111", desks="9")
    number = client.get(f"{PAGE}historique/").context["history"].entries[0].number
    edit(pump, changes={"desks": 12}, by=None, door=Door.CONSOLE)
    text = words(client.post(f"{PAGE}historique/{number}/annuler/", follow=True))
    assert "Changé depuis par quelqu’un, et laissé ainsi : Postes de travail." in text
    pump.refresh_from_db()
    assert (pump.phone, pump.desks) == ("+33466000000", 12)


@pytest.mark.django_db(transaction=True)
def test_a_listing_is_not_made_to_vanish_by_undoing_its_creation(
    client_of: ClientOf, claire: User, pump: NetworkedPlace
) -> None:
    client = client_of(claire)
    created = client.get(f"{PAGE}historique/").context["history"].entries[-1].number
    assert client.post(f"{PAGE}historique/{created}/annuler/").status_code == 404
    assert client.post(f"{PAGE}historique/999999/annuler/").status_code == 404
    assert NetworkedPlace.objects.filter(pk=pump.pk).exists()


# Points -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("44.5180, 3.4983", (44.518, 3.4983)),
        ("44.5180 3.4983", (44.518, 3.4983)),
        ("44,5180 ; 3,4983", (44.518, 3.4983)),
        ("(44.5180,3.4983)", (44.518, 3.4983)),
        ("44.5180° 3.4983°", (44.518, 3.4983)),
        ("-21.1, 55.5", (-21.1, 55.5)),
        ("−21.1, 55.5", (-21.1, 55.5)),
        ("44°31′05″N 3°29′54″E", (44.518056, 3.498333)),
        ("44° 31' 4.8\" N, 3° 29' 53.88\" E", (44.518, 3.4983)),
        ("N 44°31′05″ E 3°29′54″", (44.518056, 3.498333)),
        ("N 44° 31.083' W 003° 29.900'", (44.51805, -3.498333)),
        ("44°31′05″ 3°29′54″", None),
        ("21°06′S 55°30′E", (-21.1, 55.5)),
        ("46°10′N 1°09′O", (46.166667, -1.15)),
        ("https://www.google.com/maps/@44.518,3.4983,17z", (44.518, 3.4983)),
        ("https://www.google.com/maps/place/X/@44.5,3.4,17z/data=!3d44.518!4d3.4983", (44.518, 3.4983)),
        ("https://www.openstreetmap.org/#map=17/44.518/3.4983", (44.518, 3.4983)),
        ("https://www.openstreetmap.org/?mlat=44.518&mlon=3.4983#map=5/1/1", (44.518, 3.4983)),
        ("geo:44.518,3.4983?z=17", (44.518, 3.4983)),
        ("Mende", None),
        ("44.518", None),
        ("44.518, 3.4983, 12", None),
        ("", None),
        ("°" * 5000, None),
        ("1 " * 5000, None),
    ],
)
def test_a_point_is_read_as_maps_write_it(text: str, point: tuple[float, float] | None) -> None:
    found = read_point(text)
    assert found == (point and pytest.approx(point, abs=1e-6))


def test_a_point_that_is_nowhere_is_refused() -> None:
    for text in ("95, 3", "44, 200"):
        with pytest.raises(ValidationError, match="nulle part"):
            CoordinatesField().clean(text)


def test_a_point_that_was_not_touched_is_the_same_one() -> None:
    field, point = CoordinatesField(required=False), Point(3.49830123456, 44.5180987654, srid=4326)
    assert not field.has_changed(point, field.prepare_value(point))
    assert field.has_changed(point, "44.6, 3.5")
    assert field.has_changed(point, "")
    assert not field.has_changed(None, "")
