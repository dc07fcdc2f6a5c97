"""The page of crossings without a script: what it counts, tells, refuses and costs."""

import re
from datetime import date
from html import escape, unescape

import pytest
from django.test import Client

from frontend.crossings.counted import bands
from network.choices import State
from network.models import Network
from network.overlap.question import Summary
from tests.budget import hold, statements
from tests.factories import make_commune, make_intercommunality, make_membership, make_network
from tests.factories import make_place as make
from tests.frontend.test_pages import HOSTILE

pytestmark = pytest.mark.django_db
USUAL = "un lieu de médiation numérique et un lieu d’appui aux entreprises"


def text_of(client: Client, query: str = "", path: str = "/croisements/") -> str:
    """What the page says, without its tags."""
    html = client.get(f"{path}{query}").content.decode()
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def shown(client: Client, query: str) -> str:
    """The page without what is hidden."""
    html = client.get(f"/croisements/{query}").content.decode()
    return re.sub(r"<(\w+)[^>]*\shidden>.*?</\1>", "", html, flags=re.DOTALL)


def make_territory() -> None:
    """Make a commune of each state, in July 2019; before its networks began, there were none, and that is known."""
    make_commune("Mende", population=12_318)
    make_commune("Marvejols", population=4_728)
    make_commune("Langogne", population=2_918)
    make_commune("Villefort", population=538)
    make_intercommunality("Cœur de Lozère", "Mende")
    msap = make_network("MSAP", "mediation", started_on=date(2016, 1, 1))
    make_network("SoLozère", started_on=date(2013, 2, 1))
    make_membership(make("MSAP", "Marvejols"), msap, "2016-01-01", is_start_exact=True, evidence="Liste")
    make_membership(make("Coworking", "Langogne"), make_network("SoLozère"), "2013-02-01", "2022-04-26")
    both = make("La Pompe", "Mende")
    make_membership(both, make_network("SoLozère"), "2013-02-01", "2022-04-26", is_start_exact=False, evidence="Carte")
    make_membership(both, msap, "2016-01-01", is_start_exact=True, evidence="Liste", source="Annuaire")


def test_an_empty_directory_is_a_page(client: Client) -> None:
    said = text_of(client)
    assert "aucune commune sur 0 n’a à la fois" in said
    assert "Aucune source datée n’en parle." in said
    assert "Aucune commune connue." in said
    assert "Aucune adhésion n’est datée." in said


def test_the_point_is_made_in_one_sentence(client: Client) -> None:
    make_territory()
    said = text_of(client, "?on=2019-07-01")
    assert f"Au 1er juillet 2019, 1 commune sur 4 a à la fois {USUAL} : 12 318 habitants." in said
    assert f"Au 1er juillet 2012, aucune commune sur 4 n’a à la fois {USUAL}." in text_of(client, "?on=2012-07-01")


def make_undated() -> None:
    """Let the networks be older than all that any source dates of them."""
    make_territory()
    Network.objects.update(started_on=None)


def test_before_the_first_date_of_any_source_nothing_is_known_and_nothing_is_counted(client: Client) -> None:
    make_undated()
    said = text_of(client, "?on=2011-10-31")
    assert f"On ne sait pas combien de communes sur 4 ont à la fois {USUAL} au 31 octobre 2011." in said
    assert "Ce n’est pas zéro : aucune source ne le dit." in said
    assert "Médiation numérique : aucune source ne date rien avant le 1er janvier 2016. Appui" in said
    assert "Appui aux entreprises : aucune source ne date rien avant le 1er février 2013." in said
    assert "D’après des sources" not in said
    states = said.partition("Les communes, selon ce qui les couvre")[2].partition("Date ")[0]
    assert not re.search(r"[0-9] (commune|habitant)", states)
    assert states.count("— nombre inconnu") == 4
    assert "— Les deux — Médiation numérique seulement — Appui aux entreprises seulement — Ni l’un" in states
    assert "Cœur de Lozère — — — — " in said
    assert "Des autres lieux et réseaux, aucune source ne dit rien à cette date." in said
    assert said.count("On ne sait pas : aucune source ne remonte à cette date") == 2
    html = client.get("/croisements/?on=2011-10-31").content.decode()
    assert re.findall(r'x="[0-9.]+%" width="([0-9.]+)%"', html)[:4] == ["0.00"] * 4


def test_what_one_side_alone_has_is_known_before_the_other_is_dated(client: Client) -> None:
    make_undated()
    said = text_of(client, "?on=2014-07-01")
    assert "On ne sait pas combien de communes" in said
    assert "D’après des sources allant jusqu’au 26 avril 2022 ; 2 lieux sur 2 alors confirmés" in said
    assert "Appui aux entreprises : aucune source" not in said
    states = said.partition("Les communes, selon ce qui les couvre")[2].partition("Date ")[0]
    assert "Appui aux entreprises seulement 2 communes 15 236 habitants" in states
    assert states.count("— nombre inconnu") == 3
    near = text_of(client, "?on=2014-07-01&rule=distance&radius=5000")
    assert "On ne sait pas combien de communes sur 4 ont, chez elles ou à 5 km au plus" in near
    assert "Au 1er janvier 2016, 1 commune sur 4 a à la fois" in text_of(client, "?on=2016-01-01")


def test_the_story_counts_nothing_before_both_sides_are_dated(client: Client) -> None:
    make_undated()
    said = text_of(client).partition("Depuis quand")[2]
    assert "SoLozère : 2 lieux vus pour la première fois nombre inconnu" in said
    assert "MSAP : 2 lieux entrent +1 1 commune" in said
    assert "number not known" in text_of(client, path="/en/croisements/").partition("Since when")[2]


def test_a_place_that_is_both_is_another_number_than_a_commune_that_has_both(client: Client) -> None:
    make_territory()
    make_membership(make("Relais", "Langogne"), make_network("MSAP", "mediation"), "2016-01-01")
    html = client.get("/croisements/?on=2019-07-01").content.decode().replace("\xa0", " ")
    assert "2 communes sur 4 ont à la fois" in html
    assert '<p class="same-place" id="same-place">1 lieu est les deux à la fois.</p>' in html
    assert re.search(
        r'name="description"\s+content="Au 1er juillet[^"]*1 lieu est les deux à la fois\. D’après[^"]*"', html
    )
    assert "Aucun lieu n’est les deux à la fois." in text_of(client, "?on=2012-07-01")
    assert "1 place is both at once." in text_of(client, "?on=2019-07-01", "/en/croisements/")


def test_the_point_says_how_far_its_sources_go(client: Client) -> None:
    make_territory()
    beyond = text_of(client, "?on=2026-11-28").replace("\xa0", " ")
    far = "D’après des sources allant jusqu’au 26 avril 2022"
    assert f"{far}, prolongées ensuite ; 0 lieu sur 2 confirmé depuis moins de 24 mois." in beyond
    within = client.get("/croisements/?on=2014-01-01").content.decode().replace("\xa0", " ")
    assert within.count(f"{far} ; 2 lieux sur 2 alors confirmés depuis moins de 24 mois.") == 3
    assert "From sources up to 26 April 2022" in text_of(client, path="/en/croisements/").replace("\xa0", " ")
    assert far in text_of(client, path="/croisements/reunion/").replace("\xa0", " ")


def test_each_state_has_its_communes_people_and_places(client: Client) -> None:
    make_territory()
    said = text_of(client, "?on=2019-07-01")
    communes, _, places = said.partition("Les lieux, selon leurs réseaux")
    communes = communes.partition("Les communes, selon ce qui les couvre")[2]
    assert "Les deux 1 commune 12 318 habitants Montrer seulement" in communes
    assert "Médiation numérique seulement 1 commune 4 728 habitants" in communes
    assert "Appui aux entreprises seulement 1 commune 2 918 habitants" in communes
    assert "Ni l’un ni l’autre 1 commune 538 habitants" in communes
    assert not re.search(r"\blieux?\b", communes), "nobody can read places beside communes"
    named = ("Les deux", "Médiation numérique seulement", "Appui aux entreprises seulement", "Ni l’un ni l’autre")
    assert " ".join(f"{count} {name}" for count, name in zip((1, 1, 1, 0), named, strict=True)) in places
    assert "Cœur de Lozère 1 12 318 habitants 0 0 0" in said


def test_groups_stand_by_name_and_communes_of_none_last(client: Client) -> None:
    make_territory()
    make_intercommunality("Aubrac", "Langogne")
    said = text_of(client).partition("Par intercommunalité")[2]
    assert said.index("Aubrac") < said.index("Cœur de Lozère") < said.index("Intercommunalité non renseignée")


def test_distance_covers_neighbours_and_is_said_in_words(client: Client) -> None:
    make_territory()
    said = text_of(client, "?on=2019-07-01&rule=distance&radius=50000")
    assert f"4 communes sur 4 ont, chez elles ou à 50 km au plus, {USUAL}" in said
    assert "à 50 km au plus, à vol d’oiseau" in said
    assert "à 7,5 km au plus, à vol d’oiseau" in text_of(client, "?rule=distance&radius=7500")
    nowhere = text_of(client, "?on=2012-07-01&rule=distance&radius=500")
    assert f"aucune commune sur 4 n’a, chez elle ou à 0,5 km au plus, {USUAL}." in nowhere
    english = text_of(client, "?on=2019-07-01&rule=distance&radius=7500", "/en/croisements/")
    assert "within 7.5 km, both a place for digital inclusion and a place for business support" in english


def test_the_form_holds_what_was_asked(client: Client) -> None:
    html = client.get("/croisements/?on=2019-07-01&rule=distance&radius=7500&confirmed=true").content.decode()
    assert 'value="2019-07-01"' in html
    assert 'value="7500"' in html
    assert re.search(r'value="distance"\s+checked', html)
    assert re.search(r'name="confirmed"\s+value="true"\s+checked', html)
    assert escape("level=commune&on=2019-07-01&rule=distance&radius=7500&confirmed=true") in html


def test_what_nobody_has_confirmed_lately_is_left_out_and_the_page_says_why(client: Client) -> None:
    place = make("La Pompe")
    make_membership(place, make_network("MSAP", "mediation"), "2020-01-01")
    make_membership(place, make_network("SoLozère"), "2020-01-01")
    assert "Les sources vont" in text_of(client, "?on=2050-01-01&confirmed=true")
    assert "aucune commune sur 1 n’a" in text_of(client, "?on=2050-01-01&confirmed=true")
    assert "1 commune sur 1 a" in text_of(client, "?on=2050-01-01")


def test_a_network_begins_before_its_places_enter(client: Client) -> None:
    network = make_network("SoLozère", started_on=date(2013, 2, 1))
    make_membership(make("POLeN"), network, "2013-02-01", is_start_exact=True)
    said = text_of(client).partition("Depuis quand")[2]
    assert said.index("SoLozère : début du réseau") < said.index("SoLozère : 1 lieu entre")


def test_a_day_that_comes_is_told_as_such(client: Client) -> None:
    ahead = "tout ce qui est connu aujourd’hui y est supposé durer"
    assert ahead in shown(client, "?on=2050-01-01")
    assert ahead not in shown(client, "?on=2019-07-01")


def test_the_story_gives_each_date_with_its_evidence(client: Client) -> None:
    make_territory()
    said = text_of(client).partition("Depuis quand")[2]
    assert said.index("1er février 2013") < said.index("1er janvier 2016") < said.index("26 avril 2022")
    assert "SoLozère : 2 lieux vus pour la première fois 0 commune" in said
    assert "La Pompe, Mende (au moins depuis cette date) Carte" in said
    assert "MSAP : 2 lieux entrent +1 1 commune" in said
    assert "Liste Source : Annuaire" in said
    assert "2 lieux quittent le réseau SoLozère −1 0 commune" in said


def test_the_story_tells_what_is_first_seen_from_what_is_gained(client: Client) -> None:
    make_territory()
    make_membership(make("Dépôt", "Langogne"), make_network("Bibliothèques", "mediation"), "2020-11-01")
    said = text_of(client).partition("Depuis quand")[2]
    assert "Bibliothèques : 1 lieu vu pour la première fois +1 vue pour la première fois 2 communes" in said
    html = client.get("/croisements/").content.decode().replace("\\u00a0", " ")
    marks = dict(re.findall(r'\["(\d{4}-\d\d-\d\d)", "[^"]*", (true|false), "[^"]*"\]', html))
    assert marks == {"2013-02-01": "false", "2016-01-01": "false", "2020-11-01": "true", "2022-04-26": "false"}


def test_of_a_day_that_is_known_to_the_month_the_month_is_told(client: Client) -> None:
    make_territory()
    Network.objects.filter(slug="solozere").update(started_on=date(2011, 10, 1), started_precision="month")
    survey = make_network("Enquête", "mediation", started_on=date(2016, 1, 1), started_precision="year")
    Network.objects.filter(slug="solozere").update(ended_on=date(2022, 4, 26), is_end_exact=False)
    make_membership(make("Dépôt", "Langogne"), survey, "2016-01-01", start_precision="year")
    said = text_of(client).partition("Depuis quand")[2]
    assert "octobre 2011 SoLozère : début du réseau" in said
    assert "1er octobre 2011" not in said
    assert "1er janvier 2016 Enquête : début du réseau (en 2016) MSAP : début du réseau" in said
    assert "Enquête : 1 lieu vu pour la première fois (en 2016)" in said
    assert "(au plus tard à cette date)" in said
    html = client.get("/croisements/").content.decode().replace("\\u00a0", " ")
    assert 'd\\u00e9but du r\\u00e9seau", false, "Depuis octobre 2011"' in html


def test_the_end_of_a_network_is_no_closure(client: Client) -> None:
    make_territory()
    Network.objects.filter(slug="solozere").update(ended_on=date(2022, 4, 26))
    said = text_of(client).partition("Depuis quand")[2]
    assert "fin du réseau SoLozère : 2 adhésions −1 0 commune" in said
    assert "SoLozère : fin du réseau" not in said
    assert "quittent le réseau SoLozère" not in said
    assert "end of the network SoLozère: 2 memberships" in text_of(client, path="/en/croisements/")


@pytest.mark.parametrize(
    ("query", "label", "value"),
    [
        ("?on=yesterday", "Date", "yesterday"),
        ("?on=2019-02-30", "Date", "2019-02-30"),
        ("?rule=walking", "Une commune est couverte par", "walking"),
        ("?radius=far", "Rayon", "far"),
        ("?a=nobody", "Premier côté", "nobody"),
        ("?b=solozere&b=nobody", "Second côté", "solozere, nobody"),
        ("?network=nobody", "Réseaux choisis ensemble", "nobody"),
        ("?confirmed=maybe", "Seulement les adhésions confirmées depuis moins de 24 mois", "maybe"),
    ],
)
def test_what_cannot_be_read_is_told_and_left_aside(client: Client, query: str, label: str, value: str) -> None:
    answer = client.get(f"/croisements/{query}")
    assert answer.status_code == 400
    assert f"{label}\xa0: «\xa0{value}\xa0» n’est pas connu, ce filtre est laissé de côté." in answer.content.decode()


def test_a_radius_is_chosen_in_kilometres_without_a_script(client: Client) -> None:
    html = client.get("/croisements/?rule=distance&radius=1250").content.decode()
    listed = re.findall(r'<option value="(\d+)" ?(selected)?>([^<]+)</option>', html.partition('id="radii"')[2])
    assert ("1250", "selected", "1,25\xa0km") in listed
    assert ("10000", "", "10\xa0km") in listed
    assert ">mètres<" not in html


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?radius=-1", "Rayon : « -0,001 km » n’est pas entre 0 et 50 km"),
        ("?radius=60000", "Rayon : « 60 km » n’est pas entre 0 et 50 km"),
        (f"?radius={'9' * 400}", f"Rayon : « {'9' * 100} » n’est pas entre 0 et 50 km"),
        ("?on=0019-07-01", "Date : « 0019-07-01 » n’est pas entre 1900 et 2200"),
        ("?from=2201-01-01", "Comparer depuis le : « 2201-01-01 » n’est pas entre 1900 et 2200"),
    ],
)
def test_what_is_out_of_bounds_is_told_with_them(client: Client, query: str, said: str) -> None:
    answer = client.get(f"/croisements/{query}")
    assert answer.status_code == 400
    assert said in answer.content.decode().replace("\xa0", " ")


def test_a_hostile_question_is_only_told(client: Client) -> None:
    answer = client.get("/croisements/", {"on": f"{HOSTILE}\x00"})
    assert answer.status_code == 400
    assert HOSTILE not in answer.content.decode()
    assert escape(HOSTILE) in answer.content.decode()


def test_any_two_sides_may_be_compared_and_every_word_follows(client: Client) -> None:
    make_territory()
    said = text_of(client, "?on=2019-07-01&a=msap&b=solozere")
    assert "1 commune sur 4 a à la fois un lieu du réseau MSAP et un lieu du réseau SoLozère : 12 318 habit" in said
    for state in ("Les deux", "MSAP seulement", "SoLozère seulement", "Ni l’un ni l’autre"):
        assert f"{state} 1 commune" in said
    assert "« Les deux », pour une commune : un lieu du réseau MSAP et un lieu du réseau SoLozère." in said
    assert "Médiation numérique seulement" not in said
    html = client.get("/croisements/?on=2019-07-01&a=msap&b=solozere&confirmed=true").content.decode()
    assert escape("level=commune&on=2019-07-01&confirmed=true&a=msap&b=solozere") in html
    assert "level=place\\u0026a=msap\\u0026b=solozere\\u0026confirmed=true" in html
    assert escape("?on=2019-07-01&confirmed=true") in html


def test_a_side_of_many_networks_is_short_in_the_sentence_and_whole_under_it(client: Client) -> None:
    make_territory()
    for name in ("Aidants Connect", "France services", "Réseau des bibliothèques"):
        make_network(name, "mediation")
    asked = "?on=2019-07-01&b=business_support&a=msap&a=france-services&a=reseau-des-bibliotheques&a=aidants-connect"
    whole = "Aidants Connect + France services + MSAP + Réseau des bibliothèques"
    said = text_of(client, asked)
    assert "a à la fois un lieu du réseau Aidants Connect, du réseau France services ou de 2 autres et un " in said
    assert f"Premier côté : {whole}" in said
    assert "Aidants Connect, France services et 2 autres seulement 1 commune" in said
    assert "France services, du réseau MSAP ou du Réseau des bibliothèques et un lieu d’appui aux entreprises." in said
    assert "Appui aux entreprises seulement 1 commune" in said
    said = text_of(client, asked, "/en/croisements/")
    assert "both a place in the Aidants Connect network, in the France services network or in 2 others and" in said


def test_a_side_of_three_is_told_by_its_names(client: Client) -> None:
    make_territory()
    said = text_of(client, "?on=2019-07-01&b=mediation&b=solozere&a=msap")
    assert "un lieu du réseau MSAP et un lieu de médiation numérique ou du réseau SoLozère" in said
    assert "Second côté" not in said.partition("Choisir les deux côtés")[0]


def test_a_whole_family_holds_its_networks_and_needs_no_asking(client: Client) -> None:
    make_territory()
    said = text_of(client, "?on=2019-07-01&a=mediation&a=msap&b=")
    assert f"a à la fois {USUAL}" in said
    assert "Revenir aux deux côtés habituels" not in said
    html = client.get("/croisements/?a=mediation&a=solozere").content.decode()
    assert re.search(r'name="a"\s+value="solozere"\s+checked', html)
    assert not re.search(r'name="a"\s+value="msap"\s+checked', html)


def test_networks_that_go_together_are_drawn_the_largest_combination_first(client: Client) -> None:
    make_territory()
    make_membership(make("Relais", "Villefort"), make_network("MSAP", "mediation"), "2017-01-01")
    make_network("La Rosêe")
    said = text_of(client, "?on=2019-07-01").partition("Quels réseaux partagent des lieux ?")[2]
    assert "Au 1er juillet 2019 2 2 lieux exactement dans : MSAP 1 1 lieu exactement dans : MSAP, SoLozère 1 " in said
    assert "MSAP 3 dans ce réseau dans ce réseau SoLozère 2 dans ce réseau dans ce réseau " in said
    assert "0 lieu de l’annuaire n’est dans aucun de ces réseaux." in said
    assert "Réseaux sans aucun lieu ce jour-là : La Rosêe." in said


def test_a_combination_is_a_link_that_lists_its_places(client: Client) -> None:
    make_territory()
    html = client.get("/croisements/?on=2019-07-01").content.decode()
    assert 'href="?on=2019-07-01&amp;network=msap&amp;network=solozere#together"' in html
    said = text_of(client, "?on=2019-07-01&network=solozere&network=msap")
    assert "1 lieu exactement dans : MSAP, SoLozère Montrer tous les lieux La Pompe, Mende" in said
    said = text_of(client, "?on=2012-07-01&network=solozere")
    assert "Aucun lieu, ce jour-là, exactement dans : SoLozère" in said


def test_a_combination_with_a_network_of_no_side_is_left_aside(client: Client) -> None:
    make_territory()
    make_network("France services", "mediation")
    said = text_of(client, "?on=2019-07-01&a=msap&network=france-services")
    assert "Montrer tous les lieux" in said
    assert "exactement dans : France services" not in said


def test_the_smallest_of_many_combinations_are_not_drawn_and_that_is_said(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_territory()
    monkeypatch.setattr("frontend.crossings.combinations.MOST", 2)
    assert "1 autre combinaison, plus petite, n’est pas dessinée." in text_of(client, "?on=2019-07-01")


@pytest.mark.parametrize("day", ["1900-01-01", "2200-12-31"])
def test_any_day_can_be_asked_for(client: Client, day: str) -> None:
    make_territory()
    assert client.get(f"/croisements/?on={day}&confirmed=true").status_code == 200


def test_the_page_takes_as_many_queries_for_many_places_as_for_one(client: Client) -> None:
    make_territory()
    client.get("/croisements/")
    with statements() as few:
        client.get("/croisements/")
    for number in range(12):
        make_membership(make(f"Lieu {number}"), make_network(f"Réseau {number}"), f"2020-01-{number + 1:02}")
    with statements() as many:
        client.get("/croisements/")
    # One of them: whether the whole history is not too long; two: what is nearest to the communes that lack a side.
    hold(few, many, habit=19)


def test_the_bar_shares_out_the_inhabitants() -> None:
    summary = Summary()
    assert {band.length for band in bands(summary)} == {"0.00"}
    summary.add(State.BOTH, 1, 300)
    summary.add(State.NEITHER, 2, 100)
    assert [(band.start, band.length) for band in bands(summary)] == [
        ("0.00", "75.00"),
        ("75.00", "0.00"),
        ("75.00", "0.00"),
        ("75.00", "25.00"),
    ]


def test_the_page_is_for_search_engines_in_both_languages(client: Client) -> None:
    assert "/croisements/" in client.get("/sitemap.xml").content.decode()
    make_territory()
    assert "On 1 July 2019, 1 of 4 communes" in text_of(client, "?on=2019-07-01", "/en/croisements/")
    assert date(2019, 7, 1).isoformat() in client.get("/en/croisements/?on=2019-07-01").content.decode()


def test_the_outlines_of_communes_are_drawn_once_for_all(client: Client) -> None:
    assert client.get("/communes.geojson").json() == {"type": "FeatureCollection", "features": []}
    make_commune("Mende")
    make_commune("Marvejols")
    answer = client.get("/communes.geojson")
    features = answer.json()["features"]
    assert [one["properties"] for one in features] == [
        {"code": "48092", "name": "Marvejols", "at": [3.2903, 44.5533]},
        {"code": "48095", "name": "Mende", "at": [3.4983, 44.518]},
    ]
    assert {one["geometry"]["type"] for one in features} == {"MultiPolygon"}
    assert client.get("/communes.geojson", headers={"If-None-Match": answer["ETag"]}).status_code == 304
