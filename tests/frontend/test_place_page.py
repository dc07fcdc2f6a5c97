"""The page of a place, and what machines and messengers read of every page."""

import json
import re
from datetime import date, datetime
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.contrib.gis.geos import Point
from django.test import Client, RequestFactory

from frontend.place.cards import read_words, sheet
from frontend.place.structured_data import facts_of_place
from places.choices import Precision, Status
from places.models import Place
from tests.factories import make_both_families, make_membership, make_network, make_place
from tests.frontend.test_pages import HOSTILE

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Paris"))


def linked(html: str) -> dict[str, Any]:
    """Read the JSON-LD of a page."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert len(found) == 1
    facts: dict[str, Any] = json.loads(found[0])
    return facts


def said_to_others(html: str) -> dict[str, str]:
    """Read the tags that messengers and social networks read."""
    return dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]+)"\s+content="([^"]*)"', html))


def facts_of(slug: str, at: datetime = MONDAY) -> dict[str, Any]:
    return facts_of_place(sheet(slug, read_words(), at=at), RequestFactory().get(f"/lieux/{slug}/"), at=at)


def test_the_five_nearest_published_places_are_listed_with_their_distance(client: Client) -> None:
    make_place("Ici")
    for number in range(1, 8):
        make_place(f"Voisin {number}", point=Point(3.4983, 44.5180 + 0.002 * number, srid=4326))
    make_place("Brouillon", status=Status.DRAFT)
    html = client.get("/lieux/ici/").content.decode()
    assert re.findall(r'href="/lieux/(voisin-\d)/"', html) == [f"voisin-{number}" for number in range(1, 6)]
    said = [words.replace("\xa0", " ") for words in re.findall(r'class="distance">([^<]+)<', html)]
    assert said == ["À 220 m", "À 440 m", "À 670 m", "À 890 m", "À 1,1 km"]
    assert "Distances à vol d’oiseau\xa0: la route est plus longue." in html


def test_a_place_on_its_communes_point_promises_no_more(client: Client) -> None:
    make_place("Quelque part", precision=Precision.COMMUNE)
    make_place("Ailleurs", "Marvejols")
    html = client.get("/lieux/quelque-part/").content.decode()
    assert "Itinéraire jusqu’à la commune" in html
    assert "À environ 17\xa0km" in html
    assert "geo" not in linked(html)


def test_directions_lead_to_the_point(client: Client) -> None:
    make_place("Ici")
    html = client.get("/lieux/ici/").content.decode()
    assert 'href="https://www.openstreetmap.org/directions?to=44.518000%2C3.498300"' in html


def test_a_place_without_point_has_neither_way_nor_neighbours(client: Client) -> None:
    make_place("Nulle part", point=None)
    make_place("Ici")
    html = client.get("/lieux/nulle-part/").content.decode()
    assert "directions" not in html
    assert "neighbours" not in html


def test_a_library_tells_search_engines_what_is_known_of_it() -> None:
    place = make_place(
        "Bibliothèque",
        kinds=["library", "association"],
        address="1 rue du Pont",
        postcode="48000",
        phone="+33466000000",
        email="bib@example.org",
        website="https://bib.example/",
        acceslibre_url="https://acceslibre.example/bib/",
        fees=["free"],
        opened_on=date(2001, 1, 1),
    )
    make_membership(place, make_network("SoLozère", website="https://solozere.example/"), "2020-01-01")
    make_membership(place, make_network("Ancien", "mediation"), "2012-01-01", "2013-01-01")
    page = "http://testserver/lieux/bibliotheque/"
    assert facts_of("bibliotheque") == {
        "@context": "https://schema.org",
        "@type": "Library",
        "@id": page,
        "mainEntityOfPage": page,
        "name": "Bibliothèque",
        "url": "https://bib.example/",
        "sameAs": "https://acceslibre.example/bib/",
        "telephone": "+33466000000",
        "email": "bib@example.org",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": "1 rue du Pont",
            "postalCode": "48000",
            "addressLocality": "Mende",
        },
        "geo": {"@type": "GeoCoordinates", "latitude": 44.518, "longitude": 3.4983},
        "hasMap": "https://www.openstreetmap.org/?mlat=44.518&mlon=3.4983#map=17/44.518/3.4983",
        "containedInPlace": {
            "@type": "AdministrativeArea",
            "name": "Mende",
            "containedInPlace": {"@type": "AdministrativeArea", "name": "Lozère"},
        },
        "isAccessibleForFree": True,
        "foundingDate": "2001-01-01",
        "memberOf": [
            {
                "@type": "Organization",
                "@id": "http://testserver/reseaux/solozere/",
                "name": "SoLozère",
                "url": "https://solozere.example/",
            }
        ],
    }


def test_what_is_unknown_is_not_told() -> None:
    make_place("École", kinds=["association"], point=None, fees=["free", "paid"])
    assert set(facts_of("ecole")) == {
        "@context",
        "@type",
        "@id",
        "mainEntityOfPage",
        "name",
        "url",
        "address",
        "containedInPlace",
    }
    assert facts_of("ecole")["@type"] == "LocalBusiness"


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (["coworking", "fablab"], "LocalBusiness"),
        (["public-service-point", "post-office"], ["GovernmentOffice", "PostOffice"]),
        (["public-service-point", "local-authority"], "GovernmentOffice"),
    ],
)
def test_a_place_of_several_kinds_is_of_each_type_that_is_surely_true(kinds: list[str], expected: object) -> None:
    make_place("Lieu", kinds=kinds)
    assert facts_of("lieu")["@type"] == expected


def hours(
    expression: str, at: datetime = MONDAY, closed_on: date | None = None
) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """What is told of hours: the usual week as (days, times, validity), and the special days as (day, times)."""
    make_place("Lieu", opening_hours=expression, closed_on=closed_on)
    told, keys = facts_of("lieu", at), ("opens", "closes", "validFrom", "validThrough")
    weekly: list[tuple[str, ...]] = [
        (" ".join(day[19:21] for day in one["dayOfWeek"]), *(one[key] for key in keys))
        for one in told.get("openingHoursSpecification", [])
    ]
    special = told.get("specialOpeningHoursSpecification", [])
    assert all(one["validFrom"] == one["validThrough"] for one in special)
    return weekly, [(one["validFrom"], one["opens"], one["closes"]) for one in special]


def test_the_usual_week_is_told_with_how_long_it_holds() -> None:
    lasts = ("2026-11-23", "2027-02-20")
    assert hours("Mo,We 09:00-12:00,14:00-18:00; Tu 20:00-26:00; PH off") == (
        [("Mo We", "09:00", "12:00", *lasts), ("Mo We", "14:00", "18:00", *lasts), ("Tu", "20:00", "02:00", *lasts)],
        [],
    )


def test_holidays_and_closures_are_told_as_special_days() -> None:
    weekly, special = hours("Fr 09:00-12:00; PH off; 2026 Dec 04 14:00-16:00")
    assert [one[0] for one in weekly] == ["Fr"]
    assert special == [
        ("2026-12-04", "14:00", "16:00"),
        ("2026-12-25", "00:00", "00:00"),
        ("2027-01-01", "00:00", "00:00"),
    ]


def test_nothing_is_told_from_the_first_holiday_of_which_the_hours_say_nothing() -> None:
    christmas_eve = datetime(2026, 12, 24, 10, tzinfo=ZoneInfo("Europe/Paris"))
    assert hours("Th-Fr 09:00-12:00", christmas_eve) == (
        [("Th", "09:00", "12:00", "2026-12-24", "2026-12-24")],
        [],
    )


def test_a_place_that_never_closes_is_open_each_day() -> None:
    ((days, *times),), special = hours("24/7")
    assert (days, times[:2], special) == ("Mo Tu We Th Fr Sa Su", ["00:00", "23:59"], [])


def test_hours_are_told_until_the_eve_of_the_day_that_a_place_closes_for_good() -> None:
    weekly, _special = hours("Mo-Su 09:00-12:00", closed_on=date(2026, 12, 1))
    assert {one[-1] for one in weekly} == {"2026-11-30"}


def test_a_place_that_closed_for_good_has_no_hours() -> None:
    make_place("Lieu", opening_hours="Mo 09:00-12:00", closed_on=date(2026, 1, 1))
    assert "openingHoursSpecification" not in facts_of("lieu")
    assert facts_of("lieu")["dissolutionDate"] == "2026-01-01"


def test_a_life_that_is_known_to_the_year_is_told_by_it(client: Client) -> None:
    dates: dict[str, Any] = {"opened_on": date(2016, 3, 1), "opened_precision": "month"}
    place = make_place("Lieu", **dates, closed_on=date(2022, 1, 1), closed_precision="year", source="Enquête")
    Place.objects.update(source_date=date(2023, 1, 1), source_date_precision="year")
    make_membership(place, make_network("SoLozère"), "2017-01-01", "2022-01-01")
    facts = facts_of("lieu")
    assert (facts["foundingDate"], facts["dissolutionDate"]) == ("2016-03", "2022")
    page = client.get("/lieux/lieu/").content.decode()
    assert "Fermé depuis 2022" in page
    assert "en date de 2023" in page
    assert re.findall(r'class="period">(.*?)<', page) == ["Au moins du 1er\xa0janvier 2017 à 2022"]
    assert "1er janvier 2022" not in page.replace("\N{NO-BREAK SPACE}", " ")


def test_a_hostile_name_cannot_leave_the_data_that_search_engines_read(client: Client) -> None:
    place = make_place(HOSTILE, slug="hostile", description=HOSTILE, address=HOSTILE)
    make_membership(place, make_network(HOSTILE, slug="hostile", description=HOSTILE))
    for address in ("/lieux/hostile/", "/reseaux/hostile/"):
        html = client.get(address).content.decode()
        assert HOSTILE not in html
        assert linked(html)["name"] == HOSTILE
        assert "&lt;/script&gt;" in said_to_others(html)["og:description"]


@pytest.mark.parametrize("address", ["/", "/lieux/polen/", "/reseaux/", "/reseaux/solozere/", "/donnees/"])
def test_every_page_tells_whoever_receives_its_link_what_it_is(client: Client, address: str) -> None:
    make_membership(make_place("POLeN"), make_network())
    html = client.get(address).content.decode()
    told = said_to_others(html)
    assert told["og:url"] == f"http://testserver{address}"
    assert told["og:image"] == "http://testserver/static/frontend/share.png"
    assert told["og:locale"] == "fr_FR"
    assert told["og:site_name"] == "Croisée"
    assert len(told["og:title"]) > 10
    assert len(told["og:description"]) > 50
    assert html.count("<title>") == html.count('<meta name="description"') == 1


def test_a_place_that_nobody_described_is_described_by_its_facts(client: Client) -> None:
    make_both_families(make_place("POLeN", postcode="48000"))
    make_place("École")
    described = said_to_others(client.get("/lieux/polen/").content.decode())["og:description"]
    assert described == (
        "Espace de coworking, 48000 Mende, en Lozère. Médiation numérique et appui aux entreprises\xa0: "
        "horaires, services, réseaux et lieux proches."
    )
    described = said_to_others(client.get("/lieux/ecole/").content.decode())["og:description"]
    assert described == "Espace de coworking, Mende, en Lozère\xa0: adresse, horaires, services et lieux proches."


@pytest.mark.parametrize(
    ("address", "kind"), [("/", "WebSite"), ("/donnees/", "Dataset"), ("/reseaux/solozere/", "Organization")]
)
def test_the_site_its_data_and_its_networks_are_told_too(client: Client, address: str, kind: str) -> None:
    make_network(started_on=date(2011, 10, 1))
    facts = linked(client.get(address).content.decode())
    assert facts["@type"] == kind
    assert facts["@id"] == f"http://testserver{address}"


def test_the_image_of_a_shared_link_is_light() -> None:
    image = settings.BASE_DIR / "frontend/images/share.png"
    assert image.stat().st_size <= 40_000


def test_networks_of_today_come_before_those_that_ended(client: Client) -> None:
    place = make_place("La Pompe")
    make_membership(place, make_network("Ancien"), "2012-01-01", "2016-01-01")
    make_membership(place, make_network("Récent", "mediation"), "2020-01-01")
    make_membership(place, make_network("Premier", "mediation"), "2018-01-01")
    html = client.get("/lieux/la-pompe/").content.decode()
    found = re.findall(r'href="/reseaux/([^"/]+)/">', html)
    assert found == ["premier", "recent", "ancien"]


def read(client: Client, slug: str) -> str:
    """The words of a page, as a reader runs through them."""
    html = client.get(f"/lieux/{slug}/").content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).replace("\xa0", " ").split())


def test_what_is_unknown_is_one_line_with_what_to_do(client: Client) -> None:
    make_place("Mairie", kinds=["local-authority"], phone="+33466000000", website="https://mairie.example/")
    said = read(client, "mairie")
    assert (
        "Pas encore connu : horaires, adresse exacte, courriel, services, publics, tarif, accès en fauteuil. "
        "Appelez avant de venir." in said
    )
    assert "non renseigné " not in said.replace("Horaires non renseignés", "").partition("D’où vient")[0]


@pytest.mark.parametrize(
    ("given", "advice"),
    [
        ({"phone": "+33466000000"}, "Appelez avant de venir y travailler."),
        ({"email": "pole@example.org"}, "Écrivez avant de venir y travailler."),
        ({"website": "https://pole.example/"}, "Son site le dit peut-être."),
        ({}, "La mairie (Mende) saura peut-être vous le dire."),
        ({"kinds": ["library"], "phone": "+33466000000"}, "Appelez avant de venir."),
        ({"kinds": ["library"], "services": ["printing"], "phone": "+33466000000"}, "Appelez avant de venir."),
        ({"kinds": ["library"], "services": ["coworking-desk"], "phone": "+33466000000"}, "venir y travailler."),
    ],
)
def test_one_is_told_to_call_before_working_only_where_one_works(
    client: Client, given: dict[str, Any], advice: str
) -> None:
    make_place("Pôle", **given)
    said = read(client, "pole")
    assert advice in said
    assert ("postes de travail, connexion, prix d’un poste" in said) == (advice != "Appelez avant de venir.")


def test_the_price_of_a_service_is_not_that_of_a_desk(client: Client) -> None:
    make_place("Pôle", fees=["free"])
    make_place("Bibliothèque", kinds=["library"], fees=["free"])
    assert "Tarif de l’accompagnement Gratuit Ce n’est pas le prix d’un poste de travail." in read(client, "pole")
    assert "Tarif de l’accompagnement Gratuit" in read(client, "bibliotheque")
    assert "prix d’un poste" not in read(client, "bibliotheque")
    assert "isAccessibleForFree" not in facts_of("pole")


def test_one_can_write_to_a_place(client: Client) -> None:
    make_place("Pôle", email="pole@example.org")
    make_place("École")
    button = re.compile(r'class="action"[^>]* href="mailto:pole@example.org">Écrire<')
    assert button.search(client.get("/lieux/pole/").content.decode())
    assert "mailto:" not in client.get("/lieux/ecole/").content.decode()


def test_a_place_that_no_network_counts_is_outside_of_them(client: Client) -> None:
    make_place("Ici")
    kept_apart = make_place("Voisin", "Marvejols")
    make_membership(kept_apart, make_network("Musées", "culture"))
    assert "Hors des réseaux suivis" in read(client, "ici").partition("Autour")[0]
    assert "Ni médiation numérique, ni appui aux entreprises connus" in read(client, "voisin").partition("Autour")[0]
    assert "appui aux entreprises connus" in read(client, "ici").partition("Autour")[2], (
        "it is in a network, on no side"
    )
    assert "Hors des réseaux suivis" in read(client, "voisin").partition("Autour")[2]
    listed = client.get("/").content.decode().partition('id="cards"')[2].partition("</ul>")[0]
    assert listed.count("Hors des réseaux suivis") == listed.count("appui aux entreprises connus") == 1


# How far the sources go -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        ("2023-01-01", "D’après des sources allant jusqu’au 1er janvier 2023, prolongées ensuite."),
        (None, "D’après des sources allant jusqu’au 1er mai 2020, prolongées ensuite."),
    ],
)
def test_what_is_said_of_today_says_how_far_its_sources_go(client: Client, seen: str | None, said: str) -> None:
    day = date.fromisoformat(seen) if seen else None
    make_membership(make_place("La Pompe"), make_network("SoLozère"), "2020-05-01", last_seen_on=day)
    assert said in unescape(client.get("/lieux/la-pompe/").content.decode()).replace("\u00a0", " ")


def test_what_ended_or_gives_no_state_dates_nothing(client: Client) -> None:
    place = make_place("La Pompe")
    assert sheet("la-pompe", read_words(), at=MONDAY).sources == ""
    make_membership(place, make_network("SoLozère"), "2020-05-01", "2022-01-01")
    assert sheet("la-pompe", read_words(), at=MONDAY).sources == ""
    silent = make_network("Lecture", "mediation", shows_service=False)
    make_membership(place, silent, "2021-01-01")
    assert sheet("la-pompe", read_words(), at=MONDAY).sources == ""
    make_membership(place, make_network("Label"), None, last_seen_on=None)
    assert sheet("la-pompe", read_words(), at=MONDAY).sources == "Aucune source datée n’en parle."
