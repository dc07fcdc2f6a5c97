"""Whatever an administrator's browser sends to a form or an action of the admin, it is no server error."""

from collections.abc import Callable, Sequence
from itertools import cycle
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import Group
from django.db.models import Model
from django.test import Client
from pytest_django import Settings

from network.models import Family, Membership, Network, Organisation, Post, Stewardship, User
from places.models import Change, Commune, Intercommunality, Kind, Place, Service, Territory
from places.models.vocabulary import Synonym
from tests.conftest import Fill
from tests.factories import (
    made,
    make_both_families,
    make_intercommunality,
    make_network,
    make_organisation,
    make_place,
    make_post,
    make_service,
    make_steward,
    make_user,
)
from tests.network.test_admin import sent_by
from tests.randomly import dealt

pytestmark = [pytest.mark.django_db, pytest.mark.fuzz]
Fields = dict[str, Any]

HOSTILE = [
    *("", "\x00", "\ud800", "x" * 3000, "9" * 5000, "9" * 22, "-1", "nan", "1e400", "²", "٣", "on", "None", "%00"),
    *("0001-01-01", "9999-12-31", "99999-12-31", "31/02/2026", "null", "[]", "{", "[" * 5000, "javascript:alert(1)"),
    *("POINT(0 0)", "POINT EMPTY", '{"type":"Point","coordinates":[]}', '{"type":"Point","coordinates":[1e999,null]}'),
    *('{"type":"Point","coordinates":[3.5,44.5,1e308]}', '{"type":"Polygon","coordinates":[[[0,0],[1,1],[0,0]]]}'),
    *("Mo-Su 00:00-24:00; PH off " * 200, "Mo 25:00-99:99", "http://[", "http://" + "x." * 3000, "a@" + "b." * 3000),
]
# Of a set of forms; Django reads no other number. Too many of them are tried in `tests/test_security.py`.
WRONG_COUNTS = {"TOTAL_FORMS": ("", "-1", "3"), "INITIAL_FORMS": ("", "-1", "9" * 5000)}
# How the fields of a form are dealt out: a third of them is spoiled at a time, so that the rest is still read.
HANDS = 3
MODELS: list[type[Model]] = [
    *(Place, Kind, Service, Commune, Intercommunality, Territory, Family, Network, Organisation, Membership),
    *(Synonym, User, Group, Change, Stewardship),
]


@pytest.fixture
def chief(administrator: User) -> Client:
    """An administrator, to whom an error is an answer."""
    chief = Client(raise_request_exception=False)
    chief.force_login(administrator)
    return chief


@pytest.fixture(scope="module", autouse=True)
def _some_of_everything(fill: Fill) -> None:
    fill(_make_some_of_everything)


def _make_some_of_everything() -> None:
    place = make_place("La Pompe", services=["printing"])
    make_both_families(place)
    make_intercommunality("Gévaudan", "Marvejols")
    make_organisation()
    make_service("desk", "Bureau")
    make_post(make_user("karim"), make_network("Rézo"))
    make_steward(make_user("ines"), place)
    made(Synonym, slug="cci", expressions=["CCI", "chambre de commerce et d’industrie"])
    Group.objects.get_or_create(name="Rézo")


def send(client: Client, address: str, fields: Fields) -> int:
    """Send a body as a hand-made client would, surrogates that stand alone included."""
    body = urlencode(fields, doseq=True, encoding="utf-8", errors="surrogatepass")
    answer = client.post(address, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code < 500, (address, fields)
    return answer.status_code


def filled(client: Client, address: str) -> Fields:
    """What the form at an address would send as it stands."""
    context = client.get(address).context
    form = context.get("adminform")
    formsets = context.get("inline_admin_formsets") or []
    forms = [form.form] if form else [context["form"]] if "form" in context else []
    for each in formsets:
        forms += [each.formset.management_form, *each.formset.forms, each.formset.empty_form]
    return {name: value for form in forms for name, value in sent_by(form)}


def names_of(fields: Fields) -> Fields:
    """Add the names that only a forged page would send."""
    forged = ["version", "seen", "versions", "keep-phone", "keep-point", "memberships-0-seen", "memberships-0-version"]
    forged += [
        "memberships-0-DELETE",
        "memberships-0-id",
        "posts-0-id",
        "_popup",
        "_to_field",
        "_saveasnew",
        "_continue",
    ]
    return {**dict.fromkeys(forged, ""), **fields}


def share(model: type[Model], form: int = 0) -> Sequence[str]:
    """What a form is sent: each value for one of the models, and for one of the forms of listings, of most fields."""
    return dealt(HOSTILE, form, 2) if model is Place else dealt(HOSTILE, MODELS.index(model), 6)


def spoiled(fields: Fields, value: str, hand: int) -> Fields:
    return {name: value if n % HANDS == hand else held for n, (name, held) in enumerate(fields.items())}


def forms_of(model: type[Model], client: Client) -> list[str]:
    root = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    row = model._default_manager.order_by("pk").last()
    assert row is not None
    own = [f"{root}{row.pk}/change/", f"{root}add/", *([f"{root}{row.pk}/password/"] if model is User else [])]
    return [address for address in own if client.get(address).status_code == 200]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_form_of_the_admin_answers_what_it_is_sent_with_a_server_error(chief: Client, model: type[Model]) -> None:
    for form, address in enumerate(forms_of(model, chief)):
        fields = names_of(filled(chief, address))
        for value, hand in zip(share(model, form), cycle(range(HANDS)), strict=False):
            send(chief, address, spoiled(fields, value, hand))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_form_that_lacks_fields_or_counts_wrongly_is_no_server_error(chief: Client, model: type[Model]) -> None:
    for address in forms_of(model, chief):
        fields = filled(chief, address)
        send(chief, address, {"x": "y"})
        for hand in range(HANDS):
            send(chief, address, {name: held for n, (name, held) in enumerate(fields.items()) if n % HANDS != hand})
        for what, counts in WRONG_COUNTS.items():
            for count in counts:
                send(chief, address, fields | {name: count for name in fields if name.endswith(what)})
        send(chief, address, {name: ["x", "\x00", held] for name, held in fields.items()})


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_action_or_deletion_is_a_server_error_whatever_is_chosen(chief: Client, model: type[Model]) -> None:
    root = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    row = model._default_manager.order_by("pk").first()
    actions = ["delete_selected", "nothing", *(site._registry[model].actions or [])]
    for value in ["", "\x00", *dealt(share(model), 0, 4), [*HOSTILE]]:
        for action in actions:
            send(chief, root, {"action": action, "_selected_action": value, "post": "yes", "versions": value})
        send(chief, root, {"action": value, "index": value, "select_across": value, "_selected_action": row and row.pk})
        send(chief, f"{root}{row and row.pk}/delete/", {"versions": value, "_popup": value})
    send(chief, f"{root}{row and row.pk}/delete/?_to_field=\x00", {"post": "yes"})


PAGES: dict[str, Callable[[], Fields]] = {
    "/admin/login/": lambda: {"username": "", "password": "", "next": ""},
    "/admin/password_change/": lambda: {"old_password": "", "new_password1": "", "new_password2": ""},
    "/admin/logout/": lambda: {"next": ""},
    "/admin/places/place/undo/1/": lambda: {"post": ""},
}


@pytest.mark.parametrize("address", PAGES)
def test_no_page_around_the_forms_is_a_server_error(chief: Client, address: str, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    for value in HOSTILE:
        send(chief, address, dict.fromkeys(PAGES[address](), value))


def test_every_model_of_the_admin_is_tried() -> None:
    assert set(site._registry) == {*MODELS}
    assert Post.objects.exists()
