"""The API speaks of itself in French, or in English to those who prefer it; the data are the same."""

import pytest
from django.test import Client

from tests.api.support import V1


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "fr"),
        ("*", "fr"),
        ("fr", "fr"),
        ("en", "en"),
        ("en-GB,en;q=0.9,fr;q=0.5", "en"),
        ("fr-CA,en;q=0.5", "fr"),
        ("de, en;q=0.5, fr;q=0.1", "en"),
        ("de, es", "fr"),
        ("en;q=0", "fr"),
        ("\x00;q=é" * 400, "fr"),
    ],
)
def test_the_language_is_the_one_preferred(client: Client, accepted: str, language: str) -> None:
    for address in ("/places/?limit=1", "/places/?nope=1", "/nope/", "/schema/"):
        answer = client.get(f"{V1}{address}", headers={"Accept-Language": accepted})
        assert answer["Content-Language"] == language, address
        assert "Accept-Language" in answer["Vary"]


def test_the_data_are_the_same_in_every_language(client: Client) -> None:
    for address in ("/places/?limit=5", "/networks/", "/kinds/", "/communes/?limit=2"):
        french, english = (
            client.get(f"{V1}{address}", headers={"Accept-Language": language}) for language in ("fr", "en")
        )
        assert french.content == english.content
        assert french["ETag"] == english["ETag"]


def test_a_cookie_chooses_no_language(client: Client) -> None:
    client.cookies["django_language"] = "en"
    assert client.get(f"{V1}/kinds/")["Content-Language"] == "fr"


def test_a_problem_is_told_in_the_language_of_the_reader(client: Client) -> None:
    def detail(language: str) -> tuple[str, str, str]:
        problem = client.get(f"{V1}/places/?limit=0", headers={"Accept-Language": language}).json()
        (error,) = problem["errors"]
        return problem["detail"], error["detail"], error["allowed"]

    assert detail("fr")[::2] == ("Paramètre refusé\xa0: limit.", "un nombre de 1 à 5000")
    assert detail("en")[::2] == ("Parameter refused: limit.", "a number from 1 to 5000")
    assert detail("en")[1] == "Ensure this value is greater than or equal to 1."


def test_the_manual_is_in_the_language_of_the_reader(client: Client) -> None:
    def told(language: str) -> tuple[str, str, str]:
        schema = client.get(f"{V1}/schema/?format=json", headers={"Accept-Language": language}).json()
        places = schema["paths"][f"{V1}/places/"]["get"]
        helped = {parameter["name"]: parameter["description"] for parameter in places["parameters"]}
        return schema["info"]["description"][:4], places["summary"], helped["limit"]

    french, english = told("fr"), told("en")
    assert french[:2] == ("Tout", "Les lieux qui répondent à la question, page à page")
    assert english[:2] == ("Ever", "The places that answer the question, page by page")
    assert french[2].startswith("Nombre de résultats par page")
    assert english[2].startswith("Number of results per page")
