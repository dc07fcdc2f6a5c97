"""A third family is a row of the vocabulary: on no side until someone asks for it, and right on every screen."""

import csv
import html
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from network.models import Family, User
from tests.network.made_up import made_up_territory

pytestmark = pytest.mark.django_db

CULTURE = {"slug": "culture", "label": "Culture", "label_en": "The arts", "purpose": "Faire de la musique ensemble."}
CHORUS = {"slug": "choeur", "name": "Chœur des sirènes", "family": "culture", "colour": "#226644", "organisations": []}


def stay(network: str) -> dict[str, str]:
    """Describe a stay since 2019."""
    return {"network": network, "start": "2019-01-01", "evidence": "§ 121", "source": "timee"}


@pytest.fixture(autouse=True)
def _atlantis(tmp_path: Path) -> None:
    """Load Atlantis: its temple is on both sides and in the chorus, its port in the chorus alone."""
    files = made_up_territory()
    files["vocabulary/families.json"].append(CULTURE)
    files["atlantide/networks.json"].append(CHORUS)
    temple, port = files["atlantide/places.json"]
    temple["memberships"] = [stay("nord"), stay("sud"), stay("choeur")]
    port["memberships"] = [stay("choeur")]
    port |= {"point": [-28.5, 30.5], "precision": "exact"}
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
    call_command("load_territory", str(tmp_path / "atlantide"), verbosity=0, stdout=io.StringIO())


def asked(client: Client, address: str) -> Any:
    """Ask the API."""
    return client.get(f"/api/v1/{address}").json()


def said(client: Client, address: str) -> str:
    """What a page says, without its tags."""
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<script.*?</script>|<[^>]+>", " ", answer.content.decode())))


def counts(answer: Any) -> tuple[int, ...]:
    """How many are in each state."""
    return tuple(answer["summary"][state]["count"] for state in ("both", "a", "b", "neither"))


def test_places_of_a_family_on_no_side_are_in_neither_state_and_found_by_their_family(client: Client) -> None:
    (temple, port) = sorted(asked(client, "places/?family=culture")["results"], key=lambda row: -len(row["networks"]))
    assert (temple["slug"], temple["overlap"]) == ("temple", "both")
    assert (port["slug"], port["overlap"], port["networks"]) == ("port", "neither", ["choeur"])
    assert [row["slug"] for row in asked(client, "places/?overlap=neither")["results"]] == ["port"]
    detail = asked(client, "places/port/")
    assert (detail["overlap"], detail["memberships"][0]["network"]["family"]) == ("neither", "culture")
    (feature,) = asked(client, "places/?format=geojson&overlap=neither")["features"]
    assert feature["properties"]["overlap"] == "neither"


def test_the_overlap_counts_it_only_on_the_side_where_it_is_asked_for(client: Client) -> None:
    assert counts(asked(client, "overlap/")) == (1, 0, 0, 1)
    with_culture = asked(client, "overlap/?a=culture&b=business_support")
    assert counts(with_culture) == (1, 1, 0, 0)
    assert with_culture["sides"]["a"] == {"asked": ["culture"], "label": "Culture", "networks": ["choeur"]}
    communes = asked(client, "overlap/?level=commune&a=culture&b=mediation")
    assert counts(communes) == (1, 1, 0, 0)


def test_a_family_that_gets_a_side_counts_there(client: Client) -> None:
    Family.objects.filter(slug="culture").update(side="b")
    assert counts(asked(client, "overlap/")) == (1, 0, 1, 0)
    assert [row["slug"] for row in asked(client, "places/?overlap=b")["results"]] == ["port"]
    assert "Appui aux entreprises + Culture seulement" in said(client, "/")


def test_the_vocabulary_tells_its_label_and_its_side(client: Client) -> None:
    families = {row["slug"]: row for row in asked(client, "families/")["results"]}
    assert list(families) == ["mediation", "business_support", "culture"]
    assert (families["culture"]["label_en"], families["culture"]["side"]) == ("The arts", None)
    assert families["mediation"]["side"] == "a"


def test_a_misspelt_family_or_state_is_refused_with_the_list_of_those_that_are(client: Client) -> None:
    refused = client.get("/api/v1/places/?family=cultures")
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["allowed"] == ["business_support", "culture", "mediation"]
    refused = client.get("/api/v1/places/?overlap=mediation")
    assert (refused.status_code, refused.json()["errors"][0]["allowed"]) == (400, ["both", "a", "b", "neither"])


def test_a_table_names_it(client: Client) -> None:
    table = client.get("/api/v1/places/?format=csv&family=culture").content.decode("utf-8-sig")
    rows = {row["slug"]: row for row in csv.DictReader(io.StringIO(table), delimiter=_delimiter(table))}
    assert {slug: row["overlap"] for slug, row in rows.items()} == {"temple": "both", "port": "neither"}
    table = client.get("/api/v1/overlap/?format=csv&a=culture&b=mediation").content.decode("utf-8-sig")
    rows = {row["slug"]: row for row in csv.DictReader(io.StringIO(table), delimiter=_delimiter(table))}
    assert {slug: row["state"] for slug, row in rows.items()} == {"temple": "both", "port": "a"}
    assert {row["side_a"] for row in rows.values()} == {"culture"}


def _delimiter(table: str) -> str:
    return ";" if ";" in table.splitlines()[0] else ","


def test_crossings_name_the_sides_that_were_chosen_and_no_other(client: Client) -> None:
    usual = said(client, "/croisements/")
    assert "un lieu de médiation numérique et un lieu d’appui aux entreprises" in usual
    chosen = said(client, "/croisements/?on=2020-01-01&a=culture&b=business_support")
    assert "1 commune sur 2 a à la fois un lieu de culture et un lieu d’appui aux entreprises" in chosen
    assert "Culture seulement 1 commune" in chosen
    assert "Médiation numérique seulement" not in chosen
    english = said(client, "/en/croisements/?on=2020-01-01&a=culture&b=business_support")
    assert "both a place for the arts and a place for business support" in english
    assert "The arts only 1 commune" in english


def test_crossings_offer_it_on_both_sides(client: Client) -> None:
    page = client.get("/croisements/").content.decode()
    boxes = re.findall(r'<input type="checkbox"\s+name="([ab])"\s+value="culture"\s*>', page)
    assert boxes == ["a", "b"], "neither ticked nor usual"
    assert "Culture, tous les réseaux" in page


def test_home_filters_by_its_network_under_its_label(client: Client) -> None:
    page = said(client, "/")
    assert "Culture Chœur des sirènes" in page
    for count, state in ((0, "Médiation numérique seulement"), (1, "Les deux"), (1, "Ni l’un ni l’autre")):
        assert f"{count} {state}" in page
    assert "Le Port" in said(client, "/?network=choeur&overlap=neither")


def test_networks_and_places_show_it_on_no_side(client: Client) -> None:
    page = client.get("/reseaux/choeur/").content.decode()
    assert "state-neither" in page
    assert "Culture" in said(client, "/reseaux/choeur/")
    assert "Culture Faire de la musique ensemble. 2 lieux Chœur des sirènes" in said(client, "/reseaux/")
    place = said(client, "/lieux/port/")
    assert "Ni médiation numérique, ni appui aux entreprises" in place
    assert "Chœur des sirènes" in place
    assert "Culture" in place


def test_the_admin_keeps_it_and_filters_by_it(client_of: Callable[[User], Client], administrator: User) -> None:
    admin = client_of(administrator)
    assert "Le Temple" in said(admin, "/admin/places/place/?family=culture")
    listed = said(admin, "/admin/network/family/")
    assert "The arts" in listed
    edited = admin.get("/admin/network/family/culture/change/").content.decode()
    assert "Supprimer" not in edited, "a network is of it"
    assert "Culture" in said(admin, "/admin/network/network/")
