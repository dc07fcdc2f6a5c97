"""A file is dropped, understood, read over, applied and taken back, by whoever runs the network."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from network.mail.worker import LONG_JOBS, take_files_in
from network.models import Import, Membership, Network, User
from network.models.imports import Outcome, Stage
from network.services.imports import forget_old_imports, staging
from places.models import Place
from tests.budget import statements
from tests.factories import make_commune, make_kind, make_membership, make_network, make_place, make_post, make_user

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
PAGE = "/espace/reseaux/france-services/fichiers/"
CSV = """identifiant;intitulé;nom;typologie;adresse;commune;telephone
1;x;La Forge;Tiers-lieu;2 rue Basse;Mende;466000001
2;y;Le Café;Bistrot;;Mende;au bar
3;z;Ailleurs;Tiers-lieu;;Paris;
"""


@pytest.fixture
def network(db: None) -> Network:
    make_kind("third-place", "Tiers-lieu")
    make_kind("library", "Bibliothèque")
    make_commune("Mende")
    return make_network("France services", "mediation")


@pytest.fixture
def claire(network: Network) -> User:
    user = make_user("claire-m", first_name="Claire")
    make_post(user, network)
    return user


def words(answer: Any) -> str:
    text: str = answer.content.decode()
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def send(client: Client, content: str | bytes = CSV, name: str = "lieux.csv", **said: str) -> Any:
    data = content.encode() if isinstance(content, str) else content
    sent = {"file": SimpleUploadedFile(name, data), "source": "Mednum", "day": "2026-11-01"}
    return client.post(PAGE, sent | said, follow=True)


def agree(client: Client, batch: Import, **said: Any) -> Any:
    plan = {f"column-{at}": batch.plan["columns"][heading] for at, heading in enumerate(batch.columns)}
    return client.post(f"/espace/fichiers/{batch.pk}/", plan | said, follow=True)


def read(client: Client, content: str = CSV, **said: Any) -> Import:
    send(client, content)
    agree(client, Import.objects.latest("pk"), **said)
    return Import.objects.latest("pk")


def test_a_file_is_dropped_and_its_columns_are_shown_with_a_sample(client_of: ClientOf, claire: User) -> None:
    text = words(send(client_of(claire)))
    assert "Voici ce que chaque colonne a l’air d’être" in text
    assert "<span>La Forge</span>" in text
    (batch,) = Import.objects.all()
    assert (batch.stage, batch.person, batch.source.name) == (Stage.MAPPING, claire, "Mednum")
    assert batch.plan["columns"]["nom"] == "name"
    assert batch.plan["columns"]["intitulé"] == ""


@pytest.mark.parametrize(
    ("content", "said", "sentence"),
    [
        (b"", {}, "vide"),
        (b"%PDF-1.4", {}, "C’est un PDF"),
        (b"nom;ville\n", {}, "aucune ligne"),
        (CSV.encode(), {"source": ""}, "obligatoire"),
        (CSV.encode(), {"day": ""}, "obligatoire"),
        (CSV.encode(), {"day": "2027-01-01"}, "pas encore arrivée"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(
    client_of: ClientOf, claire: User, content: bytes, said: dict[str, str], sentence: str
) -> None:
    answer = send(client_of(claire), content, **said)
    assert answer.status_code == 200
    assert sentence in words(answer)
    assert not Import.objects.exists()


def test_a_file_beyond_what_a_browser_sends_is_refused(
    client_of: ClientOf, claire: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frontend.importing.forms.MOST_SENT", 10)
    assert "trop lourd" in words(send(client_of(claire)))


def test_columns_that_name_nothing_are_asked_for_again(client_of: ClientOf, claire: User) -> None:
    client = client_of(claire)
    send(client)
    batch = Import.objects.get()
    text = words(client.post(f"/espace/fichiers/{batch.pk}/", {"column-5": "commune"}))
    assert "Aucune colonne n’est le nom du lieu" in text
    text = words(client.post(f"/espace/fichiers/{batch.pk}/", {"column-2": "name", "column-0": "nope"}))
    assert "Aucune colonne ne dit où est le lieu" in text
    batch.refresh_from_db()
    assert batch.stage == Stage.MAPPING


def test_what_it_would_do_is_told_before_anything_is_written(client_of: ClientOf, claire: User) -> None:
    client = client_of(claire)
    batch = read(client)
    assert batch.stage == Stage.PREVIEW
    text = words(client.get(f"/espace/fichiers/{batch.pk}/"))
    for sentence in (
        "Appliquer 1 ligne",
        "Téléphone sans son zéro",
        "Mot que l’annuaire n’a pas",
        "« Bistrot » · ligne 3",
        "L’annuaire n’a pas ces lieux",
    ):
        assert sentence in text
    assert not Place.objects.exists()
    assert "Un fichier à relire : lieux.csv" in words(client.get("/espace/"))
    refused = words(client.get(f"/espace/fichiers/{batch.pk}/?voir=refused"))
    assert "Aucune typologie : donnez-en une à tout le fichier" in refused


@pytest.mark.django_db(transaction=True)
def test_it_is_applied_and_taken_back(client_of: ClientOf, claire: User, network: Network) -> None:
    client = client_of(claire)
    batch = read(client, joins="on")
    text = words(client.post(f"/espace/fichiers/{batch.pk}/appliquer/", follow=True))
    assert "en un seul changement" in text
    assert Place.objects.get().memberships.get().network == network
    batch.refresh_from_db()
    assert not hasattr(batch, "file")
    text = words(client.post(f"/espace/fichiers/{batch.pk}/annuler/", follow=True))
    assert "L’import est annulé" in text
    assert not Membership.objects.exists()
    assert "n’est pas appliqué" in words(client.post(f"/espace/fichiers/{batch.pk}/annuler/", follow=True))


def test_a_line_is_decided_upon_and_all_of_a_sort_at_once(client_of: ClientOf, claire: User) -> None:
    client = client_of(claire)
    batch = read(client, kinds="third-place")
    decider = f"/espace/fichiers/{batch.pk}/decider/"
    line = batch.lines.filter(outcome=Outcome.NEW).first()
    assert line
    answer = client.post(decider, {"line": line.pk, "decision": "leave", "voir": "new", "at": f"ligne-{line.pk}"})
    assert answer["Location"].endswith(f"?voir=new#ligne-{line.pk}")
    assert "Appliquer 1 ligne" in words(client.get(f"/espace/fichiers/{batch.pk}/"))
    assert "2 lignes décidées" in words(client.post(decider, {"all": "take", "voir": "new"}, follow=True))
    assert "ne se décide pas" in words(client.post(decider, {"line": line.pk, "decision": "eat"}, follow=True))
    assert client.post(decider, {"line": "0", "decision": "take"}).status_code == 404
    assert "ne se décide pas" in words(client.post(decider, {"all": "take", "voir": "nope"}, follow=True))


def test_fields_are_chosen_one_by_one(client_of: ClientOf, claire: User, network: Network) -> None:
    client = client_of(claire)
    here = make_place(
        "La Forge", kinds=["third-place"], source="france-services--mednum", source_id="1", phone="+33466000009"
    )
    make_membership(here, network)
    batch = read(client)
    line = batch.lines.get(outcome=Outcome.CHANGED)
    text = words(client.get(f"/espace/fichiers/{batch.pk}/?voir=changed"))
    assert "04 66 00 00 09" in text
    assert line.differences["phone"]["take"] is False
    client.post(f"/espace/fichiers/{batch.pk}/decider/", {"line": line.pk, "fields": "1", "take": ["phone"]})
    client.post(f"/espace/fichiers/{batch.pk}/appliquer/")
    here.refresh_from_db()
    assert (here.phone, here.address) == ("+33466000001", None)


def test_a_suspected_line_is_shown_beside_what_it_looks_like(
    client_of: ClientOf, claire: User, network: Network
) -> None:
    client = client_of(claire)
    here = make_place("La Forge", kinds=["third-place"], address="2 rue Basse", phone="+33466000001")
    make_membership(here, network)
    batch = read(client)
    text = words(client.get(f"/espace/fichiers/{batch.pk}/"))
    assert "1 ligne attend que vous disiez" in text
    assert "C’est un autre lieu" in text
    line = batch.lines.get(outcome=Outcome.SUSPECT)
    decider = f"/espace/fichiers/{batch.pk}/decider/"
    assert "C’est ce lieu" in words(client.post(decider, {"line": line.pk, "same": here.pk}, follow=True))
    line.refresh_from_db()
    assert line.place_id == here.pk


def test_a_word_is_taught_once_for_all_files_of_the_source(client_of: ClientOf, claire: User) -> None:
    client = client_of(claire)
    batch = read(client)
    sent = {"column-0": "typologie", "word-0": "Bistrot", "means-0": "third-place"}
    client.post(f"/espace/fichiers/{batch.pk}/mots/", sent)
    batch.refresh_from_db()
    assert batch.lines.filter(outcome=Outcome.NEW).count() == 2
    again = read(client)
    assert again.lines.filter(outcome=Outcome.NEW).count() == 2


def test_what_takes_long_is_left_to_the_worker(
    client_of: ClientOf, claire: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "_AT_ONCE_BYTES", 0)
    client = client_of(claire)
    batch = read(client)
    assert batch.stage == Stage.READING
    assert "0 ligne lue jusqu’ici" in words(client.get(f"/espace/fichiers/{batch.pk}/"))
    assert take_files_in in [job.do for job in LONG_JOBS]
    take_files_in()
    batch.refresh_from_db()
    assert (batch.stage, batch.lines_read) == (Stage.PREVIEW, 3)


def test_a_file_is_forgotten_if_asked_or_after_a_month(client_of: ClientOf, claire: User) -> None:
    client = client_of(claire)
    batch = read(client)
    assert "rien n’a été écrit" in words(client.post(f"/espace/fichiers/{batch.pk}/oublier/", follow=True))
    old = read(client)
    Import.objects.filter(pk=old.pk).update(created_at="2026-10-01T00:00:00Z")
    assert forget_old_imports()
    assert not Import.objects.exists()


def test_a_sheet_is_chosen_among_several(client_of: ClientOf, claire: User) -> None:
    client = client_of(claire)
    content = '{"a": [{"x": 1}, {"x": 2}], "b": [{"nom": "La Forge", "commune": "Mende"}]}'
    text = words(send(client, content, "x.json"))
    assert "Prendre cette feuille" in text
    batch = Import.objects.get()
    client.post(f"/espace/fichiers/{batch.pk}/", {"sheet": "$.b"})
    batch.refresh_from_db()
    assert batch.columns == ["nom", "commune"]
    assert "n’a pas de feuille" in words(client.post(f"/espace/fichiers/{batch.pk}/", {"sheet": "$.c"}, follow=True))


def test_the_page_takes_as_many_queries_for_many_lines_as_for_few(client_of: ClientOf, claire: User) -> None:
    client, counts = client_of(claire), []
    for count in (2, 25):
        lines = [f"{number};Lieu {number};Tiers-lieu;Mende" for number in range(count)]
        batch = read(client, "\n".join(["id;nom;typologie;commune", *lines]))
        with statements() as said:
            client.get(f"/espace/fichiers/{batch.pk}/")
        counts.append(len(said))
    assert counts[0] == counts[1]


def test_pages_follow_each_other(client_of: ClientOf, claire: User) -> None:
    client = client_of(claire)
    lines = [f"{number};Lieu {number};Tiers-lieu;Mende" for number in range(40)]
    batch = read(client, "\n".join(["id;nom;typologie;commune", *lines]))
    first = client.get(f"/espace/fichiers/{batch.pk}/")
    assert len(first.context["lines"]) == 30
    second = client.get(f"/espace/fichiers/{batch.pk}/?voir=new&apres={first.context['next']}")
    assert second.context["lines"][0].line.values["name"] == "Lieu 30"
    assert second.context["next"] is None


def test_another_network_sees_nothing_of_it(client_of: ClientOf, claire: User) -> None:
    batch = read(client_of(claire))
    other = make_user("autre")
    make_post(other, make_network("SoLozère"))
    assert client_of(other).get(f"/espace/fichiers/{batch.pk}/").status_code == 404
    assert client_of(other).get(PAGE).status_code == 404
