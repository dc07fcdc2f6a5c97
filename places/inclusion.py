"""The words of data·inclusion, version 1, in which structures and services for people in difficulty are published.

https://github.com/gip-inclusion/data-inclusion-schema (Licence Ouverte 2.0). It is written from what the national
standard of digital inclusion says (`places.national`), as data·inclusion itself reads that standard.
"""

from collections.abc import Collection, Iterable

from places.choices import Audience, Fee

VERSION = "1"
SCHEMA = "https://github.com/gip-inclusion/data-inclusion-schema"
# Who publishes: the first half of every identifier.
SOURCE = "croisee"
SHORTEST_NAME, LONGEST_NAME = 3, 150
SHORTEST_DESCRIPTION, LONGEST_DESCRIPTION = 5, 10_000

_BASICS = "numerique--maitriser-les-fondamentaux-du-numerique"
_ONLINE = "numerique--acceder-a-des-services-en-ligne"
_PAPERS = "difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives"
# By the label that a service has in the national standard, else by its slug here: what it is about.
THEMES: dict[str, tuple[str, ...]] = {
    "Accès internet et matériel informatique": (
        "numerique--acceder-a-une-connexion-internet",
        "numerique--acquerir-un-equipement",
    ),
    "Acquisition de matériel informatique à prix solidaire": ("numerique--acquerir-un-equipement",),
    "Aide aux démarches administratives": (_PAPERS, _ONLINE),
    "Compréhension du monde numérique": (_BASICS,),
    "Insertion professionnelle via le numérique": (
        "preparer-sa-candidature--organiser-ses-demarches-de-recherche-demploi",
        _BASICS,
    ),
    "Loisirs et créations numériques": ("remobilisation--activites-sportives-et-culturelles", _BASICS),
    "Maîtrise des outils numériques du quotidien": (_BASICS, _ONLINE),
    "Parentalité et éducation avec le numérique": ("famille--soutien-a-la-parentalite-et-a-leducation", _BASICS),
    "Utilisation sécurisée du numérique": (_BASICS,),
    "public-service-desk": (_PAPERS,),
    "rights-and-justice": ("difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-aux-droits",),
    "housing-advice": ("logement-hebergement--sinformer-sur-les-demarches-liees-a-lacces-au-logement",),
    "founder-advice": (
        "creer-une-entreprise--definir-son-projet-de-creation-dentreprise",
        "creer-une-entreprise--structurer-son-projet-de-creation-dentreprise",
    ),
}
# The networks that data·inclusion knows, by their names.
NETWORKS = {
    "aidants connect": "aidants-connect",
    "chambres consulaires": "chambres-consulaires",
    "conseillers numériques": "conseillers-numeriques",
    "fabriques de territoire": "fabrique-de-territoire",
    "france services": "france-service",
    "maisons de services au public": "msap",
    "missions locales": "mission-locale",
    "points-justice": "points-justice",
    "réseau information jeunesse": "reseau-information-jeunesse",
}
_DISABILITY = "personnes-en-situation-de-handicap"
PUBLICS = {
    Audience.YOUNG: "jeunes",
    Audience.STUDENTS: "etudiants",
    Audience.FAMILIES: "familles",
    Audience.SENIORS: "seniors",
    Audience.WOMEN: "femmes",
    Audience.DEAF: _DISABILITY,
    Audience.MOTOR_DISABILITY: _DISABILITY,
    Audience.MENTAL_DISABILITY: _DISABILITY,
    Audience.VISUAL_IMPAIRMENT: _DISABILITY,
    Audience.ENGLISH: "personnes-exilees",
    Audience.OTHER_LANGUAGES: "personnes-exilees",
}
_FEES = {Fee.FREE: "gratuit", Fee.CONDITIONAL: "gratuit", Fee.PAID: "payant"}


def identifier(*keys: str) -> str:
    """Name a thing as data·inclusion does, by who publishes it."""
    return "--".join([SOURCE, *keys])


def networks_of(names: Iterable[str]) -> list[str] | None:
    """List the networks that data·inclusion knows among these; None where there are none."""
    return _listed(NETWORKS[name.casefold()] for name in names if name.casefold() in NETWORKS)


def publics_of(publics: Iterable[str] | None) -> list[str] | None:
    """List for whom a service is; None where nobody says."""
    return _listed(PUBLICS[Audience(one)] for one in publics or [] if Audience(one) in PUBLICS)


def fee_of(fees: Collection[str] | None) -> str | None:
    """Say whether it is free; None where nobody says, or where some of it is and some is not."""
    said = {_FEES[Fee(one)] for one in fees or []}
    return said.pop() if len(said) == 1 else None


def name_of(name: str) -> str:
    """Write a name as they want it: not too long, and no sentence."""
    return name[:LONGEST_NAME].rstrip(". ")


def description_of(text: str | None) -> str | None:
    """Write a description that is neither a word nor a book; None where there is none."""
    return text[:LONGEST_DESCRIPTION] if text and len(text) >= SHORTEST_DESCRIPTION else None


def _listed(values: Iterable[str]) -> list[str] | None:
    return list(dict.fromkeys(values)) or None
