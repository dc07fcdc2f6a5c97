"""The admin, as administrators find it, and closed to everyone else."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.forms import MultipleChoiceField
from django.test import Client
from django.utils import timezone

from network.models import Membership, Network, User
from places.models import Change, Kind, Place
from places.services import version_of
from tests.budget import hold, statements
from tests.factories import (
    make_both_families,
    make_commune,
    make_family,
    make_intercommunality,
    make_kind,
    make_membership,
    make_network,
    make_organisation,
    make_place,
    make_service,
    period,
    point_in,
)

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
PLACES = "/admin/places/place/"


@pytest.fixture
def chief(client_of: ClientOf, administrator: User) -> Client:
    """The browser of an administrator."""
    administrator.first_name, administrator.last_name = "Claire", "Vidal"
    administrator.save()
    return client_of(administrator)


def page(client: Client, url: str) -> str:
    """Read a page that must be there."""
    response = client.get(url)
    assert response.status_code == 200, response
    return str(response.content.decode())


def filled(client: Client, url: str) -> dict[str, Any]:
    """What the form at an address would send as it stands."""
    response = client.get(url)
    assert response.status_code == 200, response
    forms = [response.context["adminform"].form]
    for formset in response.context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    return {name: value for form in forms for name, value in sent_by(form)}


def sent_by(form: Any) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for field in form:
        value = field.value()
        if field.name == "period":
            found += [(f"{field.html_name}_{n}", bound or "") for n, bound in enumerate(value or ["", ""])]
        elif field.name == "point":
            found.append((field.html_name, value.geojson if value else ""))
        elif field.field.__class__.__name__ == "BooleanField":
            found += [(field.html_name, "on")] if value else []
        elif isinstance(field.field, MultipleChoiceField):
            found.append((field.html_name, value or []))
        else:
            found.append((field.html_name, "" if value is None else value))
        if field.field.show_hidden_initial:
            found.append((field.html_initial_name, field.field.prepare_value(field.initial)))
    return found


@pytest.mark.parametrize("path", ["network/family/{family}", "places/kind/{kind}", "places/place/{place}"])
def test_every_form_lays_its_boxes_out_side_by_side(chief: Client, path: str) -> None:
    place = make_place()
    url = path.format(family=make_family("mediation").pk, kind=make_kind().pk, place=place.pk)
    assert '/places/admin.css"' in page(chief, f"/admin/{url}/change/")


def send(client: Client, url: str, **changes: Any) -> str:
    """Fill in a form, send it, and give the page that follows."""
    response = client.post(url, {**filled(client, url), **changes}, follow=True)
    assert response.status_code == 200, response
    return str(response.content.decode())


MODELS: dict[str, Callable[[], Any]] = {
    "places/place": make_place,
    "places/kind": make_kind,
    "places/service": make_service,
    "places/commune": make_commune,
    "places/intercommunality": make_intercommunality,
    "places/territory": lambda: make_commune().territory,
    "network/family": lambda: make_family("mediation"),
    "places/change": lambda: make_kind() and Change.objects.newest_first()[0],
    "network/network": make_network,
    "network/organisation": make_organisation,
    "network/membership": lambda: make_membership(make_place(), make_network()),
    "network/user": lambda: User.objects.get(username="chef"),
}


@pytest.mark.parametrize("model", MODELS)
def test_an_administrator_opens_every_list_form_and_history(chief: Client, model: str) -> None:
    row = MODELS[model]()
    for path in ("", f"{row.pk}/change/", f"{row.pk}/history/"):
        page(chief, f"/admin/{model}/{path}")


@pytest.mark.parametrize("role", [None, "stranger", "facilitator"])
def test_the_admin_is_closed_to_everyone_else(
    request: pytest.FixtureRequest, client_of: ClientOf, role: str | None
) -> None:
    client = client_of(request.getfixturevalue(role) if role else None)
    for model in MODELS:
        for path in ("", "add/", "1/change/", "1/history/", "1/delete/"):
            for method in (client.get, client.post):
                response = method(f"/admin/{model}/{path}")
                assert (response.status_code, "/admin/login/" in response["Location"]) == (302, True), path


def test_the_list_tells_names_communes_kinds_and_overlap(chief: Client) -> None:
    make_both_families(make_place("La Pompe", "Florac Trois Rivières", verified_on=date(2026, 11, 1)))
    shown = page(chief, PLACES)
    for words in ("La Pompe", "Florac Trois Rivières", "Espace de coworking", "publié", "1 novembre 2026", "Les deux"):
        assert words in shown


def test_the_list_asks_as_many_questions_of_three_places_as_of_twelve(chief: Client) -> None:
    asked = []
    for size in (3, 12):
        for number in range(Place.objects.count(), size):
            make_both_families(make_place(f"Lieu {number}"))
        with statements() as queries:
            page(chief, PLACES)
        asked.append(queries)
    hold(*asked)


def names_listed(client: Client, query: str, url: str = PLACES) -> list[str]:
    return sorted(row.name for row in client.get(f"{url}?{query}").context["cl"].result_list)


def test_the_list_is_searched_without_accents_and_filtered(chief: Client) -> None:
    make_both_families(make_place("Médiathèque Théophile", "Marvejols", kinds=["library"]))
    make_membership(make_place("La Pompe", "Florac Trois Rivières", status="draft"), make_network("SoLozère"))
    group = make_intercommunality("Gévaudan", "Marvejols")
    assert names_listed(chief, "q=theophile") == ["Médiathèque Théophile"]
    assert names_listed(chief, "q=florac") == ["La Pompe"]
    assert names_listed(chief, "status__exact=draft") == ["La Pompe"]
    assert names_listed(chief, "kind=library") == ["Médiathèque Théophile"]
    assert names_listed(chief, f"commune__intercommunality__code__exact={group.code}") == ["Médiathèque Théophile"]
    assert names_listed(chief, "overlap=both") == ["Médiathèque Théophile"]
    assert names_listed(chief, "overlap=b") == ["La Pompe"]
    assert names_listed(chief, "network=solozere") == ["La Pompe", "Médiathèque Théophile"]
    assert names_listed(chief, "family=mediation") == ["Médiathèque Théophile"]


def test_a_filter_typed_by_hand_is_not_an_error(chief: Client) -> None:
    make_place()
    for query in ("overlap=nonsense", "family=nonsense", "network=nonsense", "kind=nonsense"):
        page(chief, f"{PLACES}?{query}")


def test_a_place_is_added_and_its_commune_is_found(chief: Client) -> None:
    make_commune("Langogne")
    make_kind()
    send(
        chief, f"{PLACES}add/", name="La Gare", slug="la-gare", kinds=["coworking"], point=point_in("Langogne").geojson
    )
    place = Place.objects.get(slug="la-gare")
    assert (place.commune.name, place.status, place.precision) == ("Langogne", "published", "exact")
    unknown = ("services", "description", "phone", "email", "website", "has_wifi", "wheelchair", "fees", "publics")
    assert [getattr(place, name) for name in unknown] == [None] * len(unknown)


def test_a_place_without_a_point_has_a_commune_and_no_precision(chief: Client) -> None:
    commune = make_commune("Langogne")
    make_kind()
    send(chief, f"{PLACES}add/", name="La Gare", slug="la-gare", kinds=["coworking"], commune=commune.pk, point="")
    assert Place.objects.get().precision == "unknown"


def test_a_point_outside_its_commune_is_refused_with_both_named(chief: Client) -> None:
    make_commune("Langogne")
    place = make_place("POLeN", "Mende")
    shown = send(chief, f"{PLACES}{place.pk}/change/", point=point_in("Langogne").geojson)
    assert "Ce point est à Langogne, et la commune indiquée est Mende." in shown
    assert Place.objects.get().point == place.point


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"opening_hours": "9h-12h"}, "peut vouloir dire plusieurs choses"),
        ({"phone": "04 66 00 00"}, "Ce n’est pas un numéro"),
        ({"phone": "+334660000"}, "Ce n’est pas un numéro"),
        ({"postcode": "abc"}, "Un code postal a cinq chiffres"),
        ({"opened_on": "01/05/0024"}, "Une date va de 1900 à 2200"),
        ({"source_date": "01/05/0024"}, "Une date va de 1900 à 2200"),
        ({"is_itinerant": "true", "served_communes": "48095,99999"}, "Aucune commune n’a le code 99999."),
        ({"website": "polen-mende.com"}, "commence par http"),
        ({"kinds": []}, "Ce champ est obligatoire"),
        ({"verified_on": "2100-01-01"}, "Cette date n’est pas encore arrivée"),
        ({"opened_on": "2020-01-02", "closed_on": "2020-01-01"}, "La fermeture ne peut pas précéder l’ouverture"),
        ({"speed_measured_on": "2026-01-01"}, "Une date de mesure va avec un débit"),
        ({"day_price": "-1"}, "Un nombre, un débit ou un prix n’est jamais négatif"),
        ({"point": "", "commune": ""}, "Indiquez la commune, ou placez le point."),
    ],
)
def test_a_mistake_is_explained_in_french_and_nothing_is_saved(
    chief: Client, changes: dict[str, Any], message: str
) -> None:
    place = make_place()
    before = Place.pgh_event_model.objects.count()  # type: ignore[attr-defined]
    assert message in send(chief, f"{PLACES}{place.pk}/change/", name="Changé", **changes)
    assert Place.pgh_event_model.objects.count() == before  # type: ignore[attr-defined]


def test_kinds_and_services_are_boxes_in_groups(chief: Client) -> None:
    make_service("help", "Aide aux démarches", group="mediation")
    place = make_place(services=["printing"])
    shown = page(chief, f"{PLACES}{place.pk}/change/")
    assert re.search(r'type="checkbox" name="services" value="printing"[^>]*checked', shown)
    assert "Médiation numérique" in shown
    send(chief, f"{PLACES}{place.pk}/change/", services=["printing", "help"])
    assert set(Place.objects.get().services) == {"help", "printing"}


def test_every_box_unticked_is_unknown_again(chief: Client) -> None:
    place = make_place(services=["printing"])
    send(chief, f"{PLACES}{place.pk}/change/", services=[])
    assert Place.objects.get().services is None


def test_saving_without_a_change_leaves_no_trace(chief: Client) -> None:
    services = ["printing", "coworking-desk"]  # not in the order of the boxes
    place = make_place(services=services, opening_hours="24/7", download_mbps="12.50", verified_on="2026-01-01")
    make_both_families(place)
    before = Place.objects.get().updated_at, events_of(Place), events_of(Membership)
    send(chief, f"{PLACES}{place.pk}/change/")
    assert (Place.objects.get().updated_at, events_of(Place), events_of(Membership)) == before


def events_of(model: Any) -> int:
    return int(model.pgh_event_model.objects.count())


def test_a_membership_is_added_on_the_page_of_its_place(chief: Client) -> None:
    place, network = make_place(), make_network()
    stay = {
        "memberships-TOTAL_FORMS": 1,
        "memberships-0-network": network.pk,
        "memberships-0-period_0": "01/07/2019",
        "memberships-0-period_1": "",
        "memberships-0-start_precision": "day",
        "memberships-0-last_seen_precision": "day",
        "memberships-0-evidence": "Vu sur place",
        "memberships-0-source": "Claire",
    }
    send(chief, f"{PLACES}{place.pk}/change/", **stay)
    assert Membership.objects.get().period == period("2019-07-01")


def test_the_two_dates_of_a_membership_have_their_words(chief: Client) -> None:
    place = make_place()
    make_membership(place, make_network(), "2019-07-01")
    shown = page(chief, f"{PLACES}{place.pk}/change/")
    assert "depuis le" in shown
    assert "jusqu’au (exclu)" in shown


def test_two_overlapping_memberships_sent_together_are_refused(chief: Client) -> None:
    place, network = make_place(), make_network()
    stays: dict[str, Any] = {"memberships-TOTAL_FORMS": 2}
    for number, start in enumerate(("01/07/2019", "01/07/2020")):
        stays |= {
            f"memberships-{number}-network": network.pk,
            f"memberships-{number}-period_0": start,
            f"memberships-{number}-start_precision": "day",
            f"memberships-{number}-last_seen_precision": "day",
            f"memberships-{number}-evidence": "Vu",
            f"memberships-{number}-source": "Claire",
        }
    assert "se chevauchent" in send(chief, f"{PLACES}{place.pk}/change/", **stays)
    assert not Membership.objects.exists()


def test_a_membership_that_overlaps_one_that_is_there_is_refused(chief: Client) -> None:
    place, network = make_place(), make_network()
    make_membership(place, network, "2019-07-01")
    shown = send(
        chief,
        "/admin/network/membership/add/",
        place=place.pk,
        network=network.pk,
        period_0="01/01/2020",
        period_1="01/01/2021",
        evidence="Vu",
        source="Claire",
    )
    assert "Ce lieu est déjà dans ce réseau pendant une partie de cette période." in shown


def test_a_membership_that_ends_before_it_starts_is_refused(chief: Client) -> None:
    membership = make_membership(make_place(), make_network(), "2019-07-01")
    shown = send(chief, f"/admin/network/membership/{membership.pk}/change/", period_1="01/01/2018")
    assert "errornote" in shown


def test_a_date_of_a_membership_that_no_calendar_needs_is_refused(chief: Client) -> None:
    membership = make_membership(make_place(), make_network(), "2019-07-01")
    for typed in ({"period_1": "31/12/9999"}, {"period_0": "01/07/0019"}, {"last_seen_on": "31/12/9999"}):
        shown = send(chief, f"/admin/network/membership/{membership.pk}/change/", **typed)
        assert "Les dates d’une adhésion vont de 1900 à 2200" in shown
    assert Membership.objects.get().period == period("2019-07-01")


def test_a_network_may_not_take_the_name_of_a_family(chief: Client) -> None:
    network = make_network()
    shown = send(chief, f"/admin/network/network/{network.pk}/change/", slug="mediation")
    assert "Cette adresse est le nom d’une famille" in shown
    assert Network.objects.get().slug == network.slug


def test_no_served_commune_is_kept_as_unknown(chief: Client) -> None:
    place = make_place(is_itinerant=True, served_communes=["48095"])
    send(chief, f"{PLACES}{place.pk}/change/", served_communes="")
    assert Place.objects.get().served_communes is None


def test_the_chosen_places_are_verified_today(chief: Client) -> None:
    chosen, other = make_place("Choisi"), make_place("Autre")
    data = {"action": "verify_today", "_selected_action": [chosen.pk]}
    response = chief.post(PLACES, data, follow=True)
    assert "1 fiche vérifiée aujourd’hui." in response.content.decode()
    chosen.refresh_from_db()
    other.refresh_from_db()
    assert (chosen.verified_on, other.verified_on) == (timezone.localdate(), None)


def test_the_history_tells_who_what_when_and_by_which_door(chief: Client) -> None:
    place = make_place(phone="+33466000001", wheelchair="no")
    send(chief, f"{PLACES}{place.pk}/change/", phone="+33466000002", wheelchair="yes", name="POLeN, Mende")
    entry = chief.get(f"{PLACES}{place.pk}/history/").context["history"].entries[0]
    assert (entry.who, entry.door, entry.parts[0].action) == ("Claire Vidal", "administration", "Modification")
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        assert [entry.at] == list(cursor.fetchone())
    changes = {(change.field, change.before, change.after) for change in entry.parts[0].differences}
    assert changes == {
        ("Téléphone", "04\u00a066\u00a000\u00a000\u00a001", "04\u00a066\u00a000\u00a000\u00a002"),
        ("Accès en fauteuil", "non accessible", "accessible"),
        ("Nom", "POLeN", "POLeN, Mende"),
    }


def test_the_history_of_a_place_holds_its_memberships(chief: Client) -> None:
    place = make_place()
    membership = make_membership(place, make_network(), "2019-07-01")
    send(chief, f"/admin/network/membership/{membership.pk}/change/", period_1="01/01/2026")
    shown = page(chief, f"{PLACES}{place.pk}/history/")
    assert "Adhésion «\u00a0POLeN · SoLozère\u00a0»" in shown
    assert "depuis le 1er\u00a0juillet 2019, jusqu’au 1er\u00a0janvier 2026 (exclu)" in shown


def test_the_history_of_a_network_holds_who_facilitates_it(chief: Client) -> None:
    network, organisation = make_network(), make_organisation("Num'n'Coop")
    send(chief, f"/admin/network/network/{network.pk}/change/", organisations=[organisation.pk])
    shown = page(chief, f"/admin/network/network/{network.pk}/history/")
    assert "Num&#x27;n&#x27;Coop" in shown
    assert Network.objects.get().organisations.get() == organisation


def test_a_change_made_in_raw_sql_is_told_too(chief: Client) -> None:
    place = make_place()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE places_place SET desks = 4 WHERE id = %s", [place.pk])
    entry = chief.get(f"{PLACES}{place.pk}/history/").context["history"].entries[0]
    assert (entry.who, entry.door) == ("", "directement en base")
    assert [(change.field, change.before, change.after) for change in entry.parts[0].differences] == [
        ("Postes de travail", "—", "4")
    ]


def test_the_log_is_the_only_one(chief: Client) -> None:
    place = make_place()
    send(chief, f"{PLACES}{place.pk}/change/", name="Autre nom")
    send(chief, "/admin/network/organisation/add/", name="Rézo", slug="rezo")
    chief.post(f"{PLACES}{place.pk}/delete/", {"post": "yes", "versions": f"{place.pk}={version_of(place)}"})
    assert not Place.objects.exists()
    assert not LogEntry.objects.exists()


def test_a_kind_in_use_may_not_be_deleted_and_another_may(chief: Client) -> None:
    make_place()
    castle = make_kind("castle", "Château")
    assert chief.post("/admin/places/kind/coworking/delete/", {"post": "yes"}).status_code == 403
    chief.post("/admin/places/kind/castle/delete/", {"post": "yes", "versions": f"castle={version_of(castle)}"})
    assert [kind.slug for kind in Kind.objects.all()] == ["coworking"]


def test_a_commune_is_offered_without_its_accents(chief: Client) -> None:
    make_commune("Saint-Chély-d'Apcher")
    make_commune("Mende")
    query = {"app_label": "places", "model_name": "place", "field_name": "commune", "term": "saint-chely"}
    found = chief.get("/admin/autocomplete/", query).json()["results"]
    assert [result["text"] for result in found] == ["Saint-Chély-d'Apcher"]


def test_a_place_is_offered_for_a_membership_without_its_accents(chief: Client) -> None:
    make_place("Médiathèque Théophile")
    query = {"app_label": "network", "model_name": "membership", "field_name": "place", "term": "theophile"}
    found = chief.get("/admin/autocomplete/", query).json()["results"]
    assert [result["text"] for result in found] == ["Médiathèque Théophile"]


def test_the_land_is_looked_at_and_not_edited(chief: Client) -> None:
    commune = make_commune()
    shown = send(chief, f"/admin/places/commune/{commune.pk}/change/", boundary="")
    commune.refresh_from_db()
    assert commune.boundary is not None
    assert chief.get("/admin/places/commune/add/").status_code == 403
    assert shown


def test_the_map_opens_on_the_territory(chief: Client) -> None:
    place = make_place("POLeN", "Mende")
    shown = page(chief, f"{PLACES}{place.pk}/change/")
    assert re.search(r'"extent":\s*\[\[44\.46', shown) or "44.468" in shown


def test_the_admin_says_where_one_is(chief: Client) -> None:
    make_network("France services", "mediation")
    shown = page(chief, "/admin/")
    assert "Croisée" in shown
    assert "Tenir l’annuaire" in shown
    assert "Actions récentes" not in shown
