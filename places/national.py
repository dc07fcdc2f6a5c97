"""The words of the national standard of digital inclusion places, v1.0.2: what we write in it, and read from it.

https://github.com/LaMednum/standard-mediation-num, `schema.json` (Licence Ouverte 2.0). A file is CSV in UTF-8, with a
comma between its columns, or a list of objects in JSON; several values of a column stand in one text, between bars.
Which kind has which code, and which service which label, is in the vocabulary (`Kind`, `Service`).
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from places.choices import Audience, Fee

VERSION = "1.0.2"
SCHEMA = "https://github.com/LaMednum/standard-mediation-num"
# Between the values of one column: the manual says a semicolon, the schema and its example this.
SEPARATOR = "|"
COLUMNS = (
    "id",
    "pivot",
    "nom",
    "commune",
    "code_postal",
    "code_insee",
    "adresse",
    "complement_adresse",
    "latitude",
    "longitude",
    "typologie",
    "telephone",
    "courriels",
    "site_web",
    "horaires",
    "presentation_resume",
    "presentation_detail",
    "source",
    "itinerance",
    "structure_parente",
    "date_maj",
    "services",
    "publics_specifiquement_adresses",
    "prise_en_charge_specifique",
    "frais_a_charge",
    "dispositif_programmes_nationaux",
    "formations_labels",
    "autres_formations_labels",
    "modalites_acces",
    "modalites_accompagnement",
    "fiche_acces_libre",
    "prise_rdv",
)
LONGEST_SUMMARY = 280
TELEPHONE = r"\+(33|590|594|262|596|269|687|689|508|681)[0-9]{6,9}"

MOVES = {True: "Itinérant", False: "Fixe"}
PUBLICS = {
    Audience.YOUNG: "Jeunes",
    Audience.STUDENTS: "Étudiants",
    Audience.FAMILIES: "Familles et/ou enfants",
    Audience.SENIORS: "Seniors",
    Audience.WOMEN: "Femmes",
}
CARE = {
    Audience.DEAF: "Surdité",
    Audience.MOTOR_DISABILITY: "Handicaps moteurs",
    Audience.MENTAL_DISABILITY: "Handicaps mentaux",
    Audience.ILLITERACY: "Illettrisme",
    Audience.ENGLISH: "Langues étrangères (anglais)",
    Audience.OTHER_LANGUAGES: "Langues étrangères (autres)",
    Audience.VISUAL_IMPAIRMENT: "Déficience visuelle",
}
FEES = {Fee.FREE: "Gratuit", Fee.CONDITIONAL: "Gratuit sous condition", Fee.PAID: "Payant"}
PROGRAMMES = (
    "Aidants Connect",
    "Bibliothèques numérique de référence",
    "Certification PIX",
    "Conseillers numériques",
    "Emmaüs Connect",
    "France Services",
    "Grande école du numérique",
    "La Croix Rouge",
    "Point d'accès numérique CAF",
    "Promeneurs du net",
    "Relais numérique (Emmaüs Connect)",
)
LABELS = (
    "Formé à « Mon Espace Santé »",
    "Formé à « DUPLEX » (illettrisme)",
    "Arnia/MedNum BFC (Bourgogne-Franche-Comté)",
    "Collectif ressources et acteurs réemploi (Normandie)",
    "Étapes numériques(La Poste)",
    "Fabriques de Territoire",
    "Les Éclaireurs du numérique (Drôme)",
    "Mes Papiers (Métropole de Lyon)",
    "ORDI 3.0",
    "SUD LABS (PACA)",
)

# The codes that say what a place is, and not whose it is: what a kind of ours may be written as. Of the others we know
# one only where a network says so: an "employment" place may be of France Travail, a mission locale or a school.
SURE_CODES = frozenset({"TIERS_LIEUX", "FABLAB", "BIB", "EPN", "ASSO", "LA_POSTE"})
CODES_OF_NETWORKS = {"france services": "RFS", "maisons de services au public": "MSAP"}

# What the standard requires that a listing may lack, by column: the listings that do.
REQUIRED: dict[str, Q] = {
    "pivot": Q(siret=None),
    "adresse": Q(address=None),
    "code_postal": Q(postcode=None),
}


def joined(values: Iterable[str]) -> str | None:
    """Write several values in one text, each once; None where there are none."""
    return SEPARATOR.join(dict.fromkeys(values)) or None


def parted(text: str) -> list[str]:
    """Read the values of a text, whatever is around them."""
    return [value for part in text.split(SEPARATOR) if (value := part.strip())]


def words_of(names: Iterable[str], words: Iterable[str]) -> list[str]:
    """List the words of the standard that these networks are called by, whatever their capitals."""
    called = {name.casefold() for name in names}
    return [word for word in words if word.casefold() in called]


def codes_of(kinds: Iterable[Iterable[str]], networks: Iterable[str]) -> list[str]:
    """List the `typologie` of a place: of the codes that each of its kinds has, and the names of its networks.

    Several kinds may have one code, and a kind that has none that is sure is not said: a reader compares in codes.
    """
    of_kinds = [code for codes in kinds for code in codes if code in SURE_CODES]
    of_networks = [CODES_OF_NETWORKS.get(name.casefold()) for name in networks]
    return [*of_kinds, *(code for code in of_networks if code)]


def summary_of(text: str | None) -> dict[str, Any]:
    """Write a description as the standard's two texts: whole where it is short, else its beginning and all of it."""
    if text is None or len(text) <= LONGEST_SUMMARY:
        return {"presentation_resume": text, "presentation_detail": None}
    start = text[: LONGEST_SUMMARY - 1].rsplit(None, 1)[0]
    return {"presentation_resume": f"{start}…", "presentation_detail": text}
