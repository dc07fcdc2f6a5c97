"""Several territories in one directory: each can be asked for alone, by its code, and words say which it is."""

import json

import pytest
from django.http import QueryDict
from django.test import Client

from frontend.home.question import Asked
from frontend.map.ground import extent, outlines
from frontend.paper.land import land
from frontend.site.territory import territory_in_words, together
from network.models import Network
from places.models import Place, Territory
from tests.factories import make_ardeche, make_both_families, make_commune, make_membership, make_place, there

pytestmark = pytest.mark.django_db


@pytest.fixture
def _two() -> None:
    make_place("Lisière", make_ardeche().name)
    make_both_families(make_place("POLeN", "Mende"))


def read(client: Client, path: str = "/", **query: str) -> str:
    return client.get(path, query).content.decode().replace("\xa0", " ")


def test_a_directory_of_one_offers_no_choice_and_understands_its_code(client: Client) -> None:
    make_place("POLeN")
    assert "Territoires" not in read(client)
    assert "Une feuille par territoire" not in read(client, "/imprimer/")
    assert "POLeN" in read(client, territory="48")
    assert "territory" not in client.get("/annuaire.json").json()["places"][0]
    assert client.get("/", {"territory": "07"}).status_code == 400
    refused = read(client, territory="07")
    assert "« 07 » n’est pas connu" in refused
    assert "POLeN" in refused


@pytest.mark.usefixtures("_two")
def test_one_of_several_is_chosen_on_the_page_and_its_words_say_it(client: Client) -> None:
    whole = read(client)
    assert "en Ardèche et en Lozère" in whole
    assert 'name="territory"' in whole
    html = read(client, territory="07")
    assert "Lisière" in html
    assert "POLeN" not in html
    assert "lieux ressources en Ardèche" in html
    assert "en Lozère" not in html
    asked = Asked(QueryDict("territory=07&territory=48"))
    assert asked.in_words() == ["Ardèche", "Lozère"]
    assert asked.folded == 2


@pytest.mark.usefixtures("_two")
def test_the_browser_is_told_where_each_place_stands(client: Client) -> None:
    told = client.get("/annuaire.json").json()["places"]
    assert {place["name"]: place["territory"] for place in told} == {"Lisière": "07", "POLeN": "48"}


@pytest.mark.usefixtures("_two")
def test_the_map_begins_on_what_is_asked() -> None:
    west, other_west, both_west = ((extent(codes) or (0.0,))[0] for codes in (["07"], ["48"], ()))
    assert west > other_west == both_west
    assert extent(["99"]) is None


@pytest.mark.usefixtures("_two")
def test_each_has_a_sheet_of_its_own_on_the_paper_that_was_chosen(client: Client) -> None:
    html = read(client, "/imprimer/", paper="a3", territory="07")
    assert "<h1>Les tiers-lieux et lieux ressources en Ardèche</h1>" in html
    assert "POLeN" not in html
    assert 'href="?territory=48&amp;paper=a3"' in html
    drawn = land(["07"])
    assert drawn is not None
    assert [town.name for town in drawn.towns] == ["Saint-Étienne-de-Lugdarès"]


@pytest.mark.usefixtures("_two")
def test_crossings_are_counted_in_one_of_several_and_say_where(client: Client) -> None:
    whole, part = read(client, "/croisements/"), read(client, "/croisements/", territory="07")
    assert "1 commune sur 2 a à la fois" in whole
    assert "On ne sait pas combien de communes sur 1 " in part, "nobody wrote down yet what is there"
    assert "Médiation numérique : aucune source n’en dit rien ici." in part
    assert "aucune source n’en dit rien ici" not in whole
    assert "Aucune source ne dit rien en Ardèche de : Médiation numérique, Appui aux entreprises. Ses" in whole
    assert "Ses communes sont comptées" not in part
    assert "Où les réseaux se croisent en Ardèche</h1>" in " ".join(part.split()).replace(" </h1>", "</h1>")
    assert "Choisir où l’on compte" in whole
    assert "territory=07" in part


@pytest.mark.usefixtures("_two")
def test_territories_are_offered_under_their_regions(client: Client) -> None:
    assert "Midi" not in read(client)
    Territory.objects.filter(code="48").update(region="Midi")
    for path in ("/", "/croisements/"):
        html = read(client, path)
        assert html.index(">Midi</p>") < html.index('value="48"') < html.index('value="07"')


@pytest.mark.usefixtures("_two")
def test_the_picture_holds_the_communes_of_what_is_asked(client: Client) -> None:
    def codes(**query: str) -> list[str]:
        return [one["properties"]["code"] for one in client.get("/communes.geojson", query).json()["features"]]

    assert codes(territory="07") == ["07232"]
    assert codes() == ["07232", "48095"]
    assert [one["properties"]["code"] for one in json.loads(outlines(["48", "07"]))["features"]] == codes()
    assert codes(territory="99\x00") == codes()


def test_a_directory_of_one_offers_no_choice_of_where_to_count(client: Client) -> None:
    make_place("POLeN")
    assert "Choisir où l’on compte" not in read(client, "/croisements/")
    assert client.get("/croisements/", {"territory": "07"}).status_code == 400


@pytest.mark.usefixtures("_two")
def test_what_could_be_is_listed_where_it_is_asked(client: Client) -> None:
    html = read(client, "/croisements/reunion/", territory="07")
    assert "en Ardèche" in html
    assert "territory=07" in html
    assert "Mende" not in html


def test_many_are_counted_where_a_name_is_asked_for() -> None:
    for number in range(6):
        there(Territory, "code", code=f"9{number}", name=f"Pays {number}", locative="au pays", credit="Essais")
    assert territory_in_words() == {
        "territory": "dans 6\xa0territoires",
        "territory_name": "6\xa0territoires",
        "credit": "Essais",
    }


def test_several_are_said_as_people_say_them() -> None:
    assert together(["en Lozère"]) == "en Lozère"
    assert together(["dans le Cantal", "en Haute-Loire", "en Lozère"]) == "dans le Cantal, en Haute-Loire et en Lozère"
    assert together(["quelque part"] * 101) == "dans 101\xa0territoires"
    assert together([]) == ""


@pytest.mark.usefixtures("_two")
def test_a_listing_leads_back_to_the_places_of_its_territory(client: Client) -> None:
    assert 'href="/?territory=07"' in read(client, "/lieux/lisiere/")
    assert "Tous les lieux en Ardèche" in read(client, "/lieux/lisiere/")


def test_a_listing_of_a_directory_of_one_leads_back_to_all_of_it(client: Client) -> None:
    make_place("POLeN")
    assert "territory=" not in read(client, "/lieux/polen/")


@pytest.mark.usefixtures("_two")
def test_the_data_of_one_say_whose_they_are(client: Client) -> None:
    assert '"spatialCoverage":"Ardèche, Lozère"' in read(client, "/donnees/").replace(": ", ":")
    assert '"spatialCoverage":"Ardèche"' in read(client, "/donnees/", territory="07").replace(": ", ":")


@pytest.mark.usefixtures("_two")
def test_a_place_beyond_the_border_is_named_where_it_covers(client: Client) -> None:
    beyond, network = Place.objects.get(slug="lisiere"), Network.objects.get(slug="france-services")
    make_membership(beyond, network, "2019-01-01", evidence="Ouverte en 2019")
    make_commune("Langogne")
    near = {"territory": "48", "rule": "distance", "radius": "50000"}
    assert "Lisière" in read(client, "/croisements/", **near)
    assert "Lisière" in read(client, "/croisements/", **near, **{"from": "2018-01-01", "on": "2019-07-01"})
